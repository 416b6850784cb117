"""The file of a recording: written whole, read with patience."""

import json
from pathlib import Path
from typing import Any

import pytest

from console.links.recording.tape import (
    Damaged,
    Line,
    NotARecordingError,
    Recording,
    Tape,
    TapeFullError,
)
from console.portasip.anonymous import Frame

HEADER = {"recorded": "2026-11-24T09:00:00+00:00", "release": 96, "scope_key": "i_customer"}
RINGING = Frame("", {"result": {"state": "ringing"}})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "fault.jsonl"


def lines(path: Path) -> list[Line | Damaged]:
    return list(Recording(path).lines())


def test_what_was_written_is_read(path: Path) -> None:
    with Tape(path, HEADER) as tape:
        tape.write(0.1234567, "received", RINGING)
        tape.write(1, "sent", Frame("text", "no { json"))
        tape.write(2, "received", Frame("bytes", b"\xff\x00"))
    assert lines(path) == [
        Line(2, 0.123457, "received", b'{"result":{"state":"ringing"}}'),
        Line(3, 1.0, "sent", b"no { json"),
        Line(4, 2.0, "received", b"\xff\x00"),
    ]
    recording = Recording(path)
    assert recording.header == {"format": 1, **HEADER}
    assert recording.began == 1_795_510_800


def test_every_frame_is_in_the_file_at_once(path: Path) -> None:
    with Tape(path, HEADER) as tape:
        tape.write(0, "received", RINGING)
        assert len(lines(path)) == 1


def test_no_file_is_overwritten(path: Path) -> None:
    path.write_text("somebody's")
    with pytest.raises(FileExistsError):
        Tape(path, HEADER)
    assert path.read_text() == "somebody's"


def test_a_link_to_a_file_is_not_followed(path: Path, tmp_path: Path) -> None:
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FileExistsError):
        Tape(path, HEADER)
    assert not (tmp_path / "elsewhere").exists()


def test_a_file_that_would_grow_too_large_stays_as_it_is(path: Path) -> None:
    with Tape(path, HEADER, largest=200) as tape:
        tape.write(0, "received", RINGING)
        with pytest.raises(TapeFullError):
            tape.write(1, "received", Frame("text", "x" * 200))
    assert len(lines(path)) == 1


def test_a_full_disk_leaves_whole_lines(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Tape(path, HEADER) as tape:
        tape.write(0, "received", RINGING)
        whole = path.read_bytes()
        monkeypatch.setattr(tape, "_file", Stingy(tape._file))
        with pytest.raises(OSError, match="only part"):
            tape.write(1, "received", RINGING)
    assert path.read_bytes() == whole


class Stingy:
    """A file on a disk that takes five bytes more."""

    def __init__(self, file: Any) -> None:
        self.file = file

    def write(self, data: bytes) -> int:
        return int(self.file.write(data[:5]))

    def truncate(self, size: int) -> int:
        return int(self.file.truncate(size))

    def close(self) -> None:
        self.file.close()


@pytest.mark.parametrize(
    "damage",
    [
        "",
        '{"at": 1.5, "received": {"resu',
        "[]",
        '{"received": {}}',
        '{"at": "soon", "received": {}}',
        '{"at": -1, "received": {}}',
        '{"at": true, "received": {}}',
        '{"at": 1}',
        '{"at": 1, "received_bytes": "*"}',
        '{"at": 1, "received_text": 5}',
        "\x00\udcff",
    ],
)
def test_a_damaged_line_is_named_and_costs_no_other(path: Path, damage: str) -> None:
    good = json.dumps({"at": 2, "received": {}})
    text = "\n".join([json.dumps({"format": 1}), damage, good]) + "\n"
    path.write_text(text, encoding="utf-8", errors="surrogateescape")
    damaged, whole = lines(path)
    assert isinstance(damaged, Damaged)
    assert damaged.number == 2
    assert whole == Line(3, 2.0, "received", b"{}")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "its first line is no header"),
        ("hello\n", "its first line is no header"),
        ("[1]\n", "its first line is no header"),
        ('{"at": 1}\n', "its first line is no header"),
        ('{"format": 2}\n', "format 2; this console reads 1"),
    ],
)
def test_another_file_is_refused(path: Path, text: str, sentence: str) -> None:
    path.write_text(text)
    with pytest.raises(NotARecordingError, match=sentence):
        Recording(path)
