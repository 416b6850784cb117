"""Her desks on other PBXs, told aside while she sits at one: who rings there, one press away."""

from typing import Any

from console.board import queries
from console.links.models import Membership
from console.links.permissions import User, can_use_desk, memberships_of
from console.links.pictures import picture_of


def other_desks(user: User, here: Membership) -> list[Membership]:
    """A query: her desks but the one at which she sits, by the names of their PBXs."""
    others = memberships_of(user).exclude(pbx_id=here.pbx_id).order_by("pbx__name")
    return [each for each in others if can_use_desk(each)]


def shown(others: list[Membership]) -> list[dict[str, Any]]:
    """Of each: pbx, extension, state (ringing, idle or unknown), how many ring there."""
    return [_shown(each.pbx.name, each.extension) for each in others]


def _shown(pbx: str, extension: str) -> dict[str, Any]:
    board = picture_of(pbx).board
    is_known = board.link.state == "live"
    rings = len(queries.desk_cards(board, extension).ringing) if is_known else 0
    state = ("ringing" if rings else "idle") if is_known else "unknown"
    return {"pbx": pbx, "extension": extension, "state": state, "ringing": rings}
