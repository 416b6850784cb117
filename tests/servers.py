"""Real servers for tests, on free ports of loopback, stopped when their block ends."""

import contextlib
import os
import pwd
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from tests import programs

READY_WITHIN = 60.0  # seconds; a cold PostgreSQL on a slow disk takes five, anything on a busy
# machine many more


class NotReady(Exception):
    """A server did not start; the argument is what it wrote."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(is_ready: Callable[[], bool], within: float = READY_WITHIN) -> bool:
    """Ask again and again, briefly apart, whether something outside this process has happened."""
    ends = time.monotonic() + within
    pause = 0.01
    while not is_ready():
        if time.monotonic() > ends:
            return False
        time.sleep(pause)
        pause = min(pause * 2, 0.2)
    return True


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running(
    arguments: list[str], end_by: signal.Signals = signal.SIGTERM, **options: object
) -> Iterator[subprocess.Popen[str]]:
    """A child that is told to end by `end_by`, and killed when it does not."""
    child = subprocess.Popen(arguments, text=True, **options)  # type: ignore[call-overload]
    try:
        yield child
    finally:
        child.send_signal(end_by)
        try:
            child.wait(20)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


@contextmanager
def redis(port: int = 0) -> Iterator[str]:
    """The URL of a Redis of our own, without persistence; on `port` if one is given."""
    port = port or free_port()
    arguments = [programs.redis_server(), "--port", str(port), "--bind", "127.0.0.1"]
    with running([*arguments, "--save", "", "--appendonly", "no"], stdout=subprocess.DEVNULL):
        if not until(lambda: listens(port)):
            raise NotReady("redis-server did not listen")
        yield f"redis://127.0.0.1:{port}/0"


class Cluster:
    """A PostgreSQL of our own that can go away and come back at the same address, with its data.

    As root it refuses to run: another user does.
    """

    def __init__(self, base: str) -> None:
        self._folder = programs.postgresql_folder()
        self._base = base
        self._data = str(Path(base, "data"))
        self._running = contextlib.ExitStack()
        self.port = free_port()
        self.url = f"postgres://console@127.0.0.1:{self.port}/postgres"
        user = _unprivileged()
        self._as = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid}
        if user is not None:
            os.chown(base, user.pw_uid, user.pw_gid)
        made = subprocess.run(
            [self._folder / "initdb", "-D", self._data, "-U", "console", "-A", "trust", "-N",
             "-E", "UTF8", "--no-instructions"],
            capture_output=True, text=True, cwd=base, **self._as,
        )  # fmt: skip
        if made.returncode:
            raise NotReady(made.stderr)

    def start(self) -> None:
        server = [
            str(self._folder / "postgres"), "-D", self._data, "-p", str(self.port),
            "-k", self._base, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off",
        ]  # fmt: skip
        options = {"stderr": subprocess.DEVNULL, "cwd": self._base, **self._as}
        self._running.enter_context(running(server, signal.SIGINT, **options))
        if not until(self._answers):
            raise NotReady("postgres did not listen")

    def stop(self) -> None:
        """Every connection is cut, as by a restart."""
        self._running.close()

    def made(self, name: str) -> str:
        """The URL of one more database, empty."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return f"{self.url.rpartition('/')[0]}/{name}"

    def _answers(self) -> bool:
        ask = [self._folder / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run([*ask, "-U", "console"]).returncode == 0


@contextmanager
def cluster() -> Iterator[Cluster]:
    with tempfile.TemporaryDirectory(prefix="console-pg-") as base:
        made = Cluster(base)
        made.start()
        try:
            yield made
        finally:
            made.stop()


@contextmanager
def postgresql() -> Iterator[str]:
    """The URL of a cluster that stays for as long as the block."""
    with cluster() as made:
        yield made.url


def _unprivileged() -> pwd.struct_passwd | None:
    """Whom to run PostgreSQL as when we are root; None when we are not."""
    if os.geteuid() != 0:
        return None
    names = {each.pw_name: each for each in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]
