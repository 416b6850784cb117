"""The client writes exactly the frames of the document.

Where it does not, it is by a row of the notes, section 2, and said so in `strictly`.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from console.portasip.client import CallControl, Options
from console.portasip.ivr import FOR_EVER
from console.portasip.messages import LegId
from tests.portasip.documents import request
from tests.portasip.scripted import Line

CALLER = Options(
    moderator=True,
    lang="en",
    quiet_mode=False,
    music_on_hold_url="http://91.212.119.34/8_bit",
    announced_conference_name_url="http://192.168.233.134:5687/test_conf",
)
CALLEE = Options(
    moderator=False,
    lang="en",
    quiet_mode=False,
    music_on_hold_url="http://91.212.119.34:5687/8_bit",
    announced_conference_name_url="http://91.212.119.34:5687/test_conf",
    wait_for_moderator=True,
)
JOINING = Options(
    mute=False,
    lang="en",
    quiet_mode=False,
    wait_for_moderator=False,
    moderator=True,
    max_participants=15,
)

IVR = LegId("3300f0b3-7a54a006@192.168.233.134", "100021")

Call = Callable[[CallControl], Awaitable[Any]]

CALLS: dict[str, Call] = {
    "login": lambda pbx: pbx.login("demo", "p@ssw0rd"),
    "enable_api_notifications": lambda pbx: pbx.enable_notifications(),
    "disable_api_notifications": lambda pbx: pbx.disable_notifications(),
    "get_sip_calls_list": lambda pbx: pbx.calls_list(0, None),
    "originate_advanced_call": lambda pbx: pbx.originate(
        "123007",
        "123007",
        "123003",
        state_callback="https://www.myapp.com/events",
        state_callback_events=("trying", "connected", "terminated"),
    ),
    "answer_call": lambda pbx: pbx.answer(
        LegId("30108b5e-b29bdab0@192.168.233.134", "qdkr5cjc9cfyzxyb.o")
    ),
    "terminate_call": lambda pbx: pbx.terminate(
        LegId("b0fc4957-6fc3a86f@192.168.233.134", "qdef43kz9zxym4lz.o")
    ),
    "hold_call": lambda pbx: pbx.hold(
        LegId("402a8bb-e4e23269@192.168.233.134", "3481849322414871o1")
    ),
    "unhold_call": lambda pbx: pbx.unhold(
        LegId("402a8bb-e4e23269@192.168.233.134", "3481849322414871o1")
    ),
    "transfer_call": lambda pbx: pbx.transfer(
        LegId("9fb147fc-4f045471@192.168.233.134", "9dwxscwxpshymxri.o"), "123003"
    ),
    "join_calls": lambda pbx: pbx.join(
        LegId("1c4cef19-e035cfcd@192.168.233.134", "670946a915d2dd7do1"),
        LegId("hDSjA!Ei3bMIfb6OxfLndUwXqqF9@192.168.243.133~1o", "kc3kqksjw670th8h.o"),
    ),
    "play_prompt": lambda pbx: pbx.play_prompt(
        IVR, "http://192.168.233.137:8080/files/welcome", order=3, repeat=FOR_EVER
    ),
    "stop_play_prompt": lambda pbx: pbx.stop_prompt(IVR, order=3),
    "start_dtmf_detect": lambda pbx: pbx.start_digits(IVR),
    "stop_dtmf_detect": lambda pbx: pbx.stop_digits(
        LegId("e0c8e7c-80b037c9@192.168.233.134", "100022")
    ),
    "ring_call": lambda pbx: pbx.ring(LegId("1202668471@192.168.233.48", "100007")),
    "progress_call": lambda pbx: pbx.progress(LegId("499624331@192.168.233.48", "100010")),
    "join_on_spot_conference": lambda pbx: pbx.join_conference(
        "test", "12065550021", callee="12065550019", caller_id="test's conference", options=JOINING
    ),
    "convert_to_on_spot_conference": lambda pbx: pbx.convert_to_conference(
        LegId("f424a21d-908b49c2@192.168.***.***", "fd15be61f2813a4eo2"),
        "test",
        caller=CALLER,
        callee=CALLEE,
    ),
    "get_on_spot_conference_list": lambda pbx: pbx.conferences(),
    "get_on_spot_conference_participant_list": lambda pbx: pbx.participants(
        "test_conference", "12065550021"
    ),
    "update_on_spot_conference_participant": lambda pbx: pbx.update_participant(
        "test",
        "12065550021",
        1,
        mute=True,
        hold=False,
        music_on_hold_url="http://91.212.119.34:5687/8_bit",
    ),
    "delete_on_spot_conference_participant": lambda pbx: pbx.remove_participant(
        "test", "12065550021", 1, announce=True
    ),
}


def strictly(frame: dict[str, Any]) -> dict[str, Any]:
    """Return a documented request as the notes have us write it."""
    params = frame["params"]
    frame["auth_info"] = params.pop("auth_info", frame.get("auth_info"))  # row 1
    conference = params.get("conference_info", {})
    if "name" in conference:
        conference["name"] = conference["name"].strip()  # row 16
    participant = params.get("participant_info", {})
    for key in ("participant_id", "max_participants"):
        if key in participant:
            participant[key] = int(participant[key])  # row 14
    return frame


@pytest.mark.parametrize("name", CALLS)
async def test_the_client_writes_the_frame_of_the_document(name: str) -> None:
    documented = strictly(request(name))
    auth_info = documented["auth_info"]
    line = Line({"login": {"result": {"session_id": "x"}}})
    line.session.session_id = auth_info["session_id"] if auth_info else ""
    await CALLS[name](CallControl(line, scope=("i_customer", 30)))
    (sent,) = line.sent
    assert sent | {"cseq": 0, "auth_info": auth_info} == documented | {"cseq": 0}
    assert sent.get("auth_info") == auth_info
