"""What a screen is sent goes straight to its socket, whole and in order, or waits its turn."""

import pytest

from console.serving import ScreenProtocol


class Socket:
    """Twisted's transport as far as the protocol knows it, with room for so many bytes."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.took = b""
        self.dataBuffer = b""
        self._tempDataLen = 0
        self.is_lost = False

    def writeSomeData(self, data: bytes) -> int | Exception:  # noqa: N802 - Twisted's name
        if self.is_lost:
            return ConnectionError("lost")
        taken = data[: self.room]
        self.room -= len(taken)
        self.took += taken
        return len(taken)

    def write(self, data: bytes) -> None:
        self.dataBuffer += data
        self._tempDataLen += len(data)


class Factory:
    made = 0

    def prepareMessage(self, payload: bytes, doNotCompress: bool) -> "Factory":  # noqa: N802, N803
        self.made += 1
        self.payloadHybi = b"<" + payload + b">"
        return self


def screen(room: int = 1000, factory: Factory | None = None) -> tuple[ScreenProtocol, Socket]:
    protocol, socket = ScreenProtocol(), Socket(room)
    protocol.state = ScreenProtocol.STATE_OPEN
    protocol.factory, protocol.transport = factory or Factory(), socket
    return protocol, socket


def test_a_message_goes_to_the_socket_at_once() -> None:
    protocol, socket = screen()
    protocol.serverSend("one")
    protocol.serverSend("twö")
    assert socket.took == "<one><twö>".encode()
    assert socket.dataBuffer == b""


@pytest.mark.parametrize("room", [0, 3, 5, 7])
def test_what_the_socket_has_no_room_for_waits_and_what_follows_waits_behind_it(room: int) -> None:
    protocol, socket = screen(room)
    for text in ("one", "two", "three"):
        protocol.serverSend(text)
    socket.room = 1000
    protocol.serverSend("four")
    assert socket.took + socket.dataBuffer == b"<one><two><three><four>"
    assert len(socket.took) == room


def test_a_lost_connection_is_left_to_the_reactor() -> None:
    protocol, socket = screen()
    socket.is_lost = True
    protocol.serverSend("one")
    assert (socket.took, socket.dataBuffer) == (b"", b"<one>")


def test_the_same_text_is_framed_once_for_all() -> None:
    factory, text = Factory(), "the same for a thousand"
    for protocol, socket in (screen(factory=factory) for _ in range(5)):
        protocol.serverSend(text)
        assert socket.took == b"<the same for a thousand>"
    assert factory.made == 1


@pytest.mark.parametrize("state", ["STATE_CLOSING", "STATE_CLOSED"])
def test_whoever_is_leaving_is_sent_nothing_more_and_that_is_no_fault(state: str) -> None:
    protocol, socket = screen()
    protocol.state = getattr(ScreenProtocol, state)
    protocol.serverSend("late")
    protocol.serverSend(b"late", True)
    assert (socket.took, socket.dataBuffer) == (b"", b"")
