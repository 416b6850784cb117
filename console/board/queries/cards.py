"""The calls of one desk, as its page lists them."""

from msgspec import Struct

from console.board.index import base
from console.board.queries import parties
from console.board.standing import Standing, standings
from console.board.state import SETUP, Board, Call, Desk, Leg
from console.portasip.messages import Forwarder, LegId, Party


class Card(Struct, frozen=True):
    """One call at one desk. `own` is the leg that its commands name, `peers` are the others."""

    call: str
    slot: int | None
    own: LegId
    state: str
    number: str
    name: str
    company_called: str
    """What the caller dialled: a name if we know one, else the number; "" for our own calls."""
    called: tuple[str, ...]
    """Every number under which the PBX knows what the caller dialled."""
    queue: str
    since: float | None
    """When the call came into its list: rang, was answered, or was held."""
    first_seen: float
    """For "at least" where `since` is unknown."""
    waited_since: float | None
    talking_since: float | None
    held_since: float | None
    held_by_them: bool
    dialling: bool
    pickup: bool
    consult: bool
    peers: tuple[LegId, ...]
    attempts: int
    conference: str
    back_from: str
    """Whom a safe transfer brought it back from, unanswered."""
    key_part: str
    """Makes the keys of the buttons; a settled command changes it."""


class DeskCards(Struct, frozen=True):
    ringing: tuple[Card, ...]
    active: Card | None
    others: tuple[Card, ...]
    """Active too, but not the one that the desk is talking in."""
    held: tuple[Card, ...]


def desk_cards(board: Board, extension: str) -> DeskCards:
    """Numbered calls come first, by number; then the unnumbered, as they came."""
    legs = board.index.extensions.get(extension, {})
    shorts = {board.legs[leg].call: None for leg in legs}
    placed: dict[str, list[tuple[Card, int]]] = {"ringing": [], "active": [], "held": []}
    for call in (board.calls[short] for short in shorts):
        standing = standings(board, call)[extension]
        made = _card(board, extension, call, standing)
        placed[standing.place].append((made, standing.own.arrival))
    active = sorted(placed["active"], key=_activity, reverse=True)
    return DeskCards(
        ringing=_listed(board, extension, placed["ringing"]),
        active=active[0][0] if active else None,
        others=tuple(one for one, _ in active[1:]),
        held=_listed(board, extension, placed["held"]),
    )


def card(board: Board, extension: str, short: str) -> Card | None:
    """The card of one call at one desk, if the desk has a leg in it."""
    call = board.call(short)
    standing = standings(board, call).get(extension) if call else None
    return _card(board, extension, call, standing) if call and standing else None


def _activity(one: tuple[Card, int]) -> tuple[bool, bool, int]:
    """The desk talks in one call: not in one where they hold us, rather in one that connects."""
    made, arrival = one
    return (not made.held_by_them, made.state == "connected", arrival)


def _listed(board: Board, extension: str, made: list[tuple[Card, int]]) -> tuple[Card, ...]:
    desk = board.desks.get(extension)
    waiting = list(desk.unnumbered) if desk else []

    def order(one: Card) -> tuple[int, int]:
        unnumbered = waiting.index(one.call) if one.call in waiting else 0
        return (one.slot or 7, unnumbered)

    return tuple(sorted((one for one, _ in made), key=order))


def _card(board: Board, extension: str, call: Call, standing: Standing) -> Card:
    own = standing.own
    desk = board.desks.get(extension) or Desk(extension)
    peers = [leg for one in call.legs if (leg := board.legs[one]).extension != extension]
    party = parties.remote(own)
    if not parties.number(party) and peers:
        party = parties.own(peers[0])
    talking = _talking_since(call, own)
    moments = {"ringing": own.state_since, "held": own.held_since}
    setting_up = own.direction == "outgoing" and not call.answered
    pickup = setting_up and call.originated and own.state in SETUP
    return Card(
        call=call.id,
        slot=desk.slots.get(call.id),
        own=own.id,
        state=own.state,
        number=parties.number(party),
        name=parties.name(board, party),
        company_called=_called(board, own, peers),
        called=_numbers_called(own, peers),
        queue=queue_of(board, call),
        since=moments.get(standing.place, own.state_since if setting_up else talking),
        first_seen=own.first_seen,
        waited_since=_waited_since(board, call),
        talking_since=talking,
        held_since=own.held_since,
        held_by_them=standing.held_by_them,
        dialling=setting_up and not pickup,
        pickup=pickup,
        consult=desk.consult is not None and desk.consult.call == call.id,
        peers=tuple(leg.id for leg in peers),
        attempts=call.attempts,
        conference=conference_of(board, call),
        back_from=call.back_from,
        key_part=f"{board.epoch}-{call.id}-{call.attempts}",
    )


def _talking_since(call: Call, own: Leg) -> float | None:
    """The phone that an originated call rings first answers long before anybody talks to it."""
    if call.originated and own.direction == "outgoing":
        return call.talking_since
    return own.talking_since


def _called(board: Board, own: Leg, peers: list[Leg]) -> str:
    dialled = _dialled(own, peers)
    if dialled is None:
        return ""
    if isinstance(dialled, Party):
        return parties.name(board, dialled) or parties.number(dialled)
    known = board.extensions.get(dialled.number)
    return (known.name if known else "") or dialled.display_name or dialled.number


def _numbers_called(own: Leg, peers: list[Leg]) -> tuple[str, ...]:
    dialled = _dialled(own, peers)
    if dialled is None:
        return ()
    numbers = (dialled.number, dialled.account_id, dialled.display_id, dialled.extension_id)
    return tuple(dict.fromkeys(filter(None, numbers)))


def _dialled(own: Leg, peers: list[Leg]) -> Party | Forwarder | None:
    """What the caller dialled; None for our own calls. The first forwarder is the number that was
    dialled; a caller's own leg through a queue or a menu still names it too."""
    if own.direction == "outgoing":
        return None
    dialled = next((leg.callee for leg in peers if leg.direction == "incoming"), own.callee)
    for forwarder in (*own.callee.forwarders[:1], *dialled.forwarders[:1]):
        return forwarder
    return dialled


def queue_of(board: Board, call: Call) -> str:
    return next((board.legs[one].queue for one in call.legs if board.legs[one].queue), "")


def _waited_since(board: Board, call: Call) -> float | None:
    moments = (board.legs[one].queued_since for one in call.legs)
    return next((moment for moment in moments if moment is not None), None)


def conference_of(board: Board, call: Call) -> str:
    found = board.index.conferences
    return next((found[base(one.id)] for one in call.legs if base(one.id) in found), "")
