"""All calls in progress."""

from msgspec import Struct

from console.board.queries import parties
from console.board.queries.cards import conference_of, queue_of
from console.board.state import HOLD, Board, Call
from console.portasip.messages import LegId, Party


class LiveParty(Struct, frozen=True):
    """`leg` is None and `state` "" for a party whose leg the PBX does not show."""

    extension: str
    short: str
    number: str
    name: str
    state: str
    leg: LegId | None = None


class LiveCall(Struct, frozen=True):
    """`state` is dialling, ringing, waiting, talking or held; `since` is since when it is that."""

    call: str
    state: str
    since: float | None
    first_seen: float
    parties: tuple[LiveParty, ...]
    queue: str
    conference: str
    attempts: int
    key_part: str


def live_calls(board: Board) -> tuple[LiveCall, ...]:
    """In the order of their short ids: a call stays where it is while it lives."""
    return tuple(_live(board, board.calls[one]) for one in sorted(board.calls, key=int))


def live_call(board: Board, short: str) -> LiveCall | None:
    call = board.call(short)
    return _live(board, call) if call else None


def _live(board: Board, call: Call) -> LiveCall:
    state, since = _state(board, call)
    return LiveCall(
        call=call.id,
        state=state,
        since=since,
        first_seen=call.first_seen,
        parties=_parties(board, call),
        queue=queue_of(board, call),
        conference=conference_of(board, call),
        attempts=call.attempts,
        key_part=f"{board.epoch}-{call.id}-{call.attempts}",
    )


def _state(board: Board, call: Call) -> tuple[str, float | None]:
    legs = [board.legs[leg] for leg in call.legs]
    waits = next((leg for leg in legs if leg.state == "queued"), None)
    if waits is not None:
        return "waiting", waits.queued_since
    if not call.answered:
        return ("dialling" if call.originated else "ringing"), legs[0].state_since
    held = [leg.held_since for leg in legs if leg.state in HOLD]
    return ("held", held[0]) if held else ("talking", call.talking_since)


def _parties(board: Board, call: Call) -> tuple[LiveParty, ...]:
    """One for every leg, and the far ends that have none: a caller from outside often shows only
    the leg of the phone she reached."""
    legs = [board.legs[leg] for leg in call.legs]
    found = [_party(board, parties.own(leg), leg.state, leg.id) for leg in legs]
    numbers = {one.number for one in found}
    for leg in legs:
        far = parties.remote(leg)
        if parties.number(far) and parties.number(far) not in numbers:
            numbers.add(parties.number(far))
            place = 0 if leg.direction == "incoming" else len(found)
            found.insert(place, _party(board, far, "", None))
    return tuple(found)


def _party(board: Board, party: Party, state: str, leg: LegId | None) -> LiveParty:
    return LiveParty(
        extension=party.account_id,
        short=parties.short(board, party),
        number=parties.number(party),
        name=parties.name(board, party),
        state=state,
        leg=leg,
    )
