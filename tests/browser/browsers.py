"""Browsers in which operators sit down: new ones, and some that one test leaves to the next."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from .demo import Demo

CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WITHIN = 20_000  # ms: tests judge what happens; a machine that runs four at a time may be slow
DESKTOP = {"width": 1440, "height": 900}
# What a page cannot forget.
LASTING = ("add_init_script", "expose_binding", "expose_function", "route_web_socket")
CLOCK = "() => [Date.now, setTimeout].every((each) => each.toString().includes('[native code]'))"
FORGET = "() => { localStorage.clear(); sessionStorage.clear(); }"


@contextmanager
def launched(playwright: Playwright, path: str) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
    yield browser
    browser.close()


def opened(browser: Browser, failures: list[str], **options: Any) -> BrowserContext:
    """A browser with nothing in common with others, which writes down what fails in its pages."""
    # Requests that pass a service worker cannot be stopped by a test.
    usual = {"viewport": DESKTOP, "reduced_motion": "reduce", "service_workers": "block"}
    context = browser.new_context(**usual | options)
    context.set_default_timeout(WITHIN)
    context.on("weberror", lambda error: failures.append(str(error.error)))
    context.on("console", lambda said: failures.append(said.text) if is_fault(said) else None)
    return context


def is_fault(said: Any) -> bool:
    return said.type == "error" and "Content Security Policy" in said.text


def sign_in(context: BrowserContext, place: Demo, name: str, path: str = "/") -> Page:
    """Fill in the form that stands before the page at `path`."""
    page = context.new_page()
    page.goto(f"{place.url}{path}")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password", exact=True).fill(place.passwords[name])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/accounts/login" not in url)
    return page


class Seat:
    """The browser of one operator, in which one test after the other opens its page.

    A page that is loaded where its like was before costs half of one in a new browser, which has
    everything to fetch and to compile; hundreds of tests begin with one.
    """

    def __init__(self, browser: Browser, place: Demo, state: Any) -> None:
        """`state` is hers who sits here: the cookies of somebody who has signed in."""
        self.failures: list[str] = []
        self._url = place.url
        self._cookies = state["cookies"]
        self._context = opened(browser, self.failures, storage_state=state)
        self.page = self._context.new_page()
        for part in (self._context, self.page):
            for verb in LASTING:
                setattr(part, verb, _refused)

    def tidy(self) -> None:
        """Leave nothing that the next test would find."""
        for page in self._context.pages:
            if page != self.page:
                page.close()
        assert self.page.evaluate(CLOCK), "the clock of this page is lost: ask for `new_desk`"
        self._context.set_offline(False)
        self._context.unroute_all()
        self._context.clear_permissions()
        self.page.unroute_all()
        self.page.goto(f"{self._url}/healthz")  # its socket is closed, as with the browser
        self.page.evaluate(FORGET)
        self._context.clear_cookies()
        self._context.add_cookies(self._cookies)
        # Here, where there is next to nothing to lay out and to paint anew.
        self.page.mouse.move(0, 0)
        self.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
        self.page.emulate_media(color_scheme="light")

    def close(self) -> None:
        self._context.close()


def _refused(*_: Any, **__: Any) -> None:
    raise AssertionError("other tests would have to live with that: ask for `new_desk`")
