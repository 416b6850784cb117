"""`manage.py demo` as a stranger starts it, and the control port of its PBX."""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

from tests.consoles import MANAGE, REPOSITORY, migrated
from tests.servers import free_port, running, until

SIGN_IN = re.compile(r"sign in as (\S+) with (\S+)")


class Pbx:
    """The simulator's control port: what people do with their phones, and what the PBX heard."""

    def __init__(self, address: str) -> None:
        self.http = httpx2.Client(base_url=address, timeout=10)

    def do(self, deed: str, **values: Any) -> Any:
        if deed == "clear":
            assert self.do("violations") == [], "the console asked for what is not documented"
        answer = self.http.post(f"/{deed}", json=values)
        assert answer.status_code == 200, f"{deed}: {answer.text}"
        return answer.json()["result"]

    def heard(self, method: str) -> list[dict[str, Any]]:
        """The parameters of every request of `method` so far, oldest first."""
        return [each["params"] for each in self.do("received") if each["method"] == method]

    def commands(self) -> list[str]:
        """Every request that changes a call, oldest first."""
        questions = ("get_", "login", "logout", "enable_", "ping")
        methods = [each["method"] for each in self.do("received")]
        return [each for each in methods if not each.startswith(questions)]

    def legs_of(self, extension: str) -> list[dict[str, Any]]:
        return [leg for leg in self.do("truth")["legs"] if leg["device"] == extension]

    def waiting(self, queue: int) -> list[str]:
        """The numbers of those who wait, the first in line first."""
        queues = {each["i_c_queue"]: each for each in self.do("truth")["queues"]}
        return [each["number"] for each in queues[queue]["waiting"]]


class Demo:
    """A running console with a quiet office behind it."""

    def __init__(self, url: str, passwords: dict[str, str], control: str, database: Path) -> None:
        self.url = url.rstrip("/")
        self.passwords = passwords
        self.pbx = Pbx(control)
        self.database = database
        self.sessions: dict[str, Any] = {}

    @classmethod
    def told(cls, lines: list[str], database: Path) -> "Demo":
        """The demo that printed these lines."""
        text = "\n".join(lines)
        control = re.findall(r"control: (http://\S+)", text)[0]
        return cls(
            re.findall(r"http://\S+", text)[0], dict(SIGN_IN.findall(text)), control, database
        )

    def manage(self, *arguments: str, **environment: str) -> None:
        """Run a command of the console on this demo's database."""
        manage(self.database, *arguments, **environment)

    def is_up(self) -> bool:
        try:
            return httpx2.get(f"{self.url}/healthz", timeout=1).status_code == 200
        except httpx2.HTTPError:
            return False


def on(database: Path, **more: str) -> dict[str, str]:
    """The environment of a process on this database."""
    kept = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
    return kept | {"DATABASE_URL": f"sqlite:///{database}"} | more


def manage(database: Path, *arguments: str, **environment: str) -> None:
    done = subprocess.run(
        [*MANAGE, *arguments],
        env=on(database, **environment),
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


@contextmanager
def demo(scenario: str = "quiet") -> Iterator[Demo]:
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder, "demo.sqlite3")
        migrated(database)
        command = [*MANAGE, "demo", "--port", str(free_port()), "--scenario", scenario]
        command += ["--data", str(database)]
        with running(command, stdout=subprocess.PIPE, cwd=REPOSITORY) as child:
            place = Demo.told(lines_until("Stop", child), database)
            assert until(place.is_up), "the console does not answer"
            yield place
            assert place.pbx.do("violations") == [], "the console asked for what is not documented"


def lines_until(start: str, child: subprocess.Popen[str]) -> list[str]:
    """What a child prints, up to the line that begins with `start`."""
    assert child.stdout is not None
    lines: list[str] = []
    for line in child.stdout:
        lines.append(line)
        if line.startswith(start):
            return lines
    raise AssertionError(f"it ended without {start!r}: {lines}")
