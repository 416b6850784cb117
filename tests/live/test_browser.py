"""A slow browser never slows another, and never keeps more than its bounds."""

import asyncio
from typing import Any

import pytest

from console.live import browser as bounds
from console.live.browser import TRY_AGAIN_LATER, Browser, Message


class Line:
    """A browser's socket and the resyncs it was given."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.resyncs = 0
        self.room = asyncio.Event()  # while it is set the server takes a message at once
        self.room.set()
        self.fails = False
        self.browser = Browser(self._send, self._resync)
        self.last: Message | None = None

    def push(self, seq: int, text: str) -> None:
        self.last = Message(seq, text, after=self.last)
        self.browser.push(self.last)

    async def _send(self, message: dict[str, Any]) -> None:
        if not self.room.is_set():
            await self.room.wait()
        if self.fails:
            raise OSError("the server lost the socket")
        self.sent.append(message)

    def _resync(self, browser: Browser) -> None:
        self.resyncs += 1

    async def written(self) -> list[str]:
        writer = asyncio.create_task(self.browser.write())
        await asyncio.wait({writer}, timeout=0.02)
        writer.cancel()
        await asyncio.gather(writer, return_exceptions=True)
        return [message.get("text", "") for message in self.sent]


@pytest.fixture
def line() -> Line:
    return Line()


async def test_messages_are_written_in_order(line: Line) -> None:
    for seq in (1, 2, 3):
        line.push(seq, f"m{seq}")
    assert await line.written() == ["m1", "m2", "m3"]


async def test_a_browser_too_far_behind_gets_a_full_set_when_it_reads_again(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "LAG_MESSAGES", 3)
    for seq in range(1, 10):
        line.push(seq, f"m{seq}")
    assert await line.written() == ["m1", "m2", "m3"]
    line.browser.hear('{"ack": 2}')
    assert line.resyncs == 0
    line.browser.hear('{"ack": 3}')
    assert line.resyncs == 1
    line.browser.push_with_care(Message(9, "full", line.last, is_full=True))
    line.push(10, "m10")
    assert await line.written() == ["m1", "m2", "m3", "full", "m10"]


async def test_what_the_server_cannot_take_at_once_waits_its_turn(line: Line) -> None:
    line.room.clear()
    for seq in (1, 2, 3):
        line.push(seq, f"m{seq}")
    line.browser.beat("never queued")
    writer = asyncio.create_task(line.browser.write())
    await asyncio.wait({writer}, timeout=0.02)
    assert line.sent == []
    line.room.set()
    await asyncio.wait({writer}, timeout=0.02)
    line.push(4, "m4")
    assert [message["text"] for message in line.sent] == ["m1", "m2", "m3", "m4"]
    line.browser.close(1012)
    await writer
    assert line.sent[-1] == {"type": "websocket.close", "code": 1012}


async def test_one_that_cannot_be_sent_to_costs_the_others_nothing(line: Line) -> None:
    line.fails = True
    line.push(1, "m1")
    line.push(2, "m2")
    with pytest.raises(OSError, match="lost the socket"):
        await line.browser.write()


async def test_nothing_is_sent_after_the_close(line: Line) -> None:
    line.browser.close(1012)
    line.push(1, "m1")
    line.browser.beat("beat")
    await line.browser.write()
    assert line.sent == [{"type": "websocket.close", "code": 1012}]


async def test_acknowledged_messages_do_not_count(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "LAG_MESSAGES", 3)
    for seq in range(1, 10):
        line.push(seq, f"m{seq}")
        line.browser.hear(f'{{"ack": {seq}}}')
    assert len(await line.written()) == 9
    assert line.resyncs == 0


async def test_bytes_are_bounded_too(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "LAG_BYTES", 100)
    for seq in range(1, 5):
        line.push(seq, "x" * 40)
    assert await line.written() == ["x" * 40] * 2


async def test_full_sets_that_are_not_read_count_too(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "LAG_BYTES", 100)
    line.push(1, "m1")
    full = Message(1, "x" * 60, line.last, is_full=True)
    line.browser.push_with_care(full)
    line.browser.push_with_care(full)
    line.push(2, "m2")
    assert await line.written() == ["m1", full.event["text"]]
    assert line.browser.is_behind
    line.browser.hear('{"ack": 1}')
    assert line.resyncs == 1


async def test_one_message_larger_than_the_bound_still_goes_out(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "LAG_BYTES", 100)
    line.push(1, "x" * 200)
    assert await line.written() == ["x" * 200]


async def test_a_browser_that_never_reads_is_told_to_come_back(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "LAG_MESSAGES", 1)
    monkeypatch.setattr(bounds, "LAG_SECONDS", -1.0)
    line.push(1, "a")
    line.push(2, "b")
    line.browser.beat("{}")
    line.push(3, "c")
    await line.written()
    assert line.sent[1:] == [{"type": "websocket.close", "code": TRY_AGAIN_LATER}]


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '{"ack": "x"}', '{"ack": null}', "\x00"])
async def test_what_a_browser_should_not_say_is_ignored(line: Line, text: str) -> None:
    line.push(1, "m1")
    line.browser.hear(text)
    assert await line.written() == ["m1"]
    assert line.resyncs == 0
