"""The index of conferences is what their facts say, whatever came in which order."""

from hypothesis import given, settings
from hypothesis import strategies as st

from console.board import facts
from console.board.fold import fold
from console.board.index import Index
from console.board.state import Board, decode, encode
from console.portasip import messages
from console.portasip.messages import LegId

CALL_IDS = ["a", "a~1o", "b", "c", "d", ""]
names, owners = st.sampled_from(["room", " room ", "hall"]), st.sampled_from(["100", "101"])
call_ids, numbers = st.sampled_from(CALL_IDS), st.sampled_from(["", "100", "5550"])
moments = st.floats(0, 1000)
flags = st.none() | st.booleans()
participants = st.builds(
    messages.ParticipantChanged,
    name=names,
    owner=owners,
    participant=st.integers(1, 3),
    at=moments,
    call_id=call_ids,
    mute=flags,
    hold=flags,
    moderator=flags,
    left=st.booleans(),
    number=numbers,
)
present = participants.map(
    lambda one: messages.ParticipantChanged(
        one.name, one.owner, one.participant, one.at, one.call_id, one.mute, number=one.number
    )
)
rooms = st.builds(messages.Conference, names, owners, st.lists(present, max_size=3).map(tuple))
legs = st.builds(
    messages.LegChanged,
    leg=st.builds(LegId, call_ids, st.sampled_from(["1", "2"])),
    state=st.sampled_from(["ringing", "connected", "terminated"]),
    at=moments,
    reason_code=st.sampled_from(["", "486"]),
)
streams = st.lists(
    st.one_of(
        participants,
        participants,
        legs,
        st.builds(
            messages.ConferenceChanged,
            names,
            owners,
            st.sampled_from(["started", "started", "terminated", ""]),
            moments,
            call_ids,
        ),
        st.builds(
            messages.CallsListed,
            st.lists(legs, max_size=2).map(tuple),
            st.integers(0, 40),
            moments,
            st.none() | st.lists(rooms, max_size=3).map(tuple),
        ),
        st.builds(facts.CallConverted, st.just("100"), names, owners, call_ids, numbers, moments),
        st.builds(
            facts.ParticipantInvited, st.just("100"), names, owners, numbers, call_ids, moments
        ),
    ),
    max_size=40,
)


@settings(max_examples=250)
@given(streams)
def test_the_index_kept_is_the_index_rebuilt(stream: list[facts.BoardFact]) -> None:
    board = Board()
    for fact in stream:
        fold(board, fact)
        assert board.index.conferences == Index.of(board).conferences
        claims = [one for room in board.conferences.values() for one in sorted(room.call_ids)]
        assert len(claims) == len(set(claims)), "a call is in one conference at most"


@settings(max_examples=150)
@given(streams)
def test_everybody_keeps_a_row_of_their_own(stream: list[facts.BoardFact]) -> None:
    board = Board()
    for fact in stream:
        fold(board, fact)
        for room in board.conferences.values():
            rows = [*room.participants.values(), *room.invited, *room.gone]
            places = [one.place for one in rows]
            assert all(0 < place <= room.places for place in places)
            assert len(places) == len(set(places))


@settings(max_examples=100)
@given(streams)
def test_a_board_that_travelled_folds_on_alike(stream: list[facts.BoardFact]) -> None:
    half = len(stream) // 2
    board = Board()
    for fact in stream[:half]:
        fold(board, fact)
    travelled = decode(encode(board))
    for fact in stream[half:]:
        assert fold(travelled, fact)[1] == fold(board, fact)[1]
    assert travelled == board
