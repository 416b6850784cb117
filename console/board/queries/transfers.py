"""Where a transfer, a consultation or a dialled call stands at a desk."""

from msgspec import Struct

from console.board.standing import is_target, standings
from console.board.state import ANSWERED, HOLD, SETUP, Board, Call, Dialled, Leg, Transfer
from console.portasip.messages import LegId


class Pullback(Struct, frozen=True):
    """A blind transfer that still rings: `leg` is the target's, the one to transfer back."""

    call: str
    target: str
    leg: LegId
    since: float
    person: str = ""


def pullback(board: Board, desk: str, short: str = "") -> Pullback | None:
    """Of the desk's newest blind transfer whose target rings; of the call `short`, if given."""
    seat = board.desks.get(desk)
    for transfer in reversed(seat.transfers if seat else []):
        if short and board.root(transfer.call) != board.root(short):
            continue
        call = board.call(transfer.call)
        for leg in reversed([board.legs[one] for one in call.legs] if call else []):
            if leg.state in SETUP and is_target(leg, transfer, desk):
                return Pullback(leg.call, transfer.target, leg.id, transfer.at, transfer.person)
    return None


class Transferring(Struct, frozen=True):
    """The blind transfer that the desk is told about: `outcome` is ringing, answered, queued or
    failed (`why`: moves.ending). `until` is when its time is over, by the holder's clock."""

    call: str
    target: str
    person: str
    kind: str
    number: str
    name: str
    outcome: str
    why: str
    since: float
    until: float | None
    safe: bool


def transferring(board: Board, desk: str) -> Transferring | None:
    """The newest that can be pulled back, else what became of the last."""
    seat = board.desks.get(desk)
    if seat is None:
        return None
    offer = pullback(board, desk)
    going = [one for one in seat.transfers if offer and board.root(one.call) == offer.call]
    one = going[-1] if going else seat.transferred
    if one is None:
        return None
    return Transferring(
        call=board.root(one.call),
        target=one.target,
        person=one.person,
        kind=one.kind,
        number=one.number,
        name=one.name,
        outcome="ringing" if going else one.outcome,
        why=one.why,
        since=one.at,
        until=one.until,
        safe=one.safe,
    )


def returning(board: Board) -> list[tuple[str, Transfer]]:
    """(desk, transfer) of everything for which the holder keeps the time."""
    timed = [(seat.extension, one) for seat in board.desks.values() for one in seat.transfers]
    return [(desk, one) for desk, one in timed if one.until is not None]


class Consultation(Struct, frozen=True):
    """Where a consultation stands. `talks_to` is colleague, caller, or "" while both wait;
    `is_ringing`: the colleague's phone has not answered."""

    caller: str
    colleague: str
    target: str
    talks_to: str
    is_ringing: bool
    is_ready: bool


def consultation(board: Board, desk: str) -> Consultation | None:
    """None while the desk is not in both calls."""
    legs = consult_legs(board, desk)
    seat = board.desks.get(desk)
    if legs is None or seat is None or seat.consult is None:
        return None
    caller, colleague = board.legs[legs.caller_own], board.legs[legs.consult_own]
    talking = {"caller": caller.state == "connected", "colleague": colleague.state not in HOLD}
    return Consultation(
        caller=caller.call,
        colleague=colleague.call,
        target=seat.consult.target,
        talks_to=next((who for who, talks in talking.items() if talks), ""),
        is_ringing=not board.calls[colleague.call].answered,
        is_ready=consult_ready(board, desk),
    )


class ConsultLegs(Struct, frozen=True):
    """The legs that Complete may join: the desk's own two, and the two that remain. A party whose
    leg the PBX does not show has None."""

    caller_own: LegId
    consult_own: LegId
    caller_peer: LegId | None
    consult_peer: LegId | None


def consult_legs(board: Board, desk: str) -> ConsultLegs | None:
    """None while the desk is not in both calls."""
    seat = board.desks.get(desk)
    if seat is None or seat.consult is None:
        return None
    caller, call = board.call(seat.consult.caller), board.call(seat.consult.call)
    if caller is None or call is None:
        return None
    caller_own, consult_own = _own(board, caller, desk), _own(board, call, desk)
    if caller_own is None or consult_own is None:
        return None
    return ConsultLegs(
        caller_own.id, consult_own.id, _peer(board, caller, desk), _peer(board, call, desk)
    )


def consult_ready(board: Board, desk: str) -> bool:
    """Whether the caller and the colleague are both connected, so that they can be joined.

    A caller from outside may have no leg of her own: then the desk's answered leg speaks for her.
    The colleague's leg always shows, because the PBX dials it for us.
    """
    legs = consult_legs(board, desk)
    if legs is None or legs.consult_peer is None:
        return False
    own = board.legs[legs.caller_own]
    alone = len(board.calls[own.call].legs) == 1
    answered = own.state in ANSWERED and board.legs[legs.consult_own].state in ANSWERED
    return answered and (legs.caller_peer is not None or alone)


def _own(board: Board, call: Call, desk: str) -> Leg | None:
    standing = standings(board, call).get(desk)
    return standing.own if standing else None


def _peer(board: Board, call: Call, desk: str) -> LegId | None:
    """A caller who came through a queue may still show as dequeued while she talks."""
    peers = [leg for one in call.legs if (leg := board.legs[one]).extension != desk]
    answered = [leg.id for leg in peers if leg.state in ANSWERED]
    dequeued = [leg.id for leg in peers if leg.state == "dequeued"]
    return next(iter((*answered, *dequeued)), None)


class Progress(Struct, frozen=True):
    """A dialled call: `stage` is sent, pickup, dialling, talking or ended."""

    key: str
    target: str
    stage: str
    call: str
    since: float | None


def progress(board: Board, desk: str, key: str) -> Progress | None:
    """How far the call dialled with this key has come; None when it is not (or no more) known."""
    seat = board.desks.get(desk)
    dialled = next((one for one in (seat.dialled if seat else []) if one.key == key), None)
    if dialled is None:
        return None
    stage, since = _stage(board, desk, dialled)
    return Progress(key, dialled.target, stage, board.root(dialled.call), since)


def _stage(board: Board, desk: str, dialled: Dialled) -> tuple[str, float | None]:
    if not dialled.call:
        return "sent", dialled.at
    call = board.call(dialled.call)
    if call is None:
        ended = board.remembered(dialled.call)
        return "ended", ended.ended_at if ended else None
    if call.answered:
        return "talking", call.talking_since
    own = _own(board, call, desk)
    if own is None or own.state in SETUP:
        return "pickup", own.state_since if own else dialled.at
    return "dialling", own.talking_since
