"""Frames: what stays readable, what is left out, and that nothing else gets through."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.portasip.anonymous import Anonymous
from console.portasip.disguise import Disguise
from console.portasip.vocabulary import is_spoken
from tests.portasip.documents import FIXTURES

NUMBERS = ("442079460123", "123007", "12065550021", "34912345678")
NAMES = ("Mortimer Bell", "Penhaligon", "ruth@harbour-vale.example", "Łukasz")
KNOWN_KEYS = (
    "result", "call_info", "caller", "callee", "id", "tag", "call", "display_name", "state",
    "event", "reason", "start_time", "message", "details", "dialog_id", "forwarder_list",
    "session_id",
)  # fmt: skip


def anonymous(**options: Any) -> Anonymous:
    return Anonymous(disguise=Disguise(b"one"), **options)


def told(value: Any, **options: Any) -> Any:
    return anonymous(**options).frame(json.dumps(value)).content


@pytest.mark.parametrize(
    "harmless",
    [
        {"state": "connected", "type": "incoming", "event": "sip.call_control_notifications"},
        {"state": "parked", "reason": "Call terminated by API", "reason_code": 486},
        {"reason": "Temporarily Unavailable", "duration": "15", "transfer_success": 1},
        {"queue_info": {"i_c_queue": 25, "operators": 2, "position": 0}},
        {"start_time": "2018-11-29 13:41:04", "leave_time": None, "hold": "N", "mute": True},
        {"connect_time": "2018-12-28 13:12:25.245", "update_time": "2026-01-02T03:04:05+01:00"},
        {"code": "Server.CallControl.sip.call_not_found", "cseq": 123456, "success": 0},
        {"cseq": 2, "service": "CallControl", "method": "get_sip_calls_list"},
        {"params": {"i_customer": 30, "i_account": "100123"}, "participant_id": 3},
    ],
)
def test_what_the_pbx_says_itself_stays(harmless: dict[str, Any]) -> None:
    assert told(harmless) == harmless


@pytest.mark.parametrize(
    "personal",
    [
        {"state": "Penhaligon"},
        {"reason": "Mortimer Bell hung up"},
        {"digit": "5"},
        {"start_time": "123007"},
        {"start_time": 2065550021},
        {"position": 123007},
        {"i_account": 442079460123},
        {"i_dial": "sip:123007"},
        {"sip_transport_id": "192.168.67.30:5070"},
        {"music_on_hold_url": "https://pbx.example.com/moh"},
        {"net": "Penhaligon"},
        {"123007": 1},
        {"Penhaligon": None},
        {"anything": 7},
        {"id": 123007.0},
    ],
)
def test_what_might_be_somebody_goes(personal: dict[str, Any]) -> None:
    (before,), (after,) = personal.items(), told(personal).items()
    assert before != after
    assert type(before[1]) is type(after[1])


@pytest.mark.parametrize(
    "key",
    "session_id sessionId access_token password h323_password auth_info login domain pin "
    "disa_password sip_auth_username Authorization set_cookie".split(),
)
def test_secrets_are_left_out(key: str) -> None:
    assert told({"result": {key: "3f2a", "deeper": [{key: {"x": "3f2a"}}]}}) in (
        {"result": {"deeper": [{}]}},
        {"result": {Disguise(b"one").text("deeper"): [{}]}},
    )


def test_an_id_is_the_same_as_a_number_and_as_text() -> None:
    other = told({"tag": 100028, "id": "100028"})
    assert str(other["tag"]) == other["id"] != "100028"


def test_names_are_kept_on_demand_but_not_the_numbers_in_them() -> None:
    kept = told({"display_name": "Anna 123007", "reason": "Anna"}, keep_names=True)
    assert kept["display_name"].startswith("Anna ")
    assert "123007" not in kept["display_name"]
    assert kept["reason"] != "Anna"


def test_unknown_words_of_the_pbx_are_told_to_whoever_records() -> None:
    hidden = anonymous()
    content = hidden.frame('{"state": "barging", "reason": ""}').content
    assert content["state"] != "barging"
    assert list(hidden.unknown) == ["state barging"]


def test_a_thousand_unknown_words_are_not_all_kept() -> None:
    hidden = anonymous()
    for number in range(1000):
        hidden.frame(json.dumps({"state": f"odd{number}"}))
    assert len(hidden.unknown) == 20


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.notification.json")), ids=lambda p: p.stem)
def test_the_documents_examples_keep_their_keys_and_lose_their_numbers(path: Any) -> None:
    text = path.read_text()
    other = anonymous().frame(text).content
    assert keys(other) == keys(json.loads(text))
    assert not any(number in json.dumps(other) for number in ("123007", "123002", "192.168"))


def keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: keys(content) for key, content in value.items()}
    return [keys(each) for each in value] if isinstance(value, list) else None


def test_what_is_no_json_is_kept_as_text() -> None:
    frame = anonymous().frame('{"id": "123007", "name": "Penhaligon"')
    assert frame.form == "text"
    assert frame.content.startswith('{"')
    assert "123007" not in frame.content


def test_what_is_no_utf8_stays_none() -> None:
    frame = anonymous().frame(b'{"id": "123007\xff\xfe"}')
    assert frame.form == "bytes"
    assert b"123007" not in frame.content
    with pytest.raises(UnicodeDecodeError):
        frame.content.decode()


def test_words_of_the_pbx_are_no_names() -> None:
    assert is_spoken("Server.CallControl.sip.disabled_api_notifications")
    assert is_spoken("ParticipantInfo")
    assert not any(map(is_spoken, NAMES))
    assert not is_spoken("call 7")
    assert not is_spoken("")


# ---- whatever arrives -----------------------------------------------------------------------

somebody = st.sampled_from(NUMBERS + NAMES)
leaves = (
    st.none()
    | st.booleans()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.integers()
    | st.sampled_from([int(number) for number in NUMBERS])
    | somebody
    | st.builds("{}{}{}".format, st.sampled_from(["sip:", "<", "+", "0", ""]), somebody, st.text())
    | st.text()
)
names = st.sampled_from(KNOWN_KEYS) | somebody | st.text(max_size=20)
frames = st.recursive(
    leaves, lambda inner: st.lists(inner) | st.dictionaries(names, inner), max_leaves=30
)


def assert_nobody_in(written: str) -> None:
    assert not [one for one in NUMBERS + NAMES if one in written]


@given(frames)
def test_whatever_the_frame_holds_nobody_gets_through(frame: Any) -> None:
    assert_nobody_in(written(anonymous().frame(json.dumps(frame)).content))


def written(content: Any) -> str:
    """As the tape writes it, which takes no number of any size."""
    return msgspec.json.encode(content).decode()


@given(st.text(), somebody, st.text())
def test_whatever_the_text_holds_nobody_gets_through(before: str, who: str, after: str) -> None:
    frame = anonymous().frame(f"{before} {who} {after}")
    assert_nobody_in(written(frame.content))


@given(st.binary())
def test_any_bytes_become_a_frame(data: bytes) -> None:
    assert anonymous().frame(data + b" 442079460123").form in ("", "text", "bytes")


@pytest.mark.parametrize(
    "frame",
    [
        "[" * 100_000,
        "[" * 900 + '"123007"' + "]" * 900,
        '{"caller":' * 500 + '"123007"' + "}" * 500,
        "9" * 10_000,
        '{"tag": ' + "9" * 4000 + "}",
        '{"tag": 1e308, "id": -1e300}',
        '{"tag": 18446744073709551615, "id": -9223372036854775808, "x": 576460752303423487}',
        '"' + "123007 " * 500_000 + '"',
        '{"id": "\\u0031\\u0032\\u0033\\u0030\\u0030\\u0037"}',
        '{"a": "\\ud800 123007"}',
    ],
    ids=lambda frame: frame[:12],
)
def test_hostile_frames_neither_raise_nor_leak(frame: str) -> None:
    assert "123007" not in written(anonymous().frame(frame).content)
