"""The desk's regions and its screen: which board changes touch which part of the page."""

from collections.abc import Callable, Iterable
from typing import Any

from console.board.state import Board, Touched
from console.desk import people, present, present_companies, present_conference, present_lamps
from console.directory.shown import being_taken
from console.links.permissions import can_use_desk
from console.live import regions, screens
from console.live.regions import Region
from console.live.screens import Screen, Seat

Context = Callable[[Board, str, str], dict[str, Any]]


def of_desk(board: Board, touched: Touched) -> Iterable[str]:
    """Desks whose calls or own state changed; a call's change concerns everyone in it."""
    return touched.desks | touched.extensions


def of_lamps(board: Board, touched: Touched) -> Iterable[str]:
    """Without a link no lamp is known, so a link that comes or goes concerns them all."""
    return set(board.extensions) | touched.extensions if touched.link else touched.extensions


def of_line(board: Board, touched: Touched) -> Iterable[str]:
    return touched.desks | set(of_lamps(board, touched))


def of_queues(board: Board, touched: Touched) -> Iterable[str]:
    """Queues that changed, and those with a caller whom somebody takes just now."""
    return touched.queues | being_taken(board, touched)


def of_parked(board: Board, touched: Touched) -> Iterable[str]:
    """Slots, their callers' keys, and a caller whom somebody retrieves just now."""
    if not touched.parked and not board.parked:
        return []
    calls = {board.root(one.call) for one in board.parked.values()}
    pressed = (board.desks[each].unsettled for each in touched.desks if each in board.desks)
    is_pressed = any(board.root(short) in calls for one in pressed for short in one.values())
    is_named = not touched.extensions.isdisjoint({one.desk for one in board.parked.values()})
    if touched.parked or is_pressed or is_named or calls & touched.calls:
        return [""]
    return []


def of_conference(board: Board, touched: Touched) -> Iterable[str]:
    """Those who opened a conference that changed, also one that they left, and those in it."""
    if not board.conferences and not touched.conferences:
        return ()
    owners = {one.partition("/")[0] for one in touched.conferences}
    if touched.people:
        owners.update(one.owner for one in board.conferences.values())
    return owners | touched.desks | touched.extensions


def whole_desk(board: Board, seat: Seat) -> Iterable[tuple[str, str]]:
    for name in (
        "line", "ringing", "active", "conference", "held", "command", "dial", "transferring",
    ):  # fmt: skip
        yield name, seat.extension
    for name in ("link", "daynight", "lamps", "states", "queues", "parked"):
        yield name, ""


def state_parts(board: Board) -> Iterable[tuple[str, str]]:
    """They stand in the rows that a search found: any of them, anywhere."""
    return (("state", extension) for extension in board.extensions)


def queue_parts(board: Board) -> Iterable[tuple[str, str]]:
    return (("queue", queue) for queue in present.queues_in_order(board))


def nothing(board: Board, pbx: str, key: str) -> dict[str, Any]:
    """A frame shows its parts and nothing of its own."""
    return {}


def _region(name: str, touched: Any, context: Context, parts: Any = None) -> Region:
    return Region(name, f"desk/_{name}.html", touched, context, parts)


REGIONS = (
    _region("line", of_line, present.line),
    _region("ringing", of_desk, present.ringing),
    _region("active", of_desk, present.active),
    _region("conference", of_conference, present_conference.conference),
    _region("held", of_desk, present.held),
    _region("command", of_desk, present.command),
    _region("dial", of_desk, present.dial),
    _region("transferring", of_desk, present.transferring),
    _region("link", lambda board, touched: [""] if touched.link else [], present.link),
    _region(
        "daynight", lambda board, touched: [""] if touched.hours else [], present_companies.daynight
    ),
    _region("lamp", of_lamps, present.lamp),
    _region("state", of_lamps, people.state),
    _region("lampgroup", lambda board, touched: [], present_lamps.group),
    _region(
        "lamps", lambda board, touched: [""] if touched.people else [], nothing, present_lamps.parts
    ),
    Region("states", "", lambda board, touched: [], nothing, state_parts),
    _region("queue", of_queues, present.queue),
    _region(
        "queues", lambda board, touched: [""] if touched.queue_list else [], nothing, queue_parts
    ),
    _region("parked", of_parked, present.parked),
)
DESK = Screen("desk", whole_desk, can_use_desk, has_desk=True)


def register() -> None:
    for region in REGIONS:
        regions.register(region)
    screens.register(DESK)
