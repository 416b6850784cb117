"""Every recording in tests/recordings: a fault on site becomes a test by dropping its file there.

`manage.py record NAME FILE` makes one, without anybody's numbers or names in it.
"""

from pathlib import Path

import pytest

from console.links.recording.check import check

RECORDINGS = sorted((Path(__file__).parent.parent / "recordings").glob("*.jsonl"))


def test_there_are_recordings() -> None:
    assert RECORDINGS


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
def test_the_folded_notifications_agree_with_every_recorded_list(path: Path) -> None:
    report = check(path)
    assert report.lists > 1, "a single list proves nothing"
    assert [f"line {one.line}, {one.kind}: {one.text}" for one in report.findings] == []
