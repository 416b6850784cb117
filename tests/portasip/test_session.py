"""The session without a socket: numbers, deadlines and responses to nobody."""

import json

import pytest

from console.portasip.errors import InvalidParameter, Refused
from console.portasip.messages import FrameNotUnderstood, LegChanged
from console.portasip.session import Answered, Session, Stray
from tests.portasip.documents import notification


def response(cseq: object) -> str:
    return json.dumps({"cseq": cseq, "result": {"success": 1}, "success": 1})


@pytest.fixture
def session() -> Session:
    return Session()


def asked(session: Session, deadline_at: float = 10) -> int:
    return session.request("CallControl", "hold_call", {}, deadline_at)[0]


def test_responses_find_their_requests_in_any_order(session: Session) -> None:
    first, second = asked(session), asked(session)
    for cseq in (second, first):
        event = session.receive(response(cseq), 1)
        assert isinstance(event, Answered)
        assert event.cseq == cseq
    assert session.strays == 0


@pytest.mark.parametrize("spelt", [int, str, float, lambda cseq: f" {cseq} "])
def test_a_cseq_is_compared_as_text(session: Session, spelt: type) -> None:
    cseq = asked(session)
    assert isinstance(session.receive(response(spelt(cseq)), 1), Answered)


def test_a_second_response_is_a_stray(session: Session) -> None:
    cseq = asked(session)
    session.receive(response(cseq), 1)
    assert isinstance(session.receive(response(cseq), 2), Stray)
    assert session.strays == 1


@pytest.mark.parametrize("cseq", [99, "", "x", None, -1, "²", "1" * 40, 1.5, True, {}])
def test_a_response_to_nobody_is_counted(session: Session, cseq: object) -> None:
    asked(session)
    assert isinstance(session.receive(response(cseq), 1), Stray)
    assert session.strays == 1
    assert session.expired(10) == [1]


def test_an_overdue_request_is_told_once_and_its_late_response_is_a_stray(
    session: Session,
) -> None:
    late, early = asked(session, 5), asked(session, 8)
    assert session.next_deadline() == 5
    assert session.expired(4.9) == []
    assert session.expired(5) == [late]
    assert session.expired(5) == []
    assert session.next_deadline() == 8
    assert isinstance(session.receive(response(late), 6), Stray)
    assert isinstance(session.receive(response(early), 6), Answered)
    assert session.next_deadline() is None
    assert session.strays == 1


def test_a_forgotten_request_waits_for_nothing(session: Session) -> None:
    cseq = asked(session)
    session.forget(cseq)
    session.forget(cseq)
    assert session.next_deadline() is None
    assert isinstance(session.receive(response(cseq), 1), Stray)


def test_a_refusal_answers_its_request(session: Session) -> None:
    cseq = asked(session)
    event = session.receive(json.dumps({"cseq": cseq, "code": "sip.call_not_found"}), 1)
    assert isinstance(event, Answered)
    assert isinstance(event.response.error, Refused)


def test_facts_and_frames_not_understood_pass_through_between_responses(session: Session) -> None:
    cseq = asked(session)
    assert isinstance(session.receive(notification("held"), 1), LegChanged)
    assert isinstance(session.receive("{", 1), FrameNotUnderstood)
    assert isinstance(session.receive(response(cseq), 1), Answered)


@pytest.mark.parametrize("value", [object(), "\ud800", {1, 2}, float])
def test_what_json_cannot_say_is_refused_and_waits_for_nothing(
    session: Session, value: object
) -> None:
    params = {"a": value}
    if isinstance(value, set):
        params = {"a": {("x", "y"): 1}}
    with pytest.raises(InvalidParameter):
        session.request("CallControl", "hold_call", params, 10)
    assert session.next_deadline() is None


def test_a_session_shows_no_session_id(session: Session) -> None:
    session.session_id = "07491b94c0025f46"
    assert "07491b94" not in repr(session)
