"""A mail server for tests: a real SMTP conversation on a port of loopback, and what it took.

It answers `said` to a command ("RCPT": "550 no such mailbox"), or hangs up on it where that is "".
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from tests.consoles import LoopThread


class Mailbox:
    def __init__(self) -> None:
        self.said: dict[str, str] = {}
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.conversations = 0
        self.port = 0
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._converse, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.conversations += 1
        writer.write(b"220 mailbox\r\n")
        try:
            while line := await reader.readline():
                if not await self._answer(line.decode().strip(), reader, writer):
                    break
        finally:
            writer.close()

    async def _answer(
        self, line: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Whether the conversation goes on."""
        verb = line.partition(" ")[0].upper()
        answer = self.said.get(verb, {"DATA": "354 go on", "QUIT": "221 bye"}.get(verb, "250 ok"))
        if verb == "RCPT" and answer.startswith("250"):
            self.recipients.append(line.partition("<")[2].partition(">")[0])
        if verb == "DATA" and answer.startswith("354"):
            writer.write(b"354 go on\r\n")
            answer = await self._letter(reader)
        if answer:
            writer.write(f"{answer}\r\n".encode())
        return bool(answer) and verb != "QUIT"

    async def _letter(self, reader: asyncio.StreamReader) -> str:
        lines = []
        while (line := await reader.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        answer = self.said.get("LETTER", "250 kept")
        if answer.startswith("250"):
            letter = message_from_bytes(b"".join(lines), policy=policy.default)
            assert isinstance(letter, EmailMessage)
            self.letters.append(letter)
        return answer


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    elsewhere, server = LoopThread(), Mailbox()
    elsewhere.call(server.start())
    try:
        yield server
    finally:
        elsewhere.call(server.stop())
        elsewhere.close()
