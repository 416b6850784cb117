"""Who a party is: the PBX's digits, and the name we know."""

from console.board.state import Board, Leg
from console.portasip.messages import Extension, Party


def own(leg: Leg) -> Party:
    """The party whose phone the leg is."""
    return leg.caller if leg.direction == "outgoing" else leg.callee


def remote(leg: Leg) -> Party:
    """The party that phone talks to."""
    return leg.callee if leg.direction == "outgoing" else leg.caller


def number(party: Party) -> str:
    """The PBX's digits, ungrouped; "" when it gave none."""
    return party.number or party.account_id or party.display_id or party.access_number


def name(board: Board, party: Party) -> str:
    """Ours before the PBX's, and "" rather than a number."""
    known = extension(board, party)
    if known is not None and known.name:
        return known.name
    numbers = (party.number, party.account_id, party.display_id)
    return "" if party.display_name in numbers else party.display_name


def short(board: Board, party: Party) -> str:
    known = extension(board, party)
    return known.short if known is not None and known.short else party.extension_id


def extension(board: Board, party: Party) -> Extension | None:
    return board.extensions.get(party.account_id) or board.extensions.get(party.number)
