"""From loose structures to facts about on-the-spot conferences."""

from .messages import ConferenceChanged, FrameNotUnderstood, ParticipantChanged
from .scalars import flag, number, text
from .shapes import SipConference, SipParticipant
from .stamps import epoch

LEFT = frozenset({"left", "terminated", "removed", "deleted"})


def conference_fact(info: SipConference, at: float) -> ConferenceChanged | FrameNotUnderstood:
    """Return what `conference_info` says. Names and owners are stripped (row 16)."""
    name, owner = conference_key(info)
    call_id = text(info.call.id) if info.call else ""
    status = (text(info.status) or text(info.state)).strip().lower()
    if not status or not (name or call_id):
        return FrameNotUnderstood("a conference without name or status", at)
    return ConferenceChanged(
        name=name,
        owner=owner,
        status=status,
        at=at,
        call_id=call_id,
        tracking_id=text(info.tracking_id),
        start_time=epoch(info.start_time),
        terminate_time=epoch(info.terminate_time),
    )


def participant_fact(
    info: SipParticipant, at: float, name: str = "", owner: str = ""
) -> ParticipantChanged | FrameNotUnderstood:
    """Return what `participant_info` says; `name` and `owner` stand in for those of a list."""
    participant = number(info.participant_id)
    own_name, own_owner = conference_key(info)
    call_id = text(info.call.id) if info.call else ""
    if participant is None:
        return FrameNotUnderstood("a participant without an id", at)
    if not (own_name or name or call_id):
        return FrameNotUnderstood("a participant without a conference", at)
    status = (text(info.status) or text(info.state)).strip().lower()
    return ParticipantChanged(
        name=own_name or name,
        owner=own_owner or owner,
        participant=participant,
        at=at,
        call_id=call_id,
        mute=flag(info.mute),
        hold=flag(info.hold),
        moderator=flag(info.moderator),
        left=bool(text(info.leave_time)) or status in LEFT,
        number=(text(info.callee_id) or text(info.caller_id)).strip(),
        quiet=flag(info.quiet_mode),
        waits_for_moderator=flag(info.wait_for_moderator),
        joined_at=epoch(info.join_time),
        tracking_id=text(info.tracking_id),
    )


def conference_key(info: SipConference | SipParticipant) -> tuple[str, str]:
    """Return name and owner as one may compare them."""
    name = text(info.conference_name) or text(info.name)
    owner = text(info.conference_owner_id) or text(info.owner_id)
    return name.strip(), owner.strip()
