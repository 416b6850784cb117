"""A snapshot decides which legs live and in what state; what only facts could tell is kept.

A leg with evidence newer than the list's request (`Leg.changed` > `since`) is left as it is. A leg
the PBX terminated stays dead even if the list still shows it. A live leg that the list lacks is
ended, but not buried: should the list have been wrong, its next fact brings leg and call back.
"""

from msgspec.structs import replace

from console.board import conferences, legs, parking, queues
from console.board.state import SETUP, Board, Leg, Touched
from console.portasip.messages import CallsListed, LegChanged


def apply(board: Board, fact: CallsListed, touched: Touched) -> None:
    if fact.since >= board.facts:  # asked for by the counter of a board that was longer
        fact = replace(fact, since=board.facts - 1)
    listed = {one.leg: one for one in fact.calls}
    for one in listed.values():
        _show(board, one, fact, touched)
    for leg in [one for one in board.legs.values() if one.id not in listed]:
        if leg.changed <= fact.since:
            _end(board, leg, touched)
    places = [one.queue for one in listed.values() if one.queue]
    for queue, operators in {place.queue: place.operators for place in places}.items():
        queues.staff(board, queue, operators, touched)
    conferences.show(board, fact, touched)
    parking.doubt(board, fact, touched)
    queues.settle(board, fact.at, touched)
    touched.everything = board.listed_at is None
    board.listed_at = fact.at


def _show(board: Board, one: LegChanged, fact: CallsListed, touched: Touched) -> None:
    leg = board.legs.get(one.leg)
    if one.leg in board.tombstones:
        board.count("lingering")
    elif leg is None:
        if one.state != "terminated":
            _begin(board, one, fact, touched)
    elif leg.changed > fact.since:
        return
    elif one.state == "terminated":
        legs.bury(board, leg.id)
        _end(board, leg, touched)
    else:
        _correct(board, leg, one, fact, touched)


def _begin(board: Board, one: LegChanged, fact: CallsListed, touched: Touched) -> None:
    leg = legs.begin(board, one, _stamp(one, fact.at), fact.at, touched)
    leg.changed = fact.since
    _recall(leg, one, fact.at)
    touched.corrected.append(leg.id)


def _correct(board: Board, leg: Leg, one: LegChanged, fact: CallsListed, touched: Touched) -> None:
    before = leg.state
    legs.update(board, leg, one, _stamp(one, fact.at), touched)
    leg.changed = fact.since
    if leg.state != before:
        touched.corrected.append(leg.id)
        board.count("corrected")


def _end(board: Board, leg: Leg, touched: Touched) -> None:
    legs.remove(board, leg, touched)
    touched.corrected.append(leg.id)
    board.count("ghosts")


def _stamp(one: LegChanged, at: float) -> float | None:
    """Since when the leg is in its state: set up at start_time; connect_time is the moment of the
    answer, of the resume, or of the hold, whichever came last."""
    if one.state in SETUP:
        return _past(one.start_time, at)
    moment = one.connect_time
    if moment is None and one.state == "queued":
        moment = one.start_time
    return _past(moment, at)


def _past(moment: float | None, at: float) -> float | None:
    """No duration may be negative, however wrong the clocks are."""
    return None if moment is None else min(moment, at)


def _recall(leg: Leg, one: LegChanged, at: float) -> None:
    """What a list says about the past of a leg that no fact has told us of."""
    leg.started = _past(one.start_time, at)
    if one.state == "dequeued":
        leg.queued_since = _past(one.connect_time or one.start_time, at)
