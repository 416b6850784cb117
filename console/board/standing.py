"""How a call stands at a desk: ringing, active or held."""

from msgspec import Struct

from console.board.state import ANSWERED, SETUP, Board, Call, Leg, Transfer


class Standing(Struct, frozen=True):
    """`place` is ringing, active or held. `own` is the leg that commands name."""

    own: Leg
    place: str
    held_by_them: bool = False


def standings(board: Board, call: Call) -> dict[str, Standing]:
    """For every extension with a leg in the call. One pass, because a call may ring a whole
    office."""
    own: dict[str, Leg] = {}
    holding: set[str] = set()
    for leg in (board.legs[one] for one in call.legs):
        if leg.state == "holding":
            holding.add(leg.extension)
        if leg.extension:
            other = own.get(leg.extension)
            if other is None or _weight(leg) > _weight(other):
                own[leg.extension] = leg
    return {one: _standing(leg, bool(holding - {one})) for one, leg in own.items()}


def _weight(leg: Leg) -> tuple[int, int]:
    """Of two legs at one desk in one call, as while calls are joined, the busier and newer."""
    ranks = {"connected": 4, "held": 3, "holding": 3}
    return (1 if leg.state in SETUP else ranks.get(leg.state, 2), leg.arrival)


def _standing(leg: Leg, they_hold: bool) -> Standing:
    """Phones that refuse NOTIFY leave both sides `held`: then it is ours to resume."""
    if leg.state in SETUP and leg.direction != "outgoing":
        return Standing(leg, "ringing")
    if leg.state == "holding":
        return Standing(leg, "held")
    if leg.state == "held":
        return Standing(leg, "active" if they_hold else "held", held_by_them=they_hold)
    return Standing(leg, "active")


def is_target(leg: Leg, transfer: Transfer, desk: str) -> bool:
    """Whether the leg is where a blind transfer leads: never the caller's own, which is outgoing,
    and never the desk's. Numbers may be written otherwise than dialled, hence the later legs."""
    if leg.direction == "outgoing" or leg.extension == desk:
        return False
    callee = leg.callee
    names = (callee.number, callee.account_id, callee.extension_id, callee.huntgroup_id)
    return transfer.target in names or leg.arrival >= transfer.arrival


def answers_transfer(leg: Leg, transfer: Transfer, desk: str) -> bool:
    """The target answered, or the call came back and the desk did."""
    came_back = leg.extension == desk and leg.arrival >= transfer.arrival
    return leg.state in ANSWERED and (came_back or is_target(leg, transfer, desk))
