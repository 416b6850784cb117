"""Numbered places of ringing and held calls at a desk. Nothing moves while it stays in its list.

Numbers 1-3 ring, 4-6 are held. A call takes the lowest free number and keeps it until it leaves
the list; one without a number moves up only into a number that falls free. The number of a caller
who was transferred is kept for a while, should she be pulled back.
"""

from console.board.standing import standings
from console.board.state import Board, Call, Desk, Touched

NUMBERS = {"ringing": (1, 2, 3), "held": (4, 5, 6)}


def settle(board: Board, concerned: list[Call], touched: Touched) -> None:
    """First whoever left, then those who waited for a number, then the new ones."""
    placed = [one for call in concerned for one in _placed(board, call)]
    vacated = {one[0] for one in placed if _vacate(board, *one)}
    for extension in vacated | {one for one in touched.desks if one in board.desks}:
        move_up(board.desks[extension])
    taken = {one[0] for one in placed if one[2] in NUMBERS and _take(board, *one)}
    touched.desks |= vacated | taken


def rename(desk: Desk, alias: str, older: str, touched: Touched) -> None:
    """Two calls became one: it keeps the place it has, else the place of the other."""
    has_place = older in desk.slots or older in desk.unnumbered
    slot = desk.slots.pop(alias, None)
    place = desk.unnumbered.pop(alias, None)
    if slot is None and place is None:
        return
    if not has_place and slot is not None:
        desk.slots[older] = slot
    elif not has_place and place is not None:
        desk.unnumbered[older] = place
    move_up(desk)
    touched.desks.add(desk.extension)


def _placed(board: Board, call: Call) -> list[tuple[str, str, str]]:
    """(extension, call, place) for everyone concerned; "" for those who have it no more."""
    standing = standings(board, call)
    return [
        (one, call.id, standing[one].place if one in standing else "") for one in call.extensions
    ]


def _vacate(board: Board, extension: str, call: str, place: str) -> bool:
    desk = board.desks.get(extension)
    if desk is None or _place(desk, call) in ("", place):
        return False
    desk.slots.pop(call, None)
    desk.unnumbered.pop(call, None)
    return True


def _place(desk: Desk, call: str) -> str:
    if call in desk.slots:
        return "ringing" if desk.slots[call] in NUMBERS["ringing"] else "held"
    return desk.unnumbered.get(call, "")


def _take(board: Board, extension: str, call: str, place: str) -> bool:
    desk = board.desks.get(extension)
    if desk is None:
        desk = board.desks[extension] = Desk(extension)
    if _place(desk, call):
        return False
    number = _kept_for(desk, call, place) or _free(desk, place)
    if number is None:
        desk.unnumbered[call] = place
    else:
        desk.slots[call] = number
    return True


def _free(desk: Desk, place: str) -> int | None:
    taken = {*desk.slots.values(), *desk.kept}
    return next((number for number in NUMBERS[place] if number not in taken), None)


def _kept_for(desk: Desk, call: str, place: str) -> int | None:
    """A caller who was transferred and came back takes her old place."""
    for number, transfer in desk.kept.items():
        if transfer.call == call and number in NUMBERS[place]:
            transfer.slot = None
            return number
    return None


def move_up(desk: Desk) -> None:
    for call, place in list(desk.unnumbered.items()):
        number = _free(desk, place)
        if number is not None:
            del desk.unnumbered[call]
            desk.slots[call] = number
