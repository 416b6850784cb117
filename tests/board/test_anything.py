"""Whatever comes, in whatever order: a board, and a board that holds together."""

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from console.board import facts, queries
from console.board.facts import BoardFact
from console.board.fold import fold
from console.board.index import Index
from console.board.queries import comparable
from console.board.services import Services
from console.board.state import Board, decode, encode
from console.portasip import messages
from console.portasip.messages import Extension, LegId, Party, QueueListed, QueuePlace

EXTENSIONS = ["", "100", "101", "102"]
STATES = [
    "trying", "ringing", "early", "connected", "held", "holding", "queued", "dequeued",
    "terminated", "parked", "",
]  # fmt: skip
CALL_IDS = ["a", "a~1o", "b", "c", "c~2o", ""]
TRACKING = ["", "", "T1", "T2", "T3"]
KEYS = ["k1", "k2", "k3"]
SHORTS = ["", "1", "2", "3", "99", "nonsense"]

moments = st.floats(0, 1000)
stamps = st.none() | st.floats(0, 2000)
desks = st.sampled_from(EXTENSIONS)
parties = st.builds(
    Party,
    number=st.sampled_from(["100", "101", "5550", ""]),
    account_id=st.sampled_from(EXTENSIONS),
)
places = st.builds(
    QueuePlace,
    st.sampled_from(["", "25", "26"]),
    st.none() | st.integers(-1, 3),
    st.none() | st.integers(0, 2),
)
legs = st.builds(
    messages.LegChanged,
    leg=st.builds(LegId, st.sampled_from(CALL_IDS), st.sampled_from(["1", "2", "3"])),
    state=st.sampled_from(STATES),
    at=moments,
    caller=st.none() | parties,
    callee=st.none() | parties,
    direction=st.sampled_from(["outgoing", "incoming", "incoming", "", "sideways"]),
    tracking_id=st.sampled_from(TRACKING),
    previous_tracking_id=st.sampled_from(TRACKING),
    start_time=stamps,
    connect_time=stamps,
    queue=st.none() | places,
)
names, owners = st.sampled_from(["room", " room ", "hall"]), st.sampled_from(["100", "101"])
call_ids = st.sampled_from(CALL_IDS)
participants = st.builds(
    messages.ParticipantChanged,
    name=names,
    owner=owners,
    participant=st.integers(1, 2),
    at=moments,
    call_id=call_ids,
    mute=st.none() | st.booleans(),
    left=st.booleans(),
)
rooms = st.builds(messages.Conference, names, owners, st.lists(participants, max_size=2).map(tuple))
extensions = st.lists(
    st.builds(Extension, st.sampled_from(EXTENSIONS), registered=st.none() | st.booleans())
)
ways = st.sampled_from(["connecting", "live", "lost", "odd"])
targets = st.sampled_from(["100", "5550"])
others: list[st.SearchStrategy[Any]] = [
    participants,
    st.builds(
        messages.ConferenceChanged,
        names,
        owners,
        st.sampled_from(["started", "terminated", ""]),
        moments,
        call_ids,
    ),
    st.builds(
        messages.CallsListed,
        st.lists(legs, max_size=4).map(tuple),
        st.integers(0, 40),
        moments,
        st.none() | st.lists(rooms, max_size=2).map(tuple),
    ),
    st.builds(messages.ExtensionsListed, extensions.map(tuple), moments),
    st.builds(
        messages.QueuesListed,
        st.lists(st.builds(QueueListed, st.sampled_from(["25", "27"]))).map(tuple),
        moments,
    ),
    st.builds(
        messages.HuntGroupsListed,
        st.lists(st.builds(messages.HuntGroup, st.sampled_from(["510", "520"]))).map(tuple),
        moments,
    ),
    st.builds(messages.FrameNotUnderstood, st.just("not JSON"), moments),
    st.builds(facts.LinkChanged, ways, moments),
    st.builds(
        facts.CommandSent,
        desks,
        st.sampled_from(KEYS),
        st.sampled_from(["hold", "end"]),
        moments,
        st.sampled_from(SHORTS),
    ),
    st.builds(facts.CommandSettled, desks, st.sampled_from(KEYS), st.just("accepted"), moments),
    st.builds(
        facts.CallDialled, desks, st.sampled_from(KEYS), targets, st.sampled_from(TRACKING), moments
    ),
    st.builds(
        facts.ConsultStarted,
        desks,
        st.sampled_from(KEYS),
        st.sampled_from(SHORTS),
        st.sampled_from(TRACKING),
        targets,
        moments,
    ),
    st.builds(facts.ConsultEnded, desks, moments),
    st.builds(
        facts.CallTransferred,
        desks,
        st.sampled_from(SHORTS),
        targets,
        moments,
        arrival=st.none() | st.integers(0, 9),
        safe=st.booleans(),
        until=st.none() | moments,
        slot=st.none() | st.integers(4, 6),
    ),
    st.builds(facts.TransferLapsed, desks, st.sampled_from(SHORTS), moments),
    st.builds(facts.CallReturned, desks, st.sampled_from(SHORTS), targets, moments),
    st.builds(
        facts.CallParked,
        desks,
        st.sampled_from(SHORTS),
        st.sampled_from(["701", "702"]),
        moments,
        st.integers(0, 9),
    ),
    st.builds(facts.ServicesConfigured, st.builds(Services, early=st.booleans()), moments),
]
streams = st.lists(st.one_of(legs, legs, legs, *others), max_size=40)


def folded(stream: list[BoardFact]) -> Board:
    board = Board()
    for fact in stream:
        fold(board, fact)
    return board


def check_calls(board: Board) -> None:
    owned = [leg for call in board.calls.values() for leg in call.legs]
    assert sorted(owned) == sorted(board.legs), "every live leg belongs to exactly one call"
    for call in board.calls.values():
        assert call.legs
        assert call.is_live
        assert all(board.legs[leg].call == call.id for leg in call.legs)
        arrivals = [board.legs[leg].arrival for leg in call.legs]
        assert arrivals == sorted(arrivals)
    assert not any(call.legs or call.is_live for call in board.ended.values())
    assert not board.calls.keys() & board.ended.keys()
    for alias, root in board.aliases.items():
        assert alias not in board.calls
        assert alias in (board.calls.get(root) or board.ended[root]).aliases
    assert not board.legs.keys() & board.tombstones.keys()


def check_index(board: Board) -> None:
    rebuilt = Index.of(board)
    assert board.index.calls == rebuilt.calls
    assert board.index.extensions == rebuilt.extensions
    assert board.index.awaited == rebuilt.awaited
    assert board.index.pressed == rebuilt.pressed
    assert board.index.conferences == rebuilt.conferences


def check_lamps(board: Board) -> None:
    shown = Counter(queries.lamp(board, extension).state for extension in board.extensions)
    assert +Counter(queries.lamp_counts(board)) == shown
    assert board.lamps.words.keys() <= board.extensions.keys()


def check_queues(board: Board) -> None:
    waiting = [leg for queue in board.queues.values() for leg in queue.waiting]
    queued = [leg.id for leg in board.legs.values() if leg.state == "queued" and leg.queue]
    assert sorted(waiting) == sorted(queued)
    for queue in board.queues.values():
        assert all(board.legs[leg].queue == queue.id for leg in queue.waiting)


def check_desks(board: Board) -> None:
    for desk in board.desks.values():
        assert not desk.is_idle
        assert len(set(desk.slots.values())) == len(desk.slots)
        assert set(desk.slots.values()) <= {1, 2, 3, 4, 5, 6}
        assert {*desk.slots, *desk.unnumbered} <= board.calls.keys()
        cards = queries.desk_cards(board, desk.extension)
        for listed, numbers in ((cards.ringing, {1, 2, 3}), (cards.held, {4, 5, 6})):
            slots = {card.slot for card in listed}
            assert slots - {None} <= numbers
            taken = {*slots, *desk.kept}
            assert None not in slots or numbers <= taken, "unnumbered only while none is free"
        assert {card.call for card in (*cards.ringing, *cards.held)} == {
            *desk.slots, *desk.unnumbered
        }  # fmt: skip
        if desk.consult is not None:
            assert desk.consult.caller in board.calls
            assert desk.consult.call in {"", *board.calls} - {desk.consult.caller}
        if desk.unreached is not None:
            assert desk.consult is None
            assert desk.unreached.caller in {card.call for card in cards.held}
        assert not desk.kept.keys() & desk.slots.values()


def check_parked(board: Board) -> None:
    for slot, one in board.parked.items():
        assert slot == one.slot
        assert one.call in board.calls or not one.is_seen


def check_stamps(board: Board, at: float) -> None:
    for leg in board.legs.values():
        stamps = (leg.started, leg.state_since, leg.talking_since, leg.queued_since, leg.held_since)
        assert all(stamp is None or stamp <= at for stamp in stamps)


@settings(max_examples=400)
@given(streams)
def test_any_stream_folds_into_a_board_that_holds_together(stream: list[BoardFact]) -> None:
    board, latest = Board(), 0.0
    for fact in stream:
        latest = max(latest, fact.at)
        fold(board, fact)
        check_calls(board)
        check_index(board)
        check_lamps(board)
        check_queues(board)
        check_desks(board)
        check_parked(board)
        check_stamps(board, latest)
    assert board.facts == len(stream)


@settings(max_examples=200)
@given(streams)
def test_every_query_has_an_answer(stream: list[BoardFact]) -> None:
    board = folded(stream)
    queries.live_calls(board)
    for extension in EXTENSIONS:
        queries.lamp(board, extension)
        queries.desk_cards(board, extension)
        queries.pullback(board, extension)
        queries.consult_ready(board, extension)
        queries.progress(board, extension, "k1")
    for queue in ("25", "26", "27"):
        queries.waiting(board, queue)


@settings(max_examples=200)
@given(streams)
def test_a_board_travels_and_folds_on_alike(stream: list[BoardFact]) -> None:
    half = len(stream) // 2
    board = folded(stream[:half])
    travelled = decode(encode(board))
    assert travelled == board
    assert comparable(travelled) == comparable(board)
    for fact in stream[half:]:
        assert fold(travelled, fact)[1] == fold(board, fact)[1]
    assert travelled == board


@settings(max_examples=200)
@given(streams, legs)
def test_the_same_leg_fact_again_touches_nothing(
    stream: list[BoardFact], fact: messages.LegChanged
) -> None:
    board = folded(stream)
    fold(board, fact)
    before = comparable(board)
    _, touched = fold(board, fact)
    assert not touched
    assert comparable(board) == before


@settings(max_examples=200)
@given(streams, st.lists(legs, max_size=4))
def test_the_same_list_again_touches_nothing(
    stream: list[BoardFact], listed: list[messages.LegChanged]
) -> None:
    board = folded(stream)
    fold(board, messages.CallsListed(tuple(listed), board.facts, 1.0))
    _, touched = fold(board, messages.CallsListed(tuple(listed), board.facts, 1.0))
    assert not touched


@settings(max_examples=200)
@given(streams, st.lists(legs, max_size=6, unique_by=lambda one: one.leg))
def test_a_fresh_list_makes_the_old_board_agree_with_a_new_one(
    stream: list[BoardFact], listed: list[messages.LegChanged]
) -> None:
    board = folded(stream)
    alive = [one for one in listed if one.leg not in board.tombstones and one.state]
    new = Board()
    for each in (board, new):
        fold(each, messages.CallsListed(tuple(alive), each.facts, 2000.0))
    assert comparable(board)["legs"] == comparable(new)["legs"]
