"""The steps of a dialled call, each confirmed by an event."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from console.board.queries import Progress
from console.board.state import Board, Call, Command
from console.directory.shown import iso

ORDER = ("sent", "pickup", "dialling", "talking")
FACES = {"sent": "queued", "pickup": "ringing", "dialling": "ringing", "talking": "talking"}
WORDS = {
    "sent": _("Sent to PBX"),
    "pickup": _("Your phone rings"),
    "dialling": _("They ring"),
    "talking": _("Talking"),
    "ended": _("Ended"),
}
DONE = WORDS | {
    "pickup": _("Your phone picked up"),
    "dialling": _("They answered"),
    "talking": _("Talked"),
}

Steps = list[dict[str, Any]]


def steps_of(
    board: Board, desk: str, found: Progress | None, command: Command | None, call: Call | None
) -> Steps:
    """`status` is done, now, todo or failed; `at` is when it was done, `since` since when it is."""
    if found is None:
        return [_sending(command), *_todo("sent")]
    sent = _step("sent", "done", at=found_at(board, desk, found), detail=gettext("confirmed"))
    if found.stage == "sent":
        return [sent, *_todo("sent")]
    if found.stage == "ended":
        return [sent, *_ended(call, found.since)]
    return [sent, *_under_way(board, desk, found)]


def _sending(command: Command | None) -> dict[str, Any]:
    if command is None:
        return _step("sent", "todo", detail=gettext("not confirmed"))
    if command.outcome in ("refused", "unknown"):
        detail = gettext("refused") if command.outcome == "refused" else gettext("no answer")
        return _step("sent", "failed", at=command.settled_at, detail=detail)
    return _step("sent", "now", since=command.sent_at, detail=gettext("waiting for PBX"))


def found_at(board: Board, desk: str, found: Progress) -> float | None:
    """When the PBX accepted the call."""
    dialled = board.desks[desk].dialled if desk in board.desks else ()
    return next((one.at for one in dialled if one.key == found.key), None)


def _under_way(board: Board, desk: str, found: Progress) -> Steps:
    """Those before the present stage are over; the last of them ended when it began."""
    place = ORDER.index(found.stage)
    over = [_step(stage, "done") for stage in ORDER[1:place]]
    if over:
        over[-1]["at"] = iso(found.since)
    known = board.extensions.get(desk)
    line = gettext("Line %(short)s. Pick up and we dial.")
    short = known.short if known and known.short else desk
    details = {"pickup": line % {"short": short}, "dialling": "", "talking": ""}
    now = _step(found.stage, "now", since=found.since, detail=details[found.stage])
    return [*over, now, *_todo(found.stage)]


def _ended(call: Call | None, at: float | None) -> Steps:
    """Only what an event confirmed counts as done: before an answer we do not know how far."""
    if call is None or not call.answered:
        over = [_step(stage, "todo") for stage in ORDER[1:]]
        return [*over, _step("ended", "done", at=at, detail=gettext("before anyone talked"))]
    over = [_step(stage, "done") for stage in ORDER[1:]]
    over[1]["at"] = iso(call.talking_since)
    return [*over, _step("ended", "done", at=at, detail=_talked(call, at))]


def _talked(call: Call, at: float | None) -> str:
    if call.talking_since is None or at is None:
        return ""
    minutes, seconds = divmod(max(0, int(at - call.talking_since)), 60)
    hours, minutes = divmod(minutes, 60)
    time = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
    return gettext("after %(time)s") % {"time": time}


def _todo(after: str) -> Steps:
    ahead = ORDER[ORDER.index(after) + 1 :]
    details = {"talking": gettext("starts when they answer")}
    return [_step(stage, "todo", detail=details.get(stage, "")) for stage in ahead]


def _step(
    stage: str,
    status: str,
    *,
    at: float | None = None,
    since: float | None = None,
    detail: str = "",
) -> dict[str, Any]:
    return {
        "stage": stage,
        "status": status,
        "state": FACES.get(stage, "idle"),
        "words": (DONE if status == "done" else WORDS)[stage],
        "detail": detail,
        "at": iso(at),
        "since": iso(since),
    }
