"""The supervisor's regions and screens: which board changes touch which part of a page."""

from collections.abc import Callable, Iterable

from console.board.state import Board, Touched
from console.directory.shown import being_taken
from console.links.permissions import can_supervise
from console.live import regions, screens
from console.live.regions import Context, Growing, Region
from console.live.regions import Keys as Touches
from console.live.screens import Screen, Seat
from console.supervision import present, present_wall
from console.supervision.figures import by_name

Keys = Iterable[str]
Parts = Callable[[Board], Iterable[tuple[str, str]]]


def of_waiting(board: Board, touched: Touched) -> Keys:
    """Queues that changed, and those with a caller whom somebody takes just now."""
    return touched.queues | being_taken(board, touched)


def of_queues(board: Board, touched: Touched) -> Keys:
    return touched.queues


def of_queuelist(board: Board, touched: Touched) -> Keys:
    return [""] if touched.queues or touched.queue_list else []


def of_tiles(board: Board, touched: Touched) -> Keys:
    return (
        [""] if touched.queues or touched.queue_list or touched.extensions or touched.calls else []
    )


def of_calls(board: Board, touched: Touched) -> Keys:
    """Every call names its queue."""
    return {*touched.calls, *board.calls} if touched.queue_list else touched.calls


def of_call_count(board: Board, touched: Touched) -> Keys:
    return [""] if touched.calls else []


def of_people(board: Board, touched: Touched) -> Keys:
    return [""] if touched.extensions or touched.people else []


def of_operator(board: Board, touched: Touched) -> Keys:
    return touched.extensions


def of_frame(board: Board, touched: Touched) -> Keys:
    return [""] if touched.queue_list else []


def of_operators(board: Board, touched: Touched) -> Keys:
    return [""] if touched.people else []


def queue_parts(name: str) -> Parts:
    return lambda board: [(name, queue) for queue in by_name(board)]


def call_parts(board: Board) -> Iterable[tuple[str, str]]:
    return [("livecall", call) for call in sorted(board.calls, key=int)]


def operator_parts(board: Board) -> Iterable[tuple[str, str]]:
    ordered = sorted(board.extensions.values(), key=lambda one: (one.short or one.id, one.id))
    return [("operator", one.id) for one in ordered]


def whole_supervision(board: Board, seat: Seat) -> Iterable[tuple[str, str]]:
    """The link and the last command are the desk's regions; Take goes to the supervisor's desk."""
    for name in ("link", "tiles", "queuelist", "waitinglists", "operators"):
        yield name, ""
    for name in ("livecount", "livecalls"):
        yield name, ""
    if seat.extension:
        yield "command", seat.extension


def whole_wall(board: Board, seat: Seat) -> Iterable[tuple[str, str]]:
    for name in ("link", "walltotals", "walltiles", "wallpeople"):
        yield name, ""


def _region(
    name: str,
    touched: Touches,
    context: Context,
    parts: Parts | None = None,
    growing: Growing | None = None,
) -> Region:
    return Region(name, f"supervision/_{name}.html", touched, context, parts, growing)


REGIONS = (
    _region("tiles", of_tiles, present.tiles),
    _region("queuelist", of_queuelist, present.queuelist),
    _region("waiting", of_waiting, present.waiting),
    _region("waitinglists", of_frame, present.nothing, queue_parts("waiting")),
    _region("operator", of_operator, present.operator),
    _region("operators", of_operators, present.nothing, operator_parts),
    _region("livecall", of_calls, present.livecall),
    _region("livecount", of_call_count, present.livecount),
    _region(
        "livecalls",
        lambda board, touched: [],
        present.livecount,
        call_parts,
        Growing("livecall", int, lambda board, call: call in board.calls),
    ),
    _region("walltotals", of_queuelist, present.totals),
    _region("walltile", of_queues, present_wall.walltile),
    _region("walltiles", of_frame, present.nothing, queue_parts("walltile")),
    _region("wallpeople", of_people, present_wall.wallpeople),
)
SUPERVISION = Screen("supervision", whole_supervision, can_supervise, has_desk=True)
WALLBOARD = Screen("wallboard", whole_wall, can_supervise, masked=True)


def register() -> None:
    for region in REGIONS:
        regions.register(region)
    for screen in (SUPERVISION, WALLBOARD):
        screens.register(screen)
