"""What one must know to link a console to a replay: the scope, and whose desk is worth a look."""

from collections import Counter
from itertools import islice
from typing import NamedTuple

import msgspec

from console.board.legs import phone
from console.links.recording.tape import Line, Recording
from console.portasip.messages import LegChanged
from console.portasip.wire import decode

LOOKED_AT = 5_000  # lines: enough to see who is busy, and read in a second
SHOWN = 3


class Summary(NamedTuple):
    """`scope` as `addpbx` takes it; `busiest` extensions first."""

    scope: str
    busiest: tuple[str, ...]


def summary(recording: Recording) -> Summary:
    key = str(recording.header.get("scope_key", "i_customer"))
    scope, extensions = f"{key}=1", Counter[str]()
    for line in islice(recording.lines(), LOOKED_AT):
        if not isinstance(line, Line):
            continue
        if line.direction == "sent":
            scope = _scope(line.frame, key) or scope
        else:
            extensions.update(_phones(line.frame))
    return Summary(scope, tuple(each for each, _ in extensions.most_common(SHOWN)))


def _scope(frame: bytes, key: str) -> str:
    try:
        request = msgspec.json.decode(frame)
        return f"{key}={int(request['params'][key])}"
    except (msgspec.MsgspecError, ValueError, RecursionError, LookupError, TypeError):
        return ""  # another request


def _phones(frame: bytes) -> list[str]:
    fact = decode(frame, 0.0)
    if not isinstance(fact, LegChanged):
        return []
    found = phone(fact.direction, fact.caller, fact.callee)
    return [found] if found else []
