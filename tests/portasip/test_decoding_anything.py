"""Decoding is total: whatever arrives gives a response, a fact or FrameNotUnderstood."""

import json
from typing import Any, get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from console.portasip.messages import CallsListed, Fact, FrameNotUnderstood
from console.portasip.responses import Response
from console.portasip.scalars import flag, number, text
from console.portasip.session import Session
from console.portasip.stamps import epoch
from console.portasip.wire import calls_of, decode
from tests.portasip.documents import FIXTURES, literal

KNOWN = (Response, *get_args(Fact))
FRAMES = sorted(path.name for path in FIXTURES.iterdir() if path.is_file())
NOTIFICATIONS = [name for name in FRAMES if name.endswith(".notification.json")]

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.sampled_from(["Y", "N", "incoming", "recipient", "2018-11-29 13:41:25", "1" * 5000]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)
KEYS = """cseq event result call_info conference_info participant_info call caller callee id tag
state status type dialog_id direction local_party remote_party queue_info i_c_queue position
operators forwarder_list forwarders start_time connect_time duration reason_code participant_id
conference_name conference_owner_id success code error message details faultcode leave_time
calls_list""".split()
# JSON whose keys mean something, at every depth.
lookalikes = st.recursive(
    values,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=8)
    ),
    max_leaves=30,
)


def said(frame: str | bytes) -> Response | Fact:
    result: Response | Fact = decode(frame, 1.0)
    assert type(result) in KNOWN
    Session().receive(frame, 1.0)
    return result


@given(st.text() | st.binary())
@example("\ud800")
@example('{"cseq": ' + "9" * 5000 + "}")
@example('{"call": {"id": ' + "9" * 5000 + ', "tag": 1e400}, "state": "held"}')
@example(b'{"event": "\xff"}')
def test_any_text_and_any_bytes_are_decoded(frame: str | bytes) -> None:
    said(frame)


@given(values | lookalikes)
def test_any_json_is_decoded(value: Any) -> None:
    said(json.dumps(value))


@given(st.sampled_from(NOTIFICATIONS), st.data())
def test_a_notification_with_any_field_replaced_is_decoded(name: str, data: st.DataObject) -> None:
    frame = json.loads(literal(name))
    spot = frame
    while isinstance(spot, dict) and spot:
        key = data.draw(st.sampled_from(sorted(spot)))
        if not isinstance(spot[key], dict) or data.draw(st.booleans()):
            spot[key] = data.draw(values)
            break
        spot = spot[key]
    said(json.dumps(frame))


@given(st.sampled_from(FRAMES), st.integers(min_value=0, max_value=400))
def test_a_frame_cut_anywhere_is_decoded(name: str, cut: int) -> None:
    said(literal(name)[:-cut])


@given(values | lookalikes)
def test_any_answer_to_a_list_is_a_snapshot(value: Any) -> None:
    result = {"calls_list": value}
    assert isinstance(calls_of(result, 1.0, 0), CallsListed)
    assert isinstance(calls_of({"calls_list": [value]}, 1.0, 0), CallsListed)


@given(values)
def test_any_scalar_is_read(value: Any) -> None:
    assert isinstance(text(value), str)
    assert isinstance(number(value), int | None)
    assert isinstance(flag(value), bool | None)
    assert isinstance(epoch(value), float | None)


@pytest.mark.parametrize("depth", [50, 5_000, 200_000])
def test_deep_nesting_is_decoded(depth: int) -> None:
    forwarders = '{"id": "1", "forwarders": [' * depth + "]}" * depth
    said('{"call": {"id": "a", "tag": "b"}, "state": "held", "caller": ' + forwarders + "}")


def test_the_reason_of_a_frame_not_understood_repeats_none_of_its_content() -> None:
    fact = said('{"password": "secret", "session_id": "07491b94"')
    assert isinstance(fact, FrameNotUnderstood)
    assert "secret" not in fact.reason
    assert "07491b94" not in fact.reason
