"""Each task costs no more than on the best console known, and the table says what was pressed."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from docs import task_counts

from .demo import Demo, demo
from .tasks import performed


@pytest.fixture(scope="module")
def office() -> Iterator[Demo]:
    """A demo of its own: a colleague gets a mobile, and the search learns whom she reaches."""
    with demo() as place:
        yield place


def test_no_task_costs_more_than_the_best_known_and_the_table_says_what_was_pressed(
    office: Demo, enter: Callable[..., Page]
) -> None:
    rows = performed(office, enter(office))
    short = [row.task.name for row in rows if row.falls_short()]
    assert short == [row.task.name for row in rows if row.task.short_of]
    said = task_counts.TABLE.read_text()
    assert said == task_counts.table(rows), "run `make tasks`"
