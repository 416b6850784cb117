"""A WebSocket is cut into its pieces wherever the bytes happen to be divided."""

import pytest
from websockets.frames import Frame, Opcode

from tests.faults.frames import Splitter

HEAD = b"GET /ws HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"
PAYLOADS = [b"", b"short", b"m" * 200, b"l" * 70_000]  # each another form of the length


@pytest.mark.parametrize("masked", [True, False], ids=["to the server", "to the client"])
@pytest.mark.parametrize("step", [1, 3, 1000, 10**6])
def test_pieces_come_whole_and_their_bytes_as_they_were(masked: bool, step: int) -> None:
    frames = [Frame(Opcode.TEXT, payload).serialize(mask=masked) for payload in PAYLOADS]
    stream = HEAD + b"".join(frames)
    splitter = Splitter()
    chunks = (stream[at : at + step] for at in range(0, len(stream), step))
    pieces = [piece for chunk in chunks for piece in splitter.pieces(chunk)]
    assert [piece.content for piece in pieces] == [HEAD, *PAYLOADS]
    assert [piece.raw for piece in pieces] == [HEAD, *frames]
