"""Prompts to record."""

import struct


def au(
    data: bytes = b"\xff" * 160, encoding: int = 1, rate: int = 8000, channels: int = 1
) -> bytes:
    """An .au file around samples; by default 20 ms of silence in 8-bit μ-law."""
    return b".snd" + struct.pack(">5I", 24, len(data), encoding, rate, channels) + data


EVERY_BYTE = au(bytes(range(256)) + b"\r\n--\r\n\n\r--x--\r\n\r")
