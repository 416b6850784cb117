"""A slow browser never slows another, and never keeps more than its bounds."""

import asyncio
from typing import Any

import pytest

from console.live import browser as bounds
from console.live.browser import TRY_AGAIN_LATER, Browser


class Line:
    """A browser's socket and the resyncs it was given."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.resyncs = 0
        self.browser = Browser(self._send, self._resync)

    async def _send(self, message: dict[str, Any]) -> None:
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
        line.browser.push(seq, f"m{seq}")
    assert await line.written() == ["m1", "m2", "m3"]


async def test_a_browser_too_far_behind_gets_a_full_set_when_it_reads_again(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "LAG_MESSAGES", 3)
    for seq in range(1, 10):
        line.browser.push(seq, f"m{seq}")
    assert await line.written() == []
    line.browser.hear('{"ack": 1}')
    assert line.resyncs == 1
    line.browser.push(10, "full")
    assert await line.written() == ["full"]


async def test_acknowledged_messages_do_not_count(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "LAG_MESSAGES", 3)
    for seq in range(1, 10):
        line.browser.push(seq, f"m{seq}")
        line.browser.hear(f'{{"ack": {seq}}}')
    assert len(await line.written()) == 9
    assert line.resyncs == 0


async def test_bytes_are_bounded_too(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "LAG_BYTES", 100)
    for seq in range(1, 5):
        line.browser.push(seq, "x" * 40)
    assert await line.written() == []


async def test_one_message_larger_than_the_bound_still_goes_out(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "LAG_BYTES", 100)
    line.browser.push(1, "x" * 200)
    assert await line.written() == ["x" * 200]


async def test_a_browser_that_never_reads_is_told_to_come_back(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "LAG_MESSAGES", 1)
    monkeypatch.setattr(bounds, "LAG_SECONDS", -1.0)
    line.browser.push(1, "a")
    line.browser.push(2, "b")
    line.browser.beat("{}")
    await line.written()
    assert line.sent == [{"type": "websocket.close", "code": TRY_AGAIN_LATER}]


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '{"ack": "x"}', '{"ack": null}', "\x00"])
async def test_what_a_browser_should_not_say_is_ignored(line: Line, text: str) -> None:
    line.browser.push(1, "m1")
    line.browser.hear(text)
    assert await line.written() == ["m1"]
    assert line.resyncs == 0
