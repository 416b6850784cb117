"""`manage.py demo` as a stranger starts it, and Chromium in front of it."""

import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests import programs
from tests.servers import free_port, running, until

REPOSITORY = Path(__file__).resolve().parent.parent.parent
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIGN_IN = re.compile(r"sign in as (\S+) with (\S+)")
WITHIN = 5_000  # ms: what a person would call "at once", with slack for a busy machine

expect.set_options(timeout=WITHIN)


class Pbx:
    """The simulator's control port: what people do with their phones, and what the PBX heard."""

    def __init__(self, address: str) -> None:
        self.http = httpx2.Client(base_url=address, timeout=10)

    def do(self, deed: str, **values: Any) -> Any:
        answer = self.http.post(f"/{deed}", json=values)
        assert answer.status_code == 200, f"{deed}: {answer.text}"
        return answer.json()["result"]

    def heard(self, method: str) -> list[dict[str, Any]]:
        """The parameters of every request of `method` so far, oldest first."""
        return [each["params"] for each in self.do("received") if each["method"] == method]

    def legs_of(self, extension: str) -> list[dict[str, Any]]:
        return [leg for leg in self.do("truth")["legs"] if leg["device"] == extension]


class Demo:
    """A running demo with a quiet office."""

    def __init__(self, lines: list[str]) -> None:
        text = "\n".join(lines)
        self.url = re.findall(r"http://\S+", text)[0].rstrip("/")
        self.passwords = dict(SIGN_IN.findall(text))
        self.pbx = Pbx(re.findall(r"control: (http://\S+)", text)[0])


@contextmanager
def demo(scenario: str = "quiet", **environment: str) -> Iterator[Demo]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "manage.py", "demo", "--port", str(free_port())]
        more = ["--scenario", scenario, "--data", str(Path(folder, "demo.sqlite3"))]
        with running([*command, *more], stdout=subprocess.PIPE, cwd=REPOSITORY) as child:
            assert child.stdout is not None
            lines: list[str] = []
            for line in child.stdout:
                lines.append(line)
                if line.startswith("Stop"):
                    break
            place = Demo(lines)
            assert until(lambda: _answers(place.url)), "the console does not answer"
            yield place


def _answers(url: str) -> bool:
    try:
        return httpx2.get(f"{url}/healthz", timeout=1).status_code == 200
    except httpx2.HTTPError:
        return False


@pytest.fixture(scope="module")
def office() -> Iterator[Demo]:
    with demo() as place:
        yield place


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=programs.chromium(), args=CHROMIUM_OPTIONS
        )
        yield browser
        browser.close()


@pytest.fixture
def contexts(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    opened: list[BrowserContext] = []

    def one(**options: Any) -> BrowserContext:
        context = chromium.new_context(viewport={"width": 1440, "height": 900}, **options)
        opened.append(context)
        return context

    yield one
    for context in opened:
        context.close()


def sign_in(context: BrowserContext, place: Demo, name: str, path: str = "/") -> Page:
    """A page of the signed-in operator, with an error of its scripts failing the test."""
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"a script failed: {error}"))
    page.goto(f"{place.url}{path}")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password", exact=True).fill(place.passwords[name])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/accounts/login" not in url)
    return page


@pytest.fixture
def desk(office: Demo, contexts: Callable[..., BrowserContext]) -> Page:
    """Ruth at her desk, live, in an office without calls."""
    office.pbx.do("clear")
    page = sign_in(contexts(), office, "ruth", "/desk/")
    expect(page.get_by_role("status", name="PBX link")).to_have_text("live")
    return page
