"""The fast path says what the patient one says, or nothing."""

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.portasip.messages import LegChanged
from console.portasip.usual import usual_fact
from console.portasip.wire import EVENT, UNREADABLE, _notified, _slowly
from tests.portasip.documents import FIXTURES, literal

AT = 1_700_000_000.0
NOTIFICATIONS = sorted(path.name for path in FIXTURES.glob("*.notification.json"))
USUAL = {
    "answered", "forwarded", "held", "holding", "originate_a_connected", "originate_a_trying",
    "originate_b_connected", "originate_b_trying", "terminate_call.terminated", "terminated",
    "transfer_target_trying", "transferee_connected", "transferor_terminated", "unheld",
    "ivr_early", "ivr_ringing",
}  # fmt: skip

odd = st.sampled_from(
    [
        None,
        "",
        " x ",
        7,
        0,
        -1.5,
        True,
        "Y",
        [],
        {},
        {"id": "1"},
        [{"id": "1"}],
        "2018-11-29 13:41:25",
    ]
)
NAMES = [
    "name", "forwarders", "forwarder_list", "id", "account_id", "display_name", "tag", "state",
    "type", "event", "queue_info", "duration", "reason_code", "cseq", "status",
]  # fmt: skip


def fast(frame: str | bytes) -> Any:
    try:
        return usual_fact(frame, AT, EVENT)
    except UNREADABLE:
        return None


def patient(frame: str | bytes) -> Any:
    return _notified(frame, AT) or _slowly(frame, AT)


@pytest.mark.parametrize("name", NOTIFICATIONS)
def test_the_fast_path_takes_the_calls_of_the_document_and_nothing_else(name: str) -> None:
    frame = literal(name)
    fact = fast(frame)
    assert isinstance(fact, LegChanged) == (name.removesuffix(".notification.json") in USUAL)
    assert fact in (None, patient(frame))
    assert fast(frame.encode()) == fact


@settings(max_examples=400)
@given(st.sampled_from(NOTIFICATIONS), st.data())
def test_whatever_is_changed_in_a_notification_both_paths_agree(
    name: str, data: st.DataObject
) -> None:
    frame = json.loads(literal(name))
    for _ in range(data.draw(st.integers(1, 3))):
        spot = frame
        while inner := [key for key, value in spot.items() if isinstance(value, dict)]:
            if data.draw(st.booleans()):
                break
            spot = spot[data.draw(st.sampled_from(inner))]
        spot[data.draw(st.sampled_from([*NAMES, *spot]))] = deepcopy(data.draw(odd))
    text = json.dumps(frame)
    assert fast(text) in (None, patient(text))
    assert fast(text.encode()) == fast(text)
