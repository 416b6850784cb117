"""Who waits, in which order, and when the count may be believed."""

from console.board.facts import LinkChanged
from console.board.queries import waiting
from console.portasip.messages import Party, QueueListed, QueuesListed
from tests.board.office import OUTSIDE, Office, leg, leg_id

MENU = Party(number="123010", account_id="123010", huntgroup_id="501")


def queue_up(office: Office, name: str, position: int | None, **more: object) -> None:
    office.leg(
        name, "queued", caller=OUTSIDE, callee=MENU, kind="incoming", queue="25",
        position=position, operators=2, **more,
    )  # fmt: skip


def test_the_documents_caller_waits_first(office: Office) -> None:
    queue_up(office, "7e033351-4e65ab85@192.168.64.196 112347", 0)
    (first,) = waiting(office.board, "25")
    assert (first.position, first.number, first.name) == (1, "4420700", "Mary Stone")
    assert first.since == office.at
    queue = office.board.queues["25"]
    assert (queue.operators, queue.huntgroup, queue.known) == (2, "501", True)


def test_positions_order_and_arrival_decides_between_equals(office: Office) -> None:
    for name, position in (("a 1", 1), ("b 1", 0), ("c 1", 1), ("d 1", None)):
        queue_up(office, name, position)
    assert office.waiting() == ["b 1", "a 1", "c 1", "d 1"]


def test_positions_update(office: Office) -> None:
    queue_up(office, "a 1", 0)
    queue_up(office, "b 1", 1)
    since = office.board.legs[leg_id("b 1")].queued_since
    office.leg("a 1", "queued", queue="25", position=2)
    touched = office.leg("b 1", "queued", queue="25", position=0)
    assert office.waiting() == ["b 1", "a 1"]
    assert touched.queues == {"25"}
    assert office.board.legs[leg_id("b 1")].queued_since == since


def test_dequeued_waits_no_more_and_lives_on(office: Office) -> None:
    queue_up(office, "a 1", 0)
    touched = office.leg("a 1", "dequeued", queue="25")
    assert touched.queues == {"25"}
    assert office.waiting() == []
    assert office.state("a 1") == "dequeued"
    assert office.board.queues["25"].known


def test_a_caller_nobody_answered_comes_back_with_her_first_waiting_time(office: Office) -> None:
    queue_up(office, "a 1", 0)
    since = office.at
    office.leg("a 1", "dequeued", queue="25")
    office.leg("a 1", "queued", queue="25", position=0)
    assert waiting(office.board, "25")[0].since == since


def test_a_caller_sent_back_after_a_talk_waits_anew(office: Office) -> None:
    queue_up(office, "a 1", 0)
    office.leg("a 1", "connected")
    office.leg("a 1", "queued", queue="25", position=0)
    assert waiting(office.board, "25")[0].since == office.at


def test_a_caller_who_changes_queues_leaves_the_first(office: Office) -> None:
    queue_up(office, "a 1", 0)
    touched = office.leg("a 1", "queued", queue="26", position=0)
    assert touched.queues == {"25", "26"}
    assert (office.waiting("25"), office.waiting("26")) == ([], ["a 1"])


def test_hanging_up_leaves_the_queue(office: Office) -> None:
    queue_up(office, "a 1", 0)
    assert office.leg("a 1", "terminated").queues == {"25"}
    assert office.waiting() == []


def test_a_queued_leg_without_a_queue_waits_nowhere_until_it_is_told(office: Office) -> None:
    office.leg("a 1", "queued")
    assert not office.board.queues
    since = office.at
    office.leg("a 1", "queued", queue="25", position=0)
    assert office.waiting() == ["a 1"]
    assert office.board.legs[leg_id("a 1")].queued_since == since


def test_a_merge_of_a_waiting_call_touches_its_queue(office: Office) -> None:
    office.leg("old 1", "connected", tracking="A")
    queue_up(office, "a 1", 0)
    touched = office.leg("a 1", "queued", tracking="C", previous="A", queue="25")
    assert touched.merged
    assert touched.queues == {"25"}
    assert waiting(office.board, "25")[0].call == "1"


def test_a_count_is_unknown_while_callers_ahead_are_missing(office: Office) -> None:
    queue_up(office, "a 1", 2)
    assert not office.board.queues["25"].known
    queue_up(office, "b 1", 1)
    queue_up(office, "c 1", 0)
    assert office.board.queues["25"].known


def test_a_listed_queue_is_named_but_not_known(office: Office) -> None:
    touched = office.fold(QueuesListed((QueueListed("25", "Sales", "501"),), office.tick()))
    assert touched.queue_list
    queue = office.board.queues["25"]
    assert (queue.name, queue.huntgroup, queue.known) == ("Sales", "501", False)
    assert not office.fold(QueuesListed((QueueListed("25", "Sales", "501"),), office.tick()))


def test_a_queue_no_longer_listed_goes_once_it_is_empty(office: Office) -> None:
    queue_up(office, "a 1", 0)
    office.fold(QueuesListed((), office.tick()))
    assert "25" in office.board.queues
    office.leg("a 1", "terminated")
    assert office.fold(QueuesListed((), office.tick())).queues == {"25"}
    assert not office.board.queues


def test_a_list_with_every_position_makes_its_queue_known(office: Office) -> None:
    office.snapshot(
        leg("a 1", "queued", queue="25", position=0), leg("b 1", "queued", queue="25", position=1)
    )
    assert office.board.queues["25"].known


def test_a_link_that_lived_long_without_a_sign_makes_its_queues_known(office: Office) -> None:
    office.fold(QueuesListed((QueueListed("25"),), office.tick()))
    office.fold(LinkChanged("live", office.tick()))
    office.snapshot()
    assert not office.board.queues["25"].known
    office.at += 900
    assert office.snapshot().queues == {"25"}
    assert office.board.queues["25"].known


def test_a_lost_link_makes_every_count_doubtful(office: Office) -> None:
    office.fold(LinkChanged("live", office.tick()))
    queue_up(office, "a 1", 0)
    assert office.fold(LinkChanged("lost", office.tick())).queues == {"25"}
    assert not office.board.queues["25"].known


def test_a_late_fact_tells_nothing_about_the_operators(office: Office) -> None:
    queue_up(office, "a 1", 0)
    office.leg("a 1", "terminated")
    assert not office.leg("a 1", "queued", queue="25", operators=9)
    assert office.board.queues["25"].operators == 2


def test_legs_of_a_list_that_differ_about_the_operators_do_not_flicker(office: Office) -> None:
    listed = [leg(f"{name} 1", "queued", queue="25", operators=n) for n, name in enumerate("ab")]
    office.snapshot(*listed)
    assert not office.snapshot(*listed)
    assert office.board.queues["25"].operators == 1
