"""Real `manage.py serve` processes for tests, the PBX they link to, and screens that watch them."""

import asyncio
import contextlib
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import httpx2
import pytest
from cryptography.fernet import Fernet
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from console.simulator import Simulator
from tests.servers import free_port, listens, until

Result = TypeVar("Result")
REPOSITORY = Path(__file__).resolve().parent.parent
MANAGE = (sys.executable, "manage.py")
SQLITE = "sqlite:///"
PBX = "office"
DESK = "123007"
PASSWORD = "reception-desk-7"
SOON = 10.0  # seconds: far longer than anything here takes on a busy machine
STOPS_WITHIN = 15.0
OURS = {
    "SECRET_KEY",
    "DEBUG",
    "ALLOWED_HOSTS",
    "PUBLIC_URL",
    "DATABASE_URL",
    "REDIS_URL",
    "METRICS_TOKEN",
    "EMAIL_URL",
    "EMAIL_FROM",
}
SECRETS = {"SECRET_KEY": "s" * 50, "CREDENTIALS_KEYS": Fernet.generate_key().decode()}
SHORT = {
    "WAIT_HEARTBEAT_EVERY": "0.5",
    "WAIT_STALE_AFTER": "5",
    "WAIT_LIST_EVERY": "2",
    "WAIT_PING_EVERY": "1",
    "WAIT_PONG_WITHIN": "2",
    "WAIT_RETRY_MAX": "0.5",
}


class LoopThread:
    """An event loop in a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def call(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(SOON)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(SOON)
        self._loop.close()


class Pbx:
    """A simulated PBX in a thread of its own, so that tests may wait without stopping it."""

    def __init__(self, scenario: str = "quiet", **options: Any) -> None:
        self._elsewhere = LoopThread()
        self.simulator = Simulator(scenario, **options)
        self._elsewhere.call(self.simulator.start())

    def do(self, deed: str, *args: Any, **values: Any) -> Any:
        """One deed of the simulator's people, or one of its troubles."""

        async def done() -> Any:
            result = getattr(self.simulator, deed)(*args, **values)
            return await result if asyncio.iscoroutine(result) else result

        return self._elsewhere.call(done())

    @property
    def connections(self) -> int:
        return self.simulator.connections

    def sockets(self) -> set[Any]:
        """Those that are open now, to be told apart."""
        return set(self.simulator.sockets)

    def overhears(self, socket: Any) -> list[bytes]:
        """Every byte that comes over this socket from now on: pongs and farewells too."""
        came: list[bytes] = []
        read = socket.data_received

        def noted(data: bytes) -> None:
            came.append(data)
            read(data)

        socket.data_received = noted
        return came

    def heard(self, method: str) -> int:
        """How many requests of this method have come so far."""
        return sum(each["method"] == method for each in list(self.simulator.received))

    def close(self) -> None:
        self._elsewhere.call(self.simulator.__aexit__(None, None, None))
        self._elsewhere.close()
        assert self.simulator.violations == []


@contextmanager
def simulated(scenario: str = "quiet", **options: Any) -> Iterator[Pbx]:
    pbx = Pbx(scenario, **options)
    try:
        yield pbx
    finally:
        pbx.close()


def surroundings() -> dict[str, str]:
    """Without what the machine may have set for a console of its own."""
    return {
        name: value
        for name, value in os.environ.items()
        if name not in OURS and not name.startswith("WAIT_")
    }


def environment(**variables: str) -> dict[str, str]:
    """Ours, with short waits."""
    return surroundings() | {"DEBUG": "false"} | SHORT | variables


def manage(
    variables: dict[str, str], *arguments: str, told: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*MANAGE, *arguments],
        cwd=REPOSITORY,
        env=variables,
        input=told,
        capture_output=True,
        text=True,
        timeout=60,
    )


def migrated(database: Path) -> None:
    """Let the SQLite file stand there as after `migrate`, which for itself takes two seconds."""
    database.write_bytes(_template())


@cache
def _template() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder, "template.sqlite3")
        variables = environment(DATABASE_URL=f"{SQLITE}{database}", **SECRETS)
        done = manage(variables, "migrate", "--verbosity", "0")
        assert done.returncode == 0, done.stderr
        with closing(sqlite3.connect(database)) as connection:
            return connection.serialize()


def prepared(variables: dict[str, str], pbx: Pbx) -> None:
    set_up(variables, pbx.simulator.url, PBX, PASSWORD)


def set_up(variables: dict[str, str], address: str, name: str, password: str) -> None:
    """The three commands of the README before `serve`, and nothing else, in one process.

    On SQLite the first finds its work done.
    """
    if variables["DATABASE_URL"].startswith(SQLITE):
        migrated(Path(variables["DATABASE_URL"].removeprefix(SQLITE)))
    secrets = variables | {"PBX_PASSWORD": "demo-password", "OPERATOR_PASSWORD": password}
    link = ["--url", address, "--login", "demo", "--scope", "i_customer=30"]
    place = ["--pbx", name, "--extension", DESK, "--role", "receptionist"]
    steps = (
        ["migrate", "--verbosity", "0"],
        ["addpbx", name, *link, "--password-env", "PBX_PASSWORD"],
        ["addoperator", "ruth", *place, "--password-env", "OPERATOR_PASSWORD"],
    )
    done = manage(secrets, "steps", told="\n".join(json.dumps(step) for step in steps))
    assert done.returncode == 0, done.stderr


class Console:
    """A running `serve` and what it wrote."""

    def __init__(self, variables: dict[str, str], log: Path, *options: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = log
        with log.open("w") as file:
            self.process = subprocess.Popen(
                [*MANAGE, "serve", "--port", str(self.port), *options],
                cwd=REPOSITORY,
                env=variables,
                stdout=file,
                stderr=file,
            )

    def serves(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        return listens(self.port)

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def stop(self) -> int:
        """Ask it to end, as a supervisor does; returns the exit code."""
        self.signal(signal.SIGTERM)
        return self.process.wait(STOPS_WITHIN)

    def end(self) -> None:
        if self.process.poll() is not None:
            return
        self.signal(signal.SIGCONT)
        try:
            self.stop()
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextmanager
def serving(variables: dict[str, str], folder: Path, *options: str) -> Iterator[Console]:
    number = len(list(folder.glob("serve-*.log")))
    console = Console(variables, folder / f"serve-{number}.log", *options)
    try:
        assert until(console.serves), console.log.read_text()
        yield console
    finally:
        console.end()


def signed_in(console: Console, username: str = "ruth") -> httpx2.Client:
    """A client with the session of an operator, by the form that stands before every page."""
    client = httpx2.Client(base_url=console.url, timeout=SOON)
    client.get("/accounts/login/")
    form = {"login": username, "password": PASSWORD, "csrfmiddlewaretoken": csrf(client)}
    answer = client.post("/accounts/login/", data=form, headers={"Referer": console.url})
    assert answer.status_code == 302, answer.text
    return client


def csrf(client: httpx2.Client) -> str:
    return str(client.cookies["csrftoken"])


class Watcher:
    """A desk's screen without a browser: the socket, and everything it was sent."""

    def __init__(self, console: Console, client: httpx2.Client, screen: str = "desk") -> None:
        self.client = client
        self.console = console
        self.messages: list[dict[str, Any]] = []
        self.code: int | None = None
        self.closed_at = 0.0
        self._stack = contextlib.ExitStack()
        self._socket = self._stack.enter_context(opened(console, client, screen))
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        with contextlib.suppress(ConnectionClosed):  # the code says more
            for text in self._socket:
                self.messages.append(json.loads(text))
        self.closed_at = time.monotonic()
        self.code = self._socket.close_code

    def sees(self, text: str) -> bool:
        return any(text in message.get("content", "") for message in list(self.messages))

    def has_heard_at_once(self, size: int) -> bool:
        """Whether one message was larger than so many bytes."""
        return any(len(message.get("content", "")) > size for message in list(self.messages))

    def beats(self) -> list[dict[str, Any]]:
        return [message["beat"] for message in list(self.messages) if "beat" in message]

    def link(self) -> str:
        """What the last heartbeat said of the PBX link."""
        beats = self.beats()
        return str(beats[-1]["link"]) if beats else ""

    def numbered(self) -> list[dict[str, Any]]:
        return [message for message in list(self.messages) if "seq" in message]

    def acknowledge(self, waited: float = 0.0) -> None:
        """As the page does: the last number it was sent."""
        ack = {"ack": self.numbered()[-1]["seq"], "waited": waited}
        self._socket.send(json.dumps(ack))

    def is_live(self) -> bool:
        return self.link() == "live"

    def shows(self, text: str, within: float = SOON) -> None:
        assert until(lambda: self.sees(text), within), self.messages[-5:]

    def page(self) -> str:
        answer = self.client.get("/desk/")
        assert answer.status_code == 200, answer.text
        return str(answer.text)

    def key(self, verb: str) -> dict[str, str]:
        """What the page's button of this verb would post: the call and the one-time key."""
        post = re.escape(f'hx-post="/desk/commands/{PBX}/{verb}/"')
        found = re.search(rf"{post} hx-vals='([^']+)'", self.page())
        assert found, f"the page has no key for {verb}"
        values: dict[str, str] = json.loads(found[1])
        return values

    def has(self, verb: str) -> bool:
        return f"/desk/commands/{PBX}/{verb}/" in self.page()

    def press(self, verb: str, **values: str) -> httpx2.Response:
        """Post what the page's button posts, unless other values are given."""
        data = (self.key(verb) | values) if "key" not in values else values
        data |= {"csrfmiddlewaretoken": csrf(self.client)}
        headers = {"Referer": self.console.url}
        address = f"/desk/commands/{PBX}/{verb}/"
        return self.client.post(address, data=data, headers=headers)

    def close(self) -> None:
        self._stack.close()
        self._thread.join(SOON)


def opened(
    console: Console, client: httpx2.Client | None, screen: str = "desk", **options: Any
) -> connect:
    """A socket to be opened by `with`, with the cookie of `client` if there is one."""
    headers = {"Cookie": f"sessionid={client.cookies['sessionid']}"} if client else {}
    address = f"ws://127.0.0.1:{console.port}/live/{screen}/{PBX}/"
    given = {"origin": console.url, "proxy": None, "open_timeout": SOON} | options
    return connect(address, additional_headers=headers, **given)


def deaf(console: Console, client: httpx2.Client) -> socket.socket:
    """A screen that asks for its socket and never reads a byte of what comes after."""
    line = socket.create_connection(("127.0.0.1", console.port))
    line.sendall(
        (
            "GET /live/desk/office/ HTTP/1.1\r\n"
            f"Host: 127.0.0.1:{console.port}\r\nOrigin: {console.url}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
            f"Cookie: sessionid={client.cookies['sessionid']}\r\n\r\n"
        ).encode()
    )
    eventually(lambda: b"101 Switching" in line.recv(4096, socket.MSG_PEEK))
    return line


def refused(console: Console, client: httpx2.Client | None, **options: Any) -> int:
    """The status with which a socket is refused."""
    with pytest.raises(InvalidStatus) as refusal:
        opened(console, client, **options).close()  # type: ignore[attr-defined]
    return refusal.value.response.status_code


@contextmanager
def watching(console: Console, client: httpx2.Client | None = None) -> Iterator[Watcher]:
    """A live screen of ruth's desk."""
    watcher = Watcher(console, client or signed_in(console))
    try:
        assert until(watcher.is_live, SOON), console.log.read_text()
        yield watcher
    finally:
        watcher.close()


def eventually(condition: Callable[[], bool], within: float = SOON) -> None:
    assert until(condition, within)
