"""The laws of what is known of a PBX: how old it is, what it means, and when it was."""

import time

from console.board.state import Leg
from console.portasip.messages import LegChanged, LegId
from console.simulator import Simulator
from tests.agreement.test_agreement import seen, stated
from tests.board.office import Office as Board
from tests.links.conftest import Office, linked

DESK, COLLEAGUE, CALLER = "123007", "123012", "441184960233"
EVENT = '{"action":"update","event":"sip.call_control_notifications","result":'
STRANGE = (
    "{not json",
    "[]",
    '{"cseq":999999,"success":1}',
    '{"action":"update","event":"sip.something_new","result":{}}',
    EVENT + '{"call_info":{"call":{"id":7,"tag":[]},"state":{},"type":null,"caller":"x"}}}',
    EVENT + '{"call_info":{"call":{"id":"nobody","tag":"t"},"state":"never heard of"}}}',
    EVENT + '{"call_info":{"call":{"id":"late","tag":"t"},"state":"terminated"}}}',
    EVENT + '{"call_info":{"call":{"id":"late","tag":"t"},"state":"ringing"}}}',
)


async def test_law_5_a_quiet_office_is_not_stale_and_a_silent_link_is(pbx: Simulator) -> None:
    office = Office(pbx)
    async with linked(office):
        await office.live()
        proved, told = office.link.proved_at, len(office.facts)
        await office.until(lambda: office.link.proved_at > proved)
        assert not any(isinstance(fact, LegChanged) for fact in office.facts[told:])
        assert office.picture.board.link.state == "live"
        assert office.picture.board.link.lost_since is None
        pbx.silence()
        await office.lost()
        assert office.picture.board.link.lost_since is not None
        assert office.picture.proved_at <= office.picture.board.link.lost_since
        pbx.silence(False)
        await office.live()


async def test_law_6_no_frame_raises_or_costs_the_socket(pbx: Simulator) -> None:
    office = Office(pbx)
    async with linked(office):
        await office.live()
        told = len(office.facts)
        for frame in STRANGE:
            pbx.send_raw(frame)
        pbx.incoming_call(DESK, number=CALLER)
        await office.until(lambda: seen(office.picture.board) == stated(pbx.truth()))
        assert len(office.facts) > told
        assert sum(office.picture.board.counters.values()) > 0
        assert office.methods().count("login") == 1
        assert office.picture.board.link.state == "live"


def test_law_7_a_call_is_the_union_of_its_legs() -> None:
    board = Board()
    board.leg("a@pbx 1", "holding", tracking="A", caller=DESK, kind="outgoing")
    board.leg("a@pbx 2", "held", callee=COLLEAGUE, kind="incoming")  # by call.id
    board.leg("a@pbx~1o 3", "trying")  # by call.id without its ~1o
    board.leg("b@pbx 4", "connected", tracking="A")  # by tracking_id
    board.leg("c@pbx 5", "connected", tracking="C", previous="A")  # by previous_tracking_id
    board.leg("d@pbx 1", "connected", tracking="D")  # another call, though a tag is the same
    assert list(board.board.calls) == ["1", board.call_of("d@pbx 1")]
    legs = {"a@pbx": "12", "a@pbx~1o": "3", "b@pbx": "4", "c@pbx": "5"}
    named = {LegId(call, tag) for call, tags in legs.items() for tag in tags}
    assert set(board.board.calls["1"].legs) == named


async def test_law_10_the_pbxs_clock_is_taken_for_what_it_is_off() -> None:
    """What a list says began in the PBX's time; our screens count in ours."""
    async with Simulator(clock_offset=3600) as fast:
        began = time.time()
        fast.incoming_call(DESK, number=CALLER)
        fast.answer(DESK)
        office = Office(fast)
        async with linked(office):
            await office.live()
            (leg,) = office.picture.board.legs.values()
            assert leg.talking_since is not None
            assert abs(leg.talking_since - began) < 60
            assert leg.first_seen >= began
            # Seen as it happens, it is stamped with its arrival here, whatever the PBX's clock.
            fast.hang_up(CALLER)
            fast.incoming_call(DESK, number=CALLER)
            await office.until(lambda: [each.state for each in legs(office)] == ["ringing"])
            assert began <= legs(office)[0].state_since <= time.time()


def legs(office: Office) -> list[Leg]:
    return list(office.picture.board.legs.values())
