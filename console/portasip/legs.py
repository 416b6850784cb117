"""From loose structures to facts about legs: both shapes of the call notification."""

from .messages import (
    Forwarder,
    FrameNotUnderstood,
    LegChanged,
    LegId,
    Party,
    PromptReported,
    QueuePlace,
)
from .scalars import flag, number, text
from .shapes import SipCallInfo, SipForwarder, SipParty, SipQueue
from .stamps import epoch

PROMPT_EVENTS = frozenset({"play_prompt_completed", "dtmf_digit_detected"})
DIRECTIONS = {
    "outgoing": "outgoing",
    "incoming": "incoming",
    "initiator": "outgoing",
    "recipient": "incoming",
}


def leg_fact(info: SipCallInfo, at: float) -> LegChanged | PromptReported | FrameNotUnderstood:
    """Return what a SIPCallInfo says; one that names no leg or state is not understood."""
    leg = _leg(info)
    if leg is None:
        return FrameNotUnderstood("a call without id or tag", at)
    event = text(info.event)
    if event in PROMPT_EVENTS:
        return _prompt(info, leg, event, at)
    state = text(info.state) or text(info.status)
    if not state:
        return FrameNotUnderstood("a call without a state", at)
    direction = _direction(info)
    caller, callee = _parties(info, direction)
    return LegChanged(
        leg=leg,
        state=state.strip().lower(),
        at=at,
        caller=caller,
        callee=callee,
        direction=direction,
        tracking_id=text(info.tracking_id),
        previous_tracking_id=text(info.previous_tracking_id),
        start_time=epoch(info.start_time),
        connect_time=epoch(info.connect_time),
        terminate_time=epoch(info.terminate_time),
        duration=number(info.duration),
        reason=text(info.reason),
        reason_code=text(info.reason_code),
        queue=_queue(info.queue_info),
        transfer_success=flag(info.transfer_success),
    )


def _leg(info: SipCallInfo) -> LegId | None:
    if info.call is not None:
        id, tag = text(info.call.id), text(info.call.tag)
    elif info.dialog_id is not None and len(info.dialog_id) >= 2:
        id, tag = text(info.dialog_id[0]), text(info.dialog_id[1])
    else:
        return None
    return LegId(id, tag) if id and tag else None


def _prompt(info: SipCallInfo, leg: LegId, event: str, at: float) -> PromptReported:
    return PromptReported(
        leg=leg,
        event=event,
        at=at,
        digit=text(info.digit),
        dtmf_duration=number(info.dtmf_duration),
        order=number(info.order),
    )


def _direction(info: SipCallInfo) -> str:
    word = text(info.type) or text(info.direction)
    if not word and info.queue_info is not None and info.dialog_id is not None:
        return "incoming"  # who waits in a queue has called in
    return DIRECTIONS.get(word.strip().lower(), "")


def _parties(info: SipCallInfo, direction: str) -> tuple[Party | None, Party | None]:
    caller, callee = info.caller, info.callee
    if caller is None and callee is None:
        if direction == "incoming":
            caller, callee = info.remote_party, info.local_party
        elif direction == "outgoing":
            caller, callee = info.local_party, info.remote_party
    return party(caller), party(callee)


def party(info: SipParty | None) -> Party | None:
    """Return a caller or callee; its names come from either spelling (row 19)."""
    if info is None:
        return None
    forwarders = info.forwarder_list or info.forwarders
    return Party(
        number=text(info.id),
        account_id=text(info.account_id),
        centrex_id=text(info.centrex_id),
        display_id=text(info.display_id),
        display_name=text(info.display_name) or text(info.name),
        extension_id=text(info.extension_id),
        huntgroup_id=text(info.huntgroup_id),
        access_number=text(info.access_number),
        forwarders=_forwarders(forwarders) if forwarders else (),
    )


def _forwarders(listed: list[SipForwarder]) -> tuple[Forwarder, ...]:
    # A forwarder may hold those before it: flattened, each before what it holds.
    waiting, flat = list(reversed(listed)), []
    while waiting:
        item = waiting.pop()
        flat.append(
            Forwarder(
                number=text(item.id) or text(item.account_id),
                display_id=text(item.display_id),
                display_name=text(item.display_name) or text(item.name),
                centrex_id=text(item.centrex_id),
                extension_id=text(item.extension_id),
                huntgroup_id=text(item.huntgroup_id),
                account_id=text(item.account_id),
            )
        )
        waiting.extend(reversed(item.forwarder_list or item.forwarders or []))
    return tuple(flat)


def _queue(info: SipQueue | None) -> QueuePlace | None:
    if info is None or not text(info.i_c_queue):
        return None
    return QueuePlace(text(info.i_c_queue), number(info.position), number(info.operators))
