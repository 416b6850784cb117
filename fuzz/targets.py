"""What is fuzzed: each target takes any bytes and may raise nothing."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import get_args

from console.portasip import periods
from console.portasip.errors import PortaError
from console.portasip.media.http import Reply
from console.portasip.media.parts import parts_of
from console.portasip.messages import Fact
from console.portasip.responses import Response
from console.portasip.session import Session
from console.portasip.wire import decode

KNOWN = (Response, *get_args(Fact))
PERIODS = (
    "wd {Mon-Fri} hr {9am-4pm}",
    "wd {Mon Wed Fri} hr {9am-4pm}, wd{Tue Thu} hr {9am-2pm}",
    "wk {1 3 5} wd {Mon Wed Fri} hr {9am-4pm}",
    "mo {Jan Feb} mo {Nov Dec}",
    "yr {99-1972 27} yd {350-10} md {29}",
    "sec {0-4 10-14 20-24 30-34 40-44 50-54}",
    "hour {12am 12noon 10pm-6am} minute {0-29}",
)


def decoder(data: bytes) -> None:
    """Any bytes are a response, a fact or a frame not understood."""
    said = decode(data, 1.0)
    assert type(said) in KNOWN, said
    Session().receive(data, 1.0)


def periods_language(data: bytes) -> None:
    """Any text is a period whose normal form means the same, or PeriodError with a column."""
    expression = data.decode("utf-8", "replace")
    try:
        period = periods.parse(expression)
    except periods.PeriodError as wrong:
        is_known = 1 <= wrong.column <= len(expression) + 1
    else:
        is_known = periods.parse(period.normal()) == period
    assert is_known, expression


def media_answer(data: bytes) -> None:
    """Any body of an answer is its parts, or one of the documented errors."""
    kind, _, body = data.partition(b"\n")
    try:
        parts_of(Reply(200, kind.decode("latin-1"), "", body))
    except PortaError:
        return


TARGETS: dict[str, Callable[[bytes], None]] = {
    "decoder": decoder,
    "periods": periods_language,
    "media": media_answer,
}


def seeds(target: str, fixtures: Path) -> Iterable[bytes]:
    """Inputs to begin with: the document's own examples."""
    if target == "decoder":
        return [path.read_bytes() for path in sorted(fixtures.glob("*.*")) if path.is_file()]
    if target == "periods":
        return [expression.encode() for expression in PERIODS]
    part = b'--x\r\nContent-Type: application/json\r\n\r\n{"prompt": "a.au"}\r\n--x--\r\n'
    return [b"multipart/mixed; boundary=x\n" + part, b"application/json\n{}"]
