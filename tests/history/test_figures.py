"""What waits for history, was written, and never will be, as Prometheus is told."""

import pytest

from console.board.state import Board
from console.history.book import Book
from console.history.recorder import recorder
from console.history.waiting import Counts
from console.links.picture import Picture
from tests.figures import figure
from tests.links.test_feed import ring


@pytest.fixture
def book(monkeypatch: pytest.MonkeyPatch) -> Book:
    """Of a PBX whose records nobody writes; three of them may wait."""
    monkeypatch.setattr(recorder, "counts", Counts())
    monkeypatch.setattr(recorder, "books", {})
    recorder.took("main", Board())
    book = recorder.books["main"]
    book.waiting.at_most = 3
    return book


def test_records_wait_are_written_and_are_counted_when_there_is_no_room(book: Book) -> None:
    picture = Picture("main")
    for number in range(5):
        fact = ring(number)
        touched = picture.apply(fact)
        recorder.saw("main", picture.board, fact, touched)
    assert figure("history_waiting") == 3
    lost = [figure("history_lost_total", how=how) for how in ("dropped", "lost", "refused")]
    assert sum(lost) > 0
    while book.next():
        book.written()
    assert figure("history_waiting") == 0
    assert figure("history_written_total") == 3
