"""Frames: text on the socket to facts and responses, requests to text.

`decode` is total. Whatever arrives gives a `Response`, a fact or `FrameNotUnderstood`; it never
raises. The usual notification takes one typed pass; anything odd takes the slow one.
"""

from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from .errors import InvalidParameter
from .legs import leg_fact
from .messages import CallsListed, Fact, FrameNotUnderstood, LegChanged, ParticipantChanged
from .responses import Response, looks_like_a_response, response_of, rows_of
from .rooms import conference_fact, conference_key, participant_fact
from .salvage import salvaged
from .scalars import text
from .shapes import (
    NO_RESULT,
    SipCallInfo,
    SipConference,
    SipFrame,
    SipNotice,
    SipParticipant,
)
from .usual import usual_fact

Shape = TypeVar("Shape", bound=Struct)

EVENT = "call_control_notifications"

# What reading text can raise: bad JSON, bad UTF-8, numbers too long, nesting too deep.
UNREADABLE = (msgspec.MsgspecError, ValueError, RecursionError)

_frames = msgspec.json.Decoder(SipFrame)
_notices = msgspec.json.Decoder(SipNotice)
_anything = msgspec.json.Decoder()


def decode(frame: str | bytes, at: float) -> Response | Fact:
    """Return what a frame says. `at` is its arrival, in seconds since the epoch."""
    fact = _usually(frame, at) or _notified(frame, at)
    return _slowly(frame, at) if fact is None else fact


def _usually(frame: str | bytes, at: float) -> Fact | None:
    try:
        return usual_fact(frame, at, EVENT)
    except UNREADABLE:
        return None  # another form, to be read with more patience


def _notified(frame: str | bytes, at: float) -> Fact | None:
    """Return the fact of a usual notification; None sends the frame down the slow path."""
    try:
        envelope = _frames.decode(frame)
        if envelope.cseq is not None or not _is_ours(text(envelope.event)):
            return None
        if envelope.result is NO_RESULT:
            return _fact(envelope, at)
        return _fact(_notices.decode(envelope.result), at)
    except UNREADABLE:
        return None  # an odd type somewhere, or no JSON at all: the slow path tells which


def _is_ours(event: str) -> bool:
    """Whether a frame's `event` is call control's; the queue example has none (row 18)."""
    return not event or event.endswith(EVENT)


def _fact(notice: SipNotice, at: float) -> Fact | None:
    if notice.call_info is not None:
        return leg_fact(notice.call_info, at)
    if notice.conference_info is not None:
        return conference_fact(notice.conference_info, at)
    if notice.participant_info is not None:
        return participant_fact(notice.participant_info, at)
    if notice.dialog_id is not None or notice.call is not None:
        return leg_fact(notice, at)
    return None


def _slowly(frame: str | bytes, at: float) -> Response | Fact:
    try:
        value = _anything.decode(frame)
    except UNREADABLE as error:
        return FrameNotUnderstood(f"not JSON: {type(error).__name__}", at)
    if not isinstance(value, dict):
        return FrameNotUnderstood(f"not an object: {type(value).__name__}", at)
    event = text(value.get("event"))
    answers = value.get("cseq") is not None
    if answers and not event:
        return response_of(value)
    fact = _salvaged_fact(value, at) if _is_ours(event) else None
    if fact is not None:
        return fact
    if answers or (not event and looks_like_a_response(value)):
        return response_of(value)
    reason = f"no known notification, event {event[:60]!r}"
    return FrameNotUnderstood(reason, at, is_event=not _is_ours(event))


def _salvaged_fact(value: dict[str, Any], at: float) -> Fact | None:
    for holder in (value.get("result"), value):
        notice = salvaged(holder, SipNotice)
        fact = None if notice is None else _fact(notice, at)
        if fact is not None:
            return fact
    return None


def shaped(value: object, shape: type[Shape]) -> Shape | None:
    """Return `value`, an object of a response, as a loose structure; None if it is none."""
    try:
        return msgspec.convert(value, shape)
    except (msgspec.ValidationError, RecursionError):
        return salvaged(value, shape)


def calls_of(result: dict[str, Any], at: float, since: int) -> CallsListed:
    """Return the snapshot in the reply to `get_sip_calls_list`, stamps as the PBX gave them.

    Entries that name no leg are left out. A call in progress whose `state` is missing cannot be
    told apart from any other, so it is left out too.
    """
    listed = result.get("calls_list")
    infos = (shaped(item, SipCallInfo) for item in listed) if isinstance(listed, list) else ()
    facts = (leg_fact(info, at) for info in infos if info is not None)
    return CallsListed(tuple(f for f in facts if isinstance(f, LegChanged)), since, at)


def conferences_of(result: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the (name, owner) in the reply to `get_on_spot_conference_list`."""
    infos = (shaped(row, SipConference) for row in rows_of(result, "conference_list"))
    keys = (conference_key(info) for info in infos if info is not None)
    return [key for key in keys if key[0]]


def participants_of(
    result: dict[str, Any], at: float, name: str, owner: str
) -> tuple[ParticipantChanged, ...]:
    """Return the participants in the reply to `get_on_spot_conference_participant_list`."""
    infos = (shaped(row, SipParticipant) for row in rows_of(result, "participant_list"))
    facts = (participant_fact(info, at, name, owner) for info in infos if info is not None)
    return tuple(fact for fact in facts if isinstance(fact, ParticipantChanged))


def encode(request: dict[str, Any]) -> str:
    """Return a request as the text of one frame: strict JSON.

    Raises InvalidParameter for what JSON cannot say.
    """
    try:
        return msgspec.json.encode(request).decode()
    except (TypeError, ValueError, RecursionError, msgspec.MsgspecError):
        # The error itself may quote a value: it stays here.
        raise InvalidParameter("params", "must be JSON values") from None
