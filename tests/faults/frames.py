"""What passes a WebSocket, in pieces: the heads of its handshake, then frame after frame."""

from collections.abc import Iterator
from typing import NamedTuple

HEAD_ENDS = b"\r\n\r\n"


class Piece(NamedTuple):
    """`raw` is as it came; `content` what it says: the head, or the payload of a frame."""

    raw: bytes
    content: bytes


class Splitter:
    """Cuts one direction of a connection into pieces, however the bytes arrive.

    Frames are not compressed: neither the console nor the simulator offers it.
    """

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._in_head = True

    def pieces(self, data: bytes) -> Iterator[Piece]:
        self._bytes += data
        while (piece := self._head() if self._in_head else self._frame()) is not None:
            del self._bytes[: len(piece.raw)]
            yield piece

    def _head(self) -> Piece | None:
        end = self._bytes.find(HEAD_ENDS)
        if end < 0:
            return None
        self._in_head = False
        head = bytes(self._bytes[: end + len(HEAD_ENDS)])
        return Piece(head, head)

    def _frame(self) -> Piece | None:
        """RFC 6455, section 5.2: two bytes, a longer length, a mask from the client's side."""
        if len(self._bytes) < 2:
            return None
        short, masked = self._bytes[1] & 127, bool(self._bytes[1] & 128)
        more = {126: 2, 127: 8}.get(short, 0)
        start = 2 + more + (4 if masked else 0)
        length = int.from_bytes(self._bytes[2 : 2 + more], "big") if more else short
        if len(self._bytes) < start + length:
            return None
        raw = bytes(self._bytes[: start + length])
        payload = raw[start:]
        return Piece(raw, _unmasked(payload, raw[start - 4 : start]) if masked else payload)


def _unmasked(payload: bytes, mask: bytes) -> bytes:
    keys = (mask * (len(payload) // 4 + 1))[: len(payload)]
    number = int.from_bytes(payload, "big") ^ int.from_bytes(keys, "big")
    return number.to_bytes(len(payload), "big")
