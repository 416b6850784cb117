"""The file of a recording: JSON Lines, a header first, then a frame a line.

    {"format": 1, "recorded": "2026-11-24T09:00:00+00:00", "release": 96, "scope_key": "i_customer"}
    {"at": 0.004211, "sent": {"cseq": 2, "service": "CallControl", "method": "…", "params": {…}}}
    {"at": 0.006102, "received": {"cseq": 2, "result": {…}, "success": 1}}

`at` is in seconds since the start. A frame that was no JSON stands as `received_text`, and one that
was no UTF-8 either as `received_bytes`, in base64.
"""

import base64
import binascii
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from console.portasip.anonymous import Frame

FORMAT = 1
LARGEST = 512 * 2**20  # bytes: a week of a busy office, and no disk filled by a forgotten command
DIRECTIONS = ("sent", "received")
NOT_JSON = (msgspec.MsgspecError, ValueError, RecursionError)


class TapeFullError(Exception):
    """The next line would make the file larger than it may become."""


class NotARecordingError(Exception):
    """The file is no recording, or one of a format we do not read; the argument says it."""


class Tape:
    """A recording being written; closed by `with`. Every line is in the file once it is written.

    Writes block. Only a command with an event loop of its own may use it.
    """

    def __init__(self, path: Path, header: dict[str, Any], largest: int = LARGEST) -> None:
        """Raises FileExistsError rather than overwrite, and OSError."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        self._file = os.fdopen(os.open(path, flags, 0o600), "wb", buffering=0)
        self.path = path
        self.largest = largest
        self.size = 0
        self.frames = 0
        try:
            self._write({"format": FORMAT, **header})
        except OSError:
            self._file.close()
            self.discard()
            raise

    def __enter__(self) -> "Tape":
        return self

    def __exit__(self, *exception: object) -> None:
        self._file.close()

    def write(self, at: float, direction: str, frame: Frame) -> None:
        """Add one frame. Raises TapeFullError or OSError; what was written before stays whole."""
        key, content = direction, frame.content
        if frame.form:
            key = f"{direction}_{frame.form}"
        if isinstance(content, bytes):
            content = base64.b64encode(content).decode()
        self._write({"at": round(at, 6), key: content})
        self.frames += 1

    def _write(self, line: dict[str, Any]) -> None:
        written = msgspec.json.encode(line) + b"\n"
        if self.size + len(written) > self.largest:
            raise TapeFullError
        try:
            done = self._file.write(written) or 0
            if done < len(written):
                raise OSError("the disk took only part of a frame")
        except OSError:
            self._file.truncate(self.size)
            raise
        self.size += len(written)

    def discard(self) -> None:
        """Remove the file, which holds nothing worth keeping."""
        self.path.unlink(missing_ok=True)


class Line(NamedTuple):
    """One frame of a recording; `frame` is what would come from a socket."""

    number: int
    at: float
    direction: str
    frame: bytes


class Damaged(NamedTuple):
    """A line that cannot be read, and why."""

    number: int
    reason: str


class Recording:
    """A recording to be read: its header, and its lines each time `lines` is called."""

    def __init__(self, path: Path) -> None:
        """Raises OSError or NotARecordingError."""
        self.path = path
        with path.open("rb") as file:
            self.header = _header(file.readline(65_536))
        self.began = _moment(self.header.get("recorded"))

    def lines(self) -> Iterator[Line | Damaged]:
        with self.path.open("rb") as file:
            next(file)
            for number, line in enumerate(file, start=2):
                yield _line(number, line)


def _header(line: bytes) -> dict[str, Any]:
    try:
        header = msgspec.json.decode(line)
    except NOT_JSON:
        header = None
    if not isinstance(header, dict) or "format" not in header:
        raise NotARecordingError("It is no recording: its first line is no header.")
    if header["format"] != FORMAT:
        raise NotARecordingError(
            f"It is a recording of format {header['format']!r}; this console reads {FORMAT}."
        )
    return header


def _moment(recorded: object) -> float:
    try:
        moment = datetime.fromisoformat(str(recorded))
    except ValueError:
        return 0.0
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _line(number: int, line: bytes) -> Line | Damaged:
    try:
        value = msgspec.json.decode(line)
    except NOT_JSON as error:
        return Damaged(number, f"no JSON ({error})")
    if not isinstance(value, dict):
        return Damaged(number, "no object")
    at = value.get("at")
    if isinstance(at, bool) or not isinstance(at, int | float) or not 0 <= at < 1e9:
        return Damaged(number, "no time of arrival")
    for direction in DIRECTIONS:
        if direction in value:
            return Line(number, float(at), direction, msgspec.json.encode(value[direction]))
        if isinstance(text := value.get(f"{direction}_text"), str):
            return Line(number, float(at), direction, text.encode("utf-8", "replace"))
        if isinstance(packed := value.get(f"{direction}_bytes"), str):
            return _unpacked(number, float(at), direction, packed)
    return Damaged(number, "no frame")


def _unpacked(number: int, at: float, direction: str, packed: str) -> Line | Damaged:
    try:
        return Line(number, at, direction, base64.b64decode(packed, validate=True))
    except (binascii.Error, ValueError):
        return Damaged(number, "its bytes are no base64")
