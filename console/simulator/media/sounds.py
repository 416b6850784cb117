"""Recorded prompts: .au files in 8-bit G.711 μ-law, as the PBX plays them."""

from dataclasses import dataclass
from struct import unpack_from

HEADER = 24  # bytes: magic, offset of the data, its size, encoding, rate, channels
MU_LAW = 1


@dataclass(frozen=True)
class Sound:
    """A file as it was attached."""

    filename: str
    content: bytes


def wrong_sound(content: bytes) -> str:
    """Say why this is no prompt; "" if it is one."""
    if len(content) < HEADER or content[:4] != b".snd":
        return "not an .au file"
    offset, _, encoding, rate, channels = unpack_from(">5I", content, 4)
    if not HEADER <= offset < len(content):
        return "an .au file without a sound"
    if (encoding, rate, channels) != (MU_LAW, 8000, 1):
        return "must be 8-bit μ-law, 8000 Hz, mono"
    return ""
