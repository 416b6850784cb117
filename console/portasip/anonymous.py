"""Frames without the people in them: what a fault looked like, and nobody's number or name.

An allow-list decides. Kept are the words of the PBX where it says them, moments, counters and
`i_…` ids; secrets are left out; everything else is replaced by `Disguise`, equal by equal.
"""

import re
import time
from collections.abc import Callable
from math import isfinite
from typing import Any, NamedTuple

import msgspec

from .disguise import Disguise
from .vocabulary import is_spoken

DEEPEST = 40  # more than the decoder reads; deeper content is left out
UNREADABLE = (msgspec.MsgspecError, ValueError, RecursionError)

# Properties whose value is a word or sentence of the PBX, a flag or a small count.
PLAIN = frozenset(
    """
    action callee_answer_mode callee_auto_pickup code direction dtmf_duration duration error event
    faultcode faultstring get_total hold ivr lang limit max_participants message method moderator
    mute net offset operators order participant_id play_announce position quiet_mode reason
    reason_code repeat service sip_status state status success total transfer_success type
    wait_for_moderator
    """.split()
)
COUNT = re.compile(r"-?\d{1,5}")
ID = re.compile(r"\d{1,9}")
STAMP = re.compile(
    r"(?:19|20)\d\d-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d{1,3})?(?:Z|[+-]\d\d:?\d\d)?", re.ASCII
)
LARGEST = 59  # bits: all numbers of 18 digits can be written as JSON, whatever replaces one
NEAR = 30 * 86400.0  # seconds from now within which a bare number is taken for a moment
SECRETS = re.compile(
    r"session|token|passw|secret|cookie|auth|credential|jwt|nonce"
    r"|(?:^|_)(?:login|domain|pin|key)(?:_|$)",
    re.IGNORECASE,
)
NAMES = frozenset(
    "companyname conference_name display_name extension_name firstname lastname name".split()
)
NOTED = 20  # words for the one who records: a new state is news, a thousand are noise


class Frame(NamedTuple):
    """One frame as it may be kept. `form` is "" for JSON, "text" or "bytes" for what is none."""

    form: str
    content: Any


class Anonymous:
    """Makes frames anonymous, the same way from the first to the last.

    `keep_names` keeps words where the PBX puts a name; the digits in them go all the same.
    `unknown` holds the words that were replaced where the PBX speaks itself, as `state barging`.
    """

    def __init__(
        self,
        *,
        keep_names: bool = False,
        disguise: Disguise | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.disguise = disguise or Disguise()
        self.unknown: dict[str, None] = {}
        self._keep_names = keep_names
        self._clock = clock

    def frame(self, frame: str | bytes) -> Frame:
        """Return a frame without anybody in it. Total: whatever it is."""
        try:
            value = msgspec.json.decode(frame)
        except UNREADABLE:
            return self._unreadable(frame)
        return Frame("", self._value("", value, 0))

    def _unreadable(self, frame: str | bytes) -> Frame:
        if isinstance(frame, str):
            return Frame("text", self.disguise.text(frame))
        try:
            return Frame("text", self.disguise.text(frame.decode()))
        except UnicodeDecodeError:
            # What is no UTF-8 must stay none, or the fault would be gone.
            parts = re.split("[\udc80-\udcff]", frame.decode("utf-8", "surrogateescape"))
            return Frame("bytes", b"\xff".join(self._all(parts)))

    def _all(self, parts: list[str]) -> list[bytes]:
        return [self.disguise.text(part).encode() for part in parts]

    def _value(self, key: str, value: Any, depth: int) -> Any:
        if depth > DEEPEST:
            return None
        if isinstance(value, dict):
            return {
                self._key(name): self._value(name, content, depth + 1)
                for name, content in value.items()
                if not SECRETS.search(name)
            }
        if isinstance(value, list):
            return [self._value(key, content, depth + 1) for content in value]
        if value is None or isinstance(value, bool) or _is_plain(key, value, self._clock):
            return value
        if isinstance(value, str):
            return self._text(key, value)
        return self._number(value)

    def _key(self, name: str) -> str:
        return name if is_spoken(name) else self.disguise.text(name)

    def _text(self, key: str, value: str) -> str:
        if self._keep_names and key in NAMES:
            return self.disguise.digits(value)
        if key in PLAIN and value and len(self.unknown) < NOTED:
            self.unknown[f"{key} {value[:60]}"] = None
        return self.disguise.text(value)

    def _number(self, value: int | float) -> int | float:
        """Ids come as numbers, too: 123007 as the text 123007. Fractions are nobody's."""
        whole = int(value) if isinstance(value, int) or value.is_integer() else 0
        if whole.bit_length() > LARGEST:
            return 0
        other = int(self.disguise.text(str(abs(whole)))) * (1 if whole >= 0 else -1)
        return other if isinstance(value, int) else float(other)


def _is_plain(key: str, value: str | int | float, clock: Callable[[], float]) -> bool:
    """Whether a value is harmless where it stands."""
    written = value if isinstance(value, str) else _written(value)
    if key in PLAIN:
        return bool(COUNT.fullmatch(written)) or is_spoken(written)
    if key == "cseq" or (key.startswith("i_") and is_spoken(key)):
        return bool(ID.fullmatch(written))
    if key.endswith(("_time", "_at", "_date")):
        if isinstance(value, str):
            return bool(STAMP.fullmatch(value.strip()))
        return abs(value - clock()) < NEAR
    return False


def _written(value: int | float) -> str:
    if isinstance(value, int):
        return str(value) if value.bit_length() < 64 else ""
    return str(int(value)) if isfinite(value) and value.is_integer() and abs(value) < 1e9 else ""
