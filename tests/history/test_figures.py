"""What waits for history, was written, and never will be, as Prometheus is told."""

import pytest

from console.history.recorder import recorder
from console.history.waiting import Counts
from console.links.picture import Picture
from tests.figures import figure
from tests.links.test_feed import ring


def test_records_wait_are_written_and_are_counted_when_there_is_no_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recorder, "counts", Counts())
    monkeypatch.setattr(recorder, "books", {})
    picture = Picture("main")
    recorder.took("main", picture.board)
    book = recorder.book("main")
    book.waiting.at_most = 3
    for number in range(5):
        fact = ring(number)
        recorder.saw("main", picture.board, fact, picture.apply(fact))
    assert figure("history_waiting") == 3
    lost = [figure("history_lost_total", how=how) for how in ("dropped", "lost", "refused")]
    assert sum(lost) > 0
    while book.next():
        book.written()
    assert figure("history_waiting") == 0
    assert figure("history_written_total") == 3
