"""Consoles side by side, the layer between them, and the lease that one of them holds."""

import contextlib
import signal
from pathlib import Path
from typing import Any

import httpx2
import psycopg

from tests import servers
from tests.consoles import PBX, Console, Pbx, Watcher, eventually, signed_in

FAILOVER = 20.0  # seconds, by the figures to reach; here the lease is short


class Layer:
    """A Redis that can go away and come back at the same address."""

    def __init__(self) -> None:
        self._running = contextlib.ExitStack()
        self.url = self._running.enter_context(servers.redis())

    def __enter__(self) -> "Layer":
        return self

    def __exit__(self, *_: object) -> None:
        self._running.close()

    def stop(self) -> None:
        self._running.close()

    def start(self) -> None:
        port = int(self.url.rpartition(":")[2].partition("/")[0])
        self._running.enter_context(servers.redis(port))


class Fleet:
    def __init__(
        self,
        variables: dict[str, str],
        pbx: Pbx,
        layer: Layer,
        cluster: servers.Cluster,
        folder: Path,
    ) -> None:
        self.variables = variables
        self.pbx = pbx
        self.layer = layer
        self.cluster = cluster
        self.database = cluster.url
        self.folder = folder
        self._running: list[Console] = []
        self._watchers: list[Watcher] = []
        self._client: httpx2.Client | None = None

    def start(self, count: int = 1, *options: str) -> list[Console]:
        """That many consoles more, each serving when this returns."""
        started = []
        for _ in range(count):
            log = self.folder / f"serve-{len(list(self.folder.iterdir()))}.log"
            started.append(Console(self.variables, log, *options))
        self._running += started
        for console in started:
            eventually(console.serves, within=servers.READY_WITHIN)
        return started

    def watch(self, console: Console, session: httpx2.Client | None = None) -> Watcher:
        """A live screen at this console, in `session` or in one that all consoles share."""
        if session is None:
            session = self._client = self._client or signed_in(console)
        client = httpx2.Client(base_url=console.url, cookies=session.cookies, timeout=10)
        watcher = Watcher(console, client)
        self._watchers.append(watcher)
        eventually(watcher.is_live, within=FAILOVER)
        return watcher

    def pair(self) -> tuple[Console, Watcher, Console, Watcher]:
        """The holder with a screen, and another console with one."""
        self.start(2)
        return self.screens()

    def screens(self) -> tuple[Console, Watcher, Console, Watcher]:
        """The same at the two consoles that were started last."""
        first, second = self._running[-2:]
        eventually(lambda: self.holder() is not None)
        holder = self.holder()
        other = second if holder is first else first
        assert holder is not None
        return holder, self.watch(holder), other, self.watch(other)

    def holder(self) -> Console | None:
        """The console whose process holds an unexpired lease."""
        row = self.ask("SELECT holder FROM links_lease WHERE expires > now()")
        pid = int(row[0].split(":")[1]) if row else 0
        return next((one for one in self._running if one.process.pid == pid), None)

    def generation(self) -> int:
        row = self.ask("SELECT generation FROM links_lease")
        assert row is not None
        return int(row[0])

    def ask(self, question: str, *values: Any) -> tuple[Any, ...] | None:
        with psycopg.connect(self.database) as connection:
            return connection.execute(question, values).fetchone()

    def sign_out(self) -> None:
        """Forget the session that all consoles share: it may have been ended."""
        self._client = None

    def end(self) -> None:
        for watcher in self._watchers:
            watcher.close()
        for console in self._running:
            if console.process.poll() is None:
                console.signal(signal.SIGCONT)
                console.signal(signal.SIGTERM)
        for console in self._running:
            console.end()
        self._running.clear()
        self._watchers.clear()


__all__ = ["PBX", "Fleet", "Layer"]
