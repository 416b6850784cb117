"""A real `manage.py serve` with a simulated PBX of any size, and what asks it."""

import json
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple

from bench.consoles import environment
from bench.office import hold_calls
from console.simulator.office import Office
from tests.consoles import (
    PBX,
    Console,
    Pbx,
    eventually,
    opened,
    prepared,
    serving,
    signed_in,
    simulated,
)  # fmt: skip

LAST_ASKED = "get_huntgroup_list"  # when a link comes, after everybody's name
READY_WITHIN = 60.0  # seconds, for a start on a busy machine


class Answer(NamedTuple):
    """Seconds to the first byte and to the last, and what the process worked for them."""

    first: float
    whole: float
    worked: float


class Served:
    """One office at work: its PBX, its console, and an operator's session."""

    def __init__(self, pbx: Pbx, console: Console) -> None:
        self.pbx, self.console = pbx, console
        self._worked: dict[Path, int] = {}
        eventually(self.is_live, READY_WITHIN)
        eventually(lambda: pbx.heard(LAST_ASKED) > 0, READY_WITHIN)
        self.client = signed_in(console)

    def is_live(self) -> bool:
        return self.link() == "live"

    def link(self) -> str:
        connection = HTTPConnection("127.0.0.1", self.console.port, timeout=READY_WITHIN)
        connection.request("GET", "/readyz")
        answer = json.loads(connection.getresponse().read())
        connection.close()
        return str(answer["links"].get(PBX, ""))

    def cool(self) -> None:
        """Change everything that the desk shows: the link goes and comes back."""
        heard = self.pbx.heard(LAST_ASKED)
        self.pbx.do("drop_connections")
        eventually(lambda: self.pbx.heard(LAST_ASKED) > heard and self.is_live(), READY_WITHIN)

    def worked(self) -> float:
        """Seconds that all threads of the process have been on a CPU, those that ended too."""
        for each in Path(f"/proc/{self.console.process.pid}/task").glob("*/schedstat"):
            with suppress(FileNotFoundError, ProcessLookupError):
                self._worked[each] = int(each.read_text().split()[0])
        return sum(self._worked.values()) / 1e9

    def get(self, path: str) -> Answer:
        """On a connection that is open already."""
        connection = HTTPConnection("127.0.0.1", self.console.port, timeout=READY_WITHIN)
        connection.connect()
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        cookies = f"sessionid={self.client.cookies['sessionid']}"
        worked, began = self.worked(), time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookies})
        answer = connection.getresponse()
        first = time.perf_counter() - began
        text = answer.read()
        whole = time.perf_counter() - began
        connection.close()
        assert answer.status == 200, text[:500]
        return Answer(first, whole, self.worked() - worked)

    def screen(self) -> dict[str, Any]:
        """Where a client finds the desk's socket, and what it must bring."""
        return {
            "uri": f"ws://127.0.0.1:{self.console.port}/live/desk/{PBX}/",
            "origin": self.console.url,
            "additional_headers": {"Cookie": f"sessionid={self.client.cookies['sessionid']}"},
        }

    def full_set(self) -> float:
        """Seconds from opening the desk's socket to its first full set of regions."""
        began = time.perf_counter()
        with opened(self.console, self.client, max_size=None) as screen:
            while not json.loads(screen.recv(READY_WITHIN)).get("full"):
                pass
            return time.perf_counter() - began


def staffed(office: Office, extensions: int) -> list[str]:
    """Let so many work there, and return their accounts."""
    office.hire(extensions)
    accounts = list(office.extensions)[:extensions]
    office.extensions = {each: office.extensions[each] for each in accounts}
    for group in office.hunt_groups:
        group.members = dict.fromkeys(group.members.keys() & office.extensions.keys(), True)
    return accounts


@contextmanager
def served(extensions: int, calls: int) -> Iterator[Served]:
    """An office of this size, its calls begun, its console live."""
    with simulated() as pbx:
        accounts = staffed(pbx.simulator.world.office, extensions)
        hold_calls(pbx.simulator, calls, accounts)
        with consoled(pbx) as office:
            yield office


@contextmanager
def consoled(pbx: Pbx) -> Iterator[Served]:
    """A console of this PBX alone."""
    with tempfile.TemporaryDirectory() as folder:
        variables = environment(DATABASE_URL=f"sqlite:///{folder}/db.sqlite3")
        prepared(variables, pbx)
        with serving(variables, Path(folder)) as console:
            yield Served(pbx, console)
