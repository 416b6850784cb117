"""fold(board, fact): the one way in which a board changes."""

from console.board import (
    calls,
    conferences,
    desks,
    invitations,
    lamps,
    legs,
    link,
    listing,
    parking,
    queues,
    transfers,
)
from console.board.facts import (
    BoardFact,
    CallConverted,
    CallDialled,
    CallParked,
    CallReturned,
    CallTransferred,
    CommandSent,
    CommandSettled,
    ConsultEnded,
    ConsultStarted,
    LinkChanged,
    ParticipantInvited,
    ServicesConfigured,
    TransferLapsed,
)
from console.board.index import base
from console.board.state import Board, Call, Touched
from console.portasip.messages import (
    CallsListed,
    ConferenceChanged,
    ExtensionsListed,
    FrameNotUnderstood,
    HuntGroupsListed,
    LegChanged,
    ParticipantChanged,
    PromptReported,
    QueuesListed,
)


def fold(board: Board, fact: BoardFact) -> tuple[Board, Touched]:
    """Change `board` by one fact and say what that touched.

    Returns the same board. Total: what is late, repeated, unknown or incomplete is counted in
    `board.counters` and touches nothing else.
    """
    touched = Touched()
    board.facts += 1
    _change(board, fact, touched)
    if touched.calls:
        invitations.settle(board, fact, touched)
        _follow(board, fact.at, touched)
    lamps.recount(board, touched.extensions)
    return board, touched


def _change(board: Board, fact: BoardFact, touched: Touched) -> None:
    match fact:
        case LegChanged():
            legs.change(board, fact, touched)
        case ParticipantChanged():
            conferences.take_part(board, fact, touched)
        case ConferenceChanged():
            conferences.change(board, fact, touched)
        case CallsListed():
            listing.apply(board, fact, touched)
        case ExtensionsListed() | QueuesListed() | HuntGroupsListed():
            _name(board, fact, touched)
        case LinkChanged():
            link.change(board, fact, touched)
        case PromptReported():
            board.count("prompts")
        case FrameNotUnderstood():
            board.count("unknown_event" if fact.is_event else "not_understood")
        case _:
            _change_desk(board, fact, touched)


def _name(
    board: Board, fact: ExtensionsListed | QueuesListed | HuntGroupsListed, touched: Touched
) -> None:
    match fact:
        case ExtensionsListed():
            link.list_people(board, fact, touched)
        case QueuesListed():
            queues.name(board, fact, touched)
        case HuntGroupsListed():
            link.list_groups(board, fact, touched)


def _change_desk(board: Board, fact: object, touched: Touched) -> None:
    match fact:
        case _ if getattr(fact, "desk", None) == "":
            board.count("without_desk")
        case CommandSent():
            desks.send(board, fact, touched)
        case CommandSettled():
            desks.settle_command(board, fact, touched)
        case CallDialled():
            desks.dial(board, fact, touched)
        case ConsultStarted():
            desks.start_consult(board, fact, touched)
        case ConsultEnded():
            desks.end_consult(board, fact, touched)
        case _:
            _change_moved(board, fact, touched)


def _change_moved(board: Board, fact: object, touched: Touched) -> None:
    """What the console did with calls."""
    match fact:
        case CallTransferred():
            transfers.begin(board, fact, touched)
        case TransferLapsed():
            transfers.lapse(board, fact, touched)
        case CallReturned():
            transfers.bring_back(board, fact, touched)
        case CallParked():
            parking.park(board, fact, touched)
        case CallConverted():
            invitations.convert(board, fact, touched)
        case ParticipantInvited():
            invitations.invite(board, fact, touched)
        case ServicesConfigured():
            link.configure(board, fact, touched)
        case _:
            board.count("unknown_fact")


def _follow(board: Board, at: float, touched: Touched) -> None:
    """What a change of calls brings with it: ends, talk, desks, and who else shows those calls."""
    for short in sorted(touched.calls, key=int):
        call = board.calls.get(short)
        if call is not None and not call.legs:
            calls.close(board, call, at, touched)
        elif call is not None:
            calls.notice_answer(board, call)
    desks.settle(board, touched)
    parking.settle(board, touched)
    for call in [found for found in map(board.remembered, touched.calls) if found is not None]:
        touched.extensions.update(call.extensions)
        _touch_shared(board, call, touched)


def _touch_shared(board: Board, call: Call, touched: Touched) -> None:
    """Queues and conferences show the calls in them."""
    conferences_of = board.index.conferences
    for leg in (board.legs[one] for one in call.legs):
        if leg.state == "queued" and leg.queue:
            touched.queues.add(leg.queue)
        if conferences_of and base(leg.id.id) in conferences_of:
            touched.conferences.add(conferences_of[base(leg.id.id)])
