"""The dial window's regions and screen: from which desk, and how far a dialled call has come."""

from collections.abc import Iterable

from console.board.state import Board, Desk, Touched
from console.dialing import present
from console.links.permissions import can_dial
from console.live import regions, screens
from console.live.regions import Region
from console.live.screens import Screen, Seat


def progress_key(extension: str, key: str) -> str:
    """A desk sees the calls it dialled: whoever knows another's key sees nothing of its call."""
    return f"{extension}/{key}"


def of_from(board: Board, touched: Touched) -> Iterable[str]:
    return board.extensions if touched.link else touched.extensions


def of_progress(board: Board, touched: Touched) -> Iterable[str]:
    """Every dialled call of a desk that changed or has a call that did."""
    for extension in touched.desks | touched.extensions:
        desk = board.desks.get(extension)
        if desk is not None:
            yield from (progress_key(extension, key) for key in dialled_keys(desk))


def dialled_keys(desk: Desk) -> set[str]:
    last = {desk.command.key} if desk.command else set()
    keys = {one.key for one in desk.dialled} | last | desk.unsettled.keys()
    return {key for key in keys if ".dial." in key}


def of_window(board: Board, seat: Seat) -> Iterable[tuple[str, str]]:
    yield "link", ""
    if seat.subject:
        yield "progress", progress_key(seat.extension, seat.subject)
    else:
        yield "dialfrom", seat.extension


REGIONS = (
    Region("dialfrom", "dialing/_dialfrom.html", of_from, present.dialfrom),
    # Not kept: else every call ever dialled would stay in memory.
    Region("progress", "dialing/_progress.html", of_progress, present.progress, is_kept=False),
)
DIAL = Screen("dial", of_window, can_dial, has_desk=True, has_subject=True)


def register() -> None:
    for region in REGIONS:
        regions.register(region)
    screens.register(DIAL)
