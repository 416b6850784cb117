"""Real servers for tests, on free ports of loopback, stopped when their block ends."""

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

from tests import programs

READY_WITHIN = 20.0  # seconds; a cold PostgreSQL on a slow disk takes five


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


@contextmanager
def postgresql() -> Iterator[str]:
    """The URL of a PostgreSQL cluster of our own. As root it refuses to run: another user does."""
    folder = programs.postgresql_folder()
    user = _unprivileged()
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="console-pg-") as base:
        if user is not None:
            os.chown(base, user.pw_uid, user.pw_gid)
        data = Path(base, "data")
        identity = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid}
        made = subprocess.run(
            [folder / "initdb", "-D", data, "-U", "console", "-A", "trust", "-N", "-E", "UTF8"],
            capture_output=True, text=True, cwd=base, **identity,
        )  # fmt: skip
        if made.returncode:
            raise NotReady(made.stderr)
        server = [
            str(folder / "postgres"), "-D", str(data), "-p", str(port), "-k", base,
            "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off",
        ]  # fmt: skip
        with running(server, signal.SIGINT, stderr=subprocess.DEVNULL, cwd=base, **identity):
            if not until(lambda: _answers(folder, port)):
                raise NotReady("postgres did not listen")
            yield f"postgres://console@127.0.0.1:{port}/postgres"


def _answers(folder: Path, port: int) -> bool:
    asked = subprocess.run(
        [folder / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port), "-U", "console"]
    )
    return asked.returncode == 0


def _unprivileged() -> pwd.struct_passwd | None:
    """Whom to run PostgreSQL as when we are root; None when we are not."""
    if os.geteuid() != 0:
        return None
    names = {each.pw_name: each for each in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]
