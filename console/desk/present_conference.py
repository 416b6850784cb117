"""The conferences of one desk: who takes part, in which state, and what may be done with them."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from console.board import queries
from console.board.queries import Attendee, Room
from console.board.state import Board
from console.desk.present_keys import WORDS, under_way
from console.directory.shown import iso, party, started
from console.portasip.messages import LegId

# Colour, shape and word of each state. A bar across a shape says that the others do not hear them.
STATES = {
    "talking": ("talking", "talking", gettext_lazy("Talking")),
    "muted": ("talking", "muted", gettext_lazy("Muted")),
    "heard": ("held", "held", gettext_lazy("On hold, heard")),
    "private": ("held", "private", gettext_lazy("On hold, private")),
    "joining": ("ringing", "ringing", gettext_lazy("Joining")),
    "absent": ("away", "absent", gettext_lazy("Did not join")),
    "left": ("away", "left", gettext_lazy("Left")),
}
TIPS = {
    "set-aside": gettext_lazy("Hold: they neither hear nor are heard"),
    "bring-back": gettext_lazy("Back in: they hear and are heard again"),
    "remove": gettext_lazy("Remove, with an announcement"),
}
ABSENT = {
    "404": gettext_lazy("No such number"),
    "408": gettext_lazy("No answer"),
    "480": gettext_lazy("No answer"),
    "486": gettext_lazy("Busy"),
    "600": gettext_lazy("Busy"),
    "603": gettext_lazy("Declined"),
}
"""Why an invitation came to nothing, by the reason code of its leg (SIP)."""


def conference(board: Board, pbx: str, extension: str) -> dict[str, Any]:
    """`rooms`, the one that the desk is in first; `is_in` says that it may add people to one."""
    rooms = queries.rooms_of(board, extension)
    return {
        "rooms": [_room(board, extension, room) for room in rooms],
        "is_in": any(room.call and room.is_own for room in rooms),
    }


def title(count: int) -> str:
    return ngettext("Conference, %(count)d person", "Conference, %(count)d people", count) % {
        "count": count
    }


def heading(board: Board, extension: str, call: str) -> dict[str, Any]:
    """What stands for a call that is a conference: how many and who else; {} for other calls."""
    room = _room_of(board, extension, call)
    if room is None:
        return {}
    others = [one for one in room.attendees if one.participant is not None and not one.is_self]
    return {
        "title": title(room.count),
        "name": title(room.count),
        "number": ", ".join(_party(board, one)["title"] for one in others),
    }


def off(board: Board, extension: str, call: str) -> dict[str, str]:
    """Verbs that a conference has not, and why; {} for other calls. A transfer would lead this
    desk's part of it elsewhere, and joining calls makes one of two parties, not of a conference."""
    room = _room_of(board, extension, call)
    if room is None:
        return {}
    reasons = dict.fromkeys(("transfer", "complete"), _("In a conference, Conference adds people."))
    return reasons if room.is_own else {**reasons, "conference": _not_ours(board, room)}


def _not_ours(board: Board, room: Room) -> str:
    said = _("Only %(owner)s can add, mute or remove people.")
    return said % {"owner": _owner(board, room.owner)}


def _room_of(board: Board, extension: str, call: str) -> Room | None:
    return next((one for one in queries.rooms_of(board, extension) if one.call == call), None)


def invitation(board: Board, extension: str, own: LegId) -> dict[str, Any]:
    """Who calls when a conference does: its own name is no telephone number. {} for others."""
    leg = board.legs.get(own)
    room = queries.joining_room(board, leg) if leg is not None else None
    if room is None:
        return {}
    if room.owner == extension:
        said = _("Your conference")
    else:
        said = _("Conference of %(owner)s") % {"owner": _owner(board, room.owner)}
    return {"title": said, "name": said, "number": "", "digits": ""}


def reason(board: Board, extension: str, call: str) -> str:
    """The sentence beside the keys of a conference: what End does, or whose it is."""
    room = _room_of(board, extension, call)
    if room is None:
        return ""
    if not room.is_own:
        return _not_ours(board, room)
    if room.count > 2:
        return _("End leaves. The conference goes on without you.")
    return _("End leaves the conference.")


def named(board: Board, extension: str, room_id: str, participant: int | None) -> str:
    """Whom a command names, for its confirmation."""
    for room in queries.rooms_of(board, extension):
        for one in room.attendees if room.id == room_id else ():
            if participant is not None and one.participant == participant:
                return str(_party(board, one)["title"])
    return ""


def _owner(board: Board, owner: str) -> str:
    known = board.extensions.get(owner)
    return str(party(board, owner, known.name if known else "")["title"])


def _room(board: Board, extension: str, room: Room) -> dict[str, Any]:
    def made(verb: str, **how: Any) -> dict[str, Any]:
        return _key(board, extension, room, verb, **how)

    waits = any(one.is_self and one.state == "joining" for one in room.attendees)
    off = _("Your phone rings.") if waits else ""
    return {
        "id": room.id,
        "is_in": bool(room.call),
        "title": title(room.count),
        "note": _note(room, waits),
        "rows": [_row(board, extension, room, one) for one in room.attendees],
        "rejoin": None if room.call else made("rejoin", off=off),
        "end": made("end-for-all") if room.is_own else None,
    }


def _note(room: Room, waits: bool) -> str:
    if waits:
        return _("Pick up your phone to return")
    return "" if room.call else _("goes on without you")


def _row(board: Board, extension: str, room: Room, one: Attendee) -> dict[str, Any]:
    colour, icon, word = STATES[one.state]
    times = started(one.since, one.first_seen)
    if one.state in ("left", "absent"):
        times = {"since": "", "atleast": False}
    return {
        **_party(board, one),
        **times,
        "at": iso(one.since) if one.state == "left" else "",
        "place": one.place,
        "is_self": one.is_self,
        "is_here": one.participant is not None,
        "state": colour,
        "icon": icon,
        "word": ABSENT.get(one.outcome, word) if one.state == "absent" else word,
        "keys": _row_keys(board, extension, room, one),
    }


def _party(board: Board, one: Attendee) -> dict[str, Any]:
    if one.number:
        return party(board, one.number, one.name)
    said = _("Participant %(id)s") % {"id": one.participant or one.place}
    return {"title": said, "name": said, "number": "", "digits": ""}


def _row_keys(
    board: Board, extension: str, room: Room, one: Attendee
) -> dict[str, dict[str, Any]] | None:
    """Nobody is commanded in another desk's conference, and who is not in it cannot be."""
    if not room.is_own or one.participant is None:
        return None

    def made(verb: str, off: str = "") -> dict[str, Any]:
        return _key(board, extension, room, verb, participant=one.participant, off=off)

    is_muted, is_held = one.state in ("muted", "private"), one.state in ("heard", "private")
    off = _("Bring them back in first.") if one.state == "private" else ""
    keys = {"mute": made("unmute" if is_muted else "mute", off)}
    if not one.is_self:
        keys["hold"] = made("bring-back" if is_held else "set-aside")
        keys["remove"] = made("remove")
        keys["quietly"] = made("remove-quietly")
    return keys


def _key(
    board: Board,
    extension: str,
    room: Room,
    verb: str,
    *,
    participant: int | None = None,
    off: str = "",
) -> dict[str, Any]:
    """A key that names no call: each settled command of the desk renews it, as with Dial."""
    desk = board.desks.get(extension)
    subject = f"{board.epoch}.c{room.id}-{participant or 0}."
    pending = [one for one in desk.unsettled if _is_of(one, subject, verb)] if desk else []
    command = desk.command if desk else None
    stamp = int((command.settled_at or command.sent_at) * 1000) if command else 0
    token = pending[0] if pending else f"{subject}{stamp}.{verb}"
    return {
        "verb": verb,
        "word": WORDS[verb],
        "tip": TIPS.get(verb, WORDS[verb]),
        "token": token,
        "room": room.id,
        "participant": participant or "",
        "sent": under_way(board, token),
        "off": off,
    }


def _is_of(key: str, subject: str, verb: str) -> bool:
    return key.startswith(subject) and key.endswith(f".{verb}")
