"""Each task costs no more than on the best console known, and whoever listens is told of it."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

from docs import task_counts

from .browsers import opened, sign_in
from .demo import Demo, demo
from .ear import heard
from .screen import CALLER, rings, search
from .tasks import Row, begin, performed

LONGEST = 120  # characters: who listens to a longer one has lost the caller's first words


@pytest.fixture(scope="module")
def office() -> Iterator[Demo]:
    """A demo of its own: a colleague gets a mobile, and the search learns whom she reaches."""
    with demo() as place:
        yield place


@pytest.fixture(scope="module")
def listening(office: Demo, chromium: Browser) -> Iterator[Page]:
    """The page that has seen it all."""
    failures: list[str] = []
    with opened(chromium, failures) as context:
        yield sign_in(context, office, "ruth")
    assert not failures


@pytest.fixture(scope="module")
def rows(office: Demo, listening: Page) -> list[Row]:
    return performed(office, listening)


def test_no_task_costs_more_than_the_best_known_and_the_table_says_what_was_pressed(
    rows: list[Row],
) -> None:
    short = [row.task.name for row in rows if row.falls_short()]
    assert short == [row.task.name for row in rows if row.task.short_of]
    said = task_counts.TABLE.read_text()
    assert said == task_counts.table(rows), "run `make tasks`"


def test_every_task_is_told_in_short_sentences_each_once(rows: list[Row]) -> None:
    for row in rows:
        told = (row.task.name, [each["words"] for each in row.heard])
        assert row.is_told, told
        assert all(len(each["words"]) <= LONGEST for each in row.heard), told
        assert not [one for one, after in pairwise(row.heard) if one == after], told


def test_a_call_that_comes_is_said_at_once_and_takes_no_focus(
    office: Demo, listening: Page, rows: list[Row]
) -> None:
    begin(office, listening)
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


def has_focus(page: Page) -> str:
    """The id of what has it, "" for nothing: then the next Tab would begin at the page's top."""
    return str(page.evaluate("document.activeElement.id"))
