"""Each task by keyboard alone, with what a screen reader is told of it, and where the focus is."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.servers import until

from . import ways
from .demo import Demo, demo
from .ear import LISTENING, heard
from .hand import Hand
from .screen import CALLER, link, name_of, rings, search
from .tasks import Way, prepare

LONGEST = 120  # characters: who listens to a longer one has lost the caller's first words
# What is said of each, in this order; {who} is the colleague.
TOLD: dict[str, tuple[Way, tuple[str, ...]]] = {
    "answer": (ways.answer_next, ("Ringing: +44 20 7946 0123", "Answer", "confirmed")),
    "answer a particular caller": (ways.answer_second, ("Ringing:", "Answer", "confirmed")),
    "transfer": (ways.blind, ("{who}", "Transfer", "confirmed")),
    "transfer by /": (ways.slowly, ("{who}", "Transfer", "confirmed")),
    "consult and complete": (ways.consult, ("{who}", "Consult", "Complete transfer", "confirmed")),
    "transfer safely": (ways.safely, ("{who}", "Safe", "confirmed")),
    "voicemail": (ways.to_voicemail, ("{who}", "Voicemail", "confirmed")),
    "mobile": (ways.to_mobile, ("{who}", "Mobile", "confirmed")),
    "hold and resume": (ways.hold, ("Hold", "confirmed", "Resume", "confirmed")),
    "park and take": (ways.park, ("Park", "confirmed", "Take", "confirmed")),
    "the colleague declines": (ways.is_busy, ("Consult", "Back to caller", "confirmed")),
    "rescue a queued caller": (ways.rescue, ("Take", "confirmed")),
}


@pytest.fixture(scope="module")
def office() -> Iterator[Demo]:
    """A demo of its own: a colleague gets a mobile, and the search learns whom she reaches."""
    with demo() as place:
        yield place


@pytest.fixture
def listening(office: Demo, enter: Callable[..., Page]) -> Page:
    page = enter(office)
    prepare(office, page)
    page.add_init_script(LISTENING)
    return page


def begins(office: Demo, page: Page) -> None:
    office.pbx.do("clear")
    page.goto(f"{office.url}/desk/")
    expect(link(page)).to_have_text("live")
    expect(page.locator("main [data-number]:not(.person)")).to_have_count(0)
    page.evaluate("window.heard.length = 0")


def has_focus(page: Page) -> str:
    """The id of what has it, "" for nothing: then the next Tab would begin at the page's top."""
    return str(page.evaluate("document.activeElement.id"))


def hears(page: Page, wanted: list[str]) -> bool:
    """Whether these are said one after the other; some may be in one sentence."""
    rest = " | ".join(each["words"] for each in heard(page))
    for words in wanted:
        _, found, rest = rest.partition(words)
        if not found:
            return False
    return True


def test_every_task_is_told_in_short_sentences_and_leaves_the_focus(
    office: Demo, listening: Page
) -> None:
    for task, (way, words) in TOLD.items():
        begins(office, listening)
        who = name_of(listening, ways.COLLEAGUE)
        way(office, listening, Hand(listening))
        wanted = [each.format(who=who) for each in words]
        is_heard = partial(hears, listening, wanted)
        assert until(is_heard, 10), (task, [each["words"] for each in heard(listening)])
        told = heard(listening)
        assert all(len(each["words"]) <= LONGEST for each in told), (task, told)
        assert not [one for one, after in pairwise(told) if one == after], (task, told)


def test_a_call_that_comes_is_said_at_once_and_takes_no_focus(
    office: Demo, listening: Page
) -> None:
    begins(office, listening)
    search(listening).focus()
    search(listening).press_sequentially("zo")
    rings(office, listening)
    expect(listening.locator("#said-now")).to_have_text("Ringing: +44 20 7946 0123.")
    assert has_focus(listening) == "search"
    assert search(listening).input_value() == "zo"
    office.pbx.do("hang_up", number=CALLER)
    expect(listening.locator("main [data-number]:not(.person)")).to_have_count(0)
    assert has_focus(listening) == "search"
    told = heard(listening)
    assert [each["isUrgent"] for each in told if "Ringing" in each["words"]] == [True]
