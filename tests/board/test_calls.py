"""Which legs are one call, and how calls merge."""

from tests.board.office import OUTSIDE, Office, leg, leg_id


def test_each_leg_of_one_call_id_may_have_its_own_tracking_id(office: Office) -> None:
    """The document's hold example: the legs share the call id alone."""
    office.leg("402a8bb@h 3481849322414871o1", "holding", tracking="fbc182ad")
    office.leg("402a8bb@h 6zje7kwsqio4htum.o", "held", tracking="b88fd460")
    office.leg("402a8bb@h 3481849322414871o1", "connected", tracking="54a11b8c")
    assert len(office.board.calls) == 1
    assert office.board.calls["1"].tracking_ids == ["fbc182ad", "b88fd460", "54a11b8c"]


def test_the_second_party_of_an_originate_belongs_to_the_first(office: Office) -> None:
    office.leg("BBfc!rA3@h tz.1", "connected")
    office.leg("BBfc!rA3@h~1o tz.2", "trying")
    assert office.call_of("BBfc!rA3@h~1o tz.2") == office.call_of("BBfc!rA3@h tz.1")


def test_calls_merge_into_the_older_and_the_younger_becomes_its_alias(office: Office) -> None:
    office.leg("a 1", "holding", tracking="A", caller="123002", kind="outgoing")
    office.leg("b 1", "connected", tracking="B", caller="123007", kind="outgoing")
    touched = office.leg("b 1", "connected", tracking="C", previous="A")
    assert touched.merged == [("2", "1")]
    assert touched.calls == {"1", "2"}
    assert touched.ended == []
    assert touched.extensions == {"123002", "123007"}
    assert office.board.call("2") is office.board.call("1")
    assert office.board.calls["1"].legs == [leg_id("a 1"), leg_id("b 1")]
    assert office.board.calls["1"].aliases == ["2"]


def test_aliases_follow_a_second_merge(office: Office) -> None:
    for number, name in enumerate("abc"):
        office.leg(f"{name} 1", "connected", tracking=str(number))
    office.leg("c 1", "connected", tracking="2", previous="1")
    office.leg("b 1", "connected", tracking="1", previous="0")
    assert {office.board.root(one) for one in "123"} == {"1"}
    assert office.board.calls["1"].aliases == ["3", "2"]


def test_a_call_that_merged_never_splits(office: Office) -> None:
    office.leg("a 1", "connected", tracking="A")
    office.leg("b 1", "connected", tracking="B", previous="A")
    office.leg("a 1", "terminated", tracking="A")
    office.leg("a 2", "connected", tracking="A")
    assert set(office.board.calls) == {"1"}


def test_a_blind_transfer_is_one_call_throughout(office: Office) -> None:
    """The document's sequence: transferor ends, target tries and connects, transferee follows."""
    call, tracking = "9fb147fc-4f045471@192.168.233.134", "3d1683e4"
    own, target = f"{call} 9dwxscwxpshymxri.o", f"{call} 9dwxscwxpshymuf6.o"
    transferee = f"{call} e8592a80272833bdo1"
    known = {"caller": "123002", "tracking": tracking}
    office.leg(transferee, "connected", callee="123007", kind="outgoing", **known)
    office.leg(own, "connected", callee="123007", kind="incoming", **known)
    first = office.board.legs[leg_id(transferee)].talking_since
    ended = office.leg(own, "terminated", reason="blind transfer", tracking=tracking)
    office.leg(target, "trying", callee="123003", kind="incoming", started=5.0, **known)
    office.leg(target, "connected", callee="123003", kind="incoming", **known)
    office.leg(transferee, "connected", callee="123003", kind="outgoing", connected=5.0, **known)
    assert ended.ended == []
    assert list(office.board.calls) == ["1"]
    assert office.board.legs[leg_id(transferee)].callee.number == "123003"
    assert office.board.legs[leg_id(transferee)].talking_since == first


def test_a_blind_transfer_goes_on_although_for_an_instant_no_leg_lives(office: Office) -> None:
    """A caller from outside shows no leg of her own."""
    office.answered("x mine", "123007", tracking="T")
    ended = office.leg("x mine", "terminated", reason="blind transfer", tracking="T")
    back = office.leg("x theirs", "trying", caller=OUTSIDE, callee="123003", kind="incoming")
    assert ended.ended == ["1"]
    assert office.call_of("x theirs") == "1"
    assert back.extensions == {"123007", "123003"}
    assert office.board.calls["1"].ended_at is None
    assert not office.board.ended


def test_an_attended_transfer_becomes_the_callers_call(office: Office) -> None:
    office.answered("in mine", "123007", tracking="IN")
    office.leg("out mine", "connected", caller="123007", kind="outgoing", tracking="OUT")
    office.leg("out~1o theirs", "connected", callee="123003", kind="incoming", tracking="OUT")
    office.leg("in mine", "terminated", tracking="IN")
    office.leg("out mine", "terminated", tracking="OUT")
    touched = office.leg(
        "out~1o theirs", "connected", kind="incoming", tracking="NEW", previous="IN"
    )
    assert touched.merged == [("2", "1")]
    assert list(office.board.calls) == ["1"]
    assert office.board.calls["1"].ended_at is None


def test_new_tracking_ids_alone_still_lead_to_the_call(office: Office) -> None:
    office.answered("in mine", "123007", tracking="IN")
    office.leg("in mine", "terminated", tracking="IN")
    office.leg("other 9", "connected", tracking="NEWER", previous="IN")
    assert office.call_of("other 9") == "1"


def test_an_empty_call_id_joins_nothing(office: Office) -> None:
    office.fold(leg("x 1", "connected"))
    for tag in "ab":
        fact = leg("x 1", "connected")
        office.fold(type(fact)(leg=type(fact.leg)("", tag), state="connected", at=1.0))
    assert len(office.board.calls) == 3


def test_remembered_calls_and_their_ids_are_bounded(office: Office) -> None:
    for number in range(1100):
        office.leg(f"call{number} 1", "terminated", tracking=f"T{number}")
    assert len(office.board.ended) == 1000
    assert len(office.board.index.calls) == 2000
    assert office.board.traced("T99") is None
    assert office.board.traced("T100") is not None


def test_a_call_that_is_resumed_all_day_keeps_a_bounded_number_of_ids(office: Office) -> None:
    for number in range(500):
        office.leg("x 1", "connected" if number % 2 else "holding", tracking=f"T{number}")
    assert len(office.board.calls["1"].tracking_ids) == 200
    assert len(office.board.index.calls) == 201


def test_dead_legs_are_remembered_within_bounds(office: Office) -> None:
    for number in range(10_050):
        office.leg(f"x {number}", "terminated")
    assert len(office.board.tombstones) == 10_000
    assert leg_id("x 0") not in office.board.tombstones
