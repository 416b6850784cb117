"""Input: how soon a large desk answers the operator's hand while calls come and go

A scripted operator types, presses keys, points and clicks in a real Chromium; the Event Timing API
says how long each input waited for the page (`processingStart − startTime`) and until its effect
was painted. It leaves out what took less than 16 ms: those count as 16 ms. The peer is the same
page of the same office while nobody calls.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench.office import hold_calls
from bench.served import Served, consoled, staffed
from bench.timing import Target, row
from tests import programs
from tests.browser.browsers import launched
from tests.consoles import DESK, Pbx, simulated

EXTENSIONS, IN_CALLS = 1_000, 40
CALLS_PER_MINUTE = 60
QUEUE = 25
UNSEEN = 16.0  # ms: the API tells of nothing that took less
PEER = "the same page while nobody calls"
LIVE_WITHIN = 60_000  # ms
OWN_CALLER = "442079460812"
WATCH = """
window.felt = [];
window.moved = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) {
    window.felt.push([one.name, one.processingStart - one.startTime, one.duration]);
  }
}).observe({ type: 'event', durationThreshold: 16 });
const CONTROL = 'button, a, input, select, textarea, summary, [data-call], .lamp, .person';
new PerformanceObserver((list) => {
  const moves = list.getEntries().flatMap(({ sources }) => sources);
  for (const { node, previousRect, currentRect } of moves) {
    if (!previousRect.width || !currentRect.width) continue; // out of sight
    const one = node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement;
    if (!one || !(one.matches(CONTROL) || one.querySelector(CONTROL))) continue;
    const box = ({ x, y }) => `${Math.round(x)},${Math.round(y)}`;
    window.moved.push(`${one.id || one.className}: ${box(previousRect)} to ${box(currentRect)}`);
  }
}).observe({ type: 'layout-shift' });
"""
HANDLED = ("keydown", "pointerdown", "pointerup", "click", "pointerover", "mouseover", "input")


@dataclass
class Felt:
    """Milliseconds of every input: until the page took it, and until its effect was painted."""

    delays: list[float]
    durations: list[float]


def share(values: list[float], part: float) -> float:
    assert values, "the operator did nothing"
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


class Callers:
    """So many calls a minute: each rings, is answered and ends; some at the desk, some queue."""

    def __init__(self, pbx: Pbx, accounts: list[str], per_minute: float) -> None:
        self.begun = 0
        self._pbx, self._accounts = pbx, accounts
        self._every = 60 / per_minute
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Callers":
        self._thread.start()
        return self

    def __exit__(self, *why: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        ringing: list[tuple[str, str]] = []
        talking: list[str] = []
        while not self._over.wait(self._every / 3):
            self._begin(ringing)
            if self._over.wait(self._every / 3):
                return
            if len(ringing) > 1:
                self._go_on(*ringing.pop(0), talking)
            if self._over.wait(self._every / 3):
                return
            if len(talking) > 2:
                self._pbx.do("hang_up", talking.pop(0))

    def _begin(self, ringing: list[tuple[str, str]]) -> None:
        self.begun += 1
        number = f"4411849600{self.begun % 100:02}"
        if self.begun % 6 == 0:
            self._pbx.do("incoming_call", DESK, number=number)
            ringing.append((number, ""))
        elif self.begun % 6 == 3:
            self._pbx.do("queue_call", QUEUE, number=number)
            ringing.append((number, ""))
        else:
            to = self._accounts[self.begun * 37 % len(self._accounts)]
            self._pbx.do("incoming_call", to, number=number)
            ringing.append((number, to))

    def _go_on(self, number: str, to: str, talking: list[str]) -> None:
        if to:
            self._pbx.do("answer", to)
        talking.append(number)


def works(page: Page) -> None:
    """One round of the operator's hands; it commands nothing but Hold and Resume."""
    search = page.get_by_role("searchbox", name="Search people")
    page.keyboard.press("s")
    search.press_sequentially("kel", delay=70)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("l")
    for arrow in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(arrow)
    page.keyboard.press("Enter")
    for place in (".lamps-place", "#results", ".queues", ".calls-ringing"):
        box = page.locator(place).bounding_box()
        assert box is not None
        for part in (0.2, 0.5, 0.8):
            page.mouse.move(box["x"] + box["width"] * part, box["y"] + box["height"] * part)
    page.locator("#results .person").nth(1).click(position={"x": 60, "y": 10})
    page.keyboard.press("h")
    page.locator("[data-lamp]").nth(7).click()


def felt(page: Page, rounds: Callable[[], bool]) -> Felt:
    """What the operator felt while she worked until `rounds` said that it is enough."""
    counted = f"{list(HANDLED)}.reduce((all, n) => all + (performance.eventCounts.get(n) ?? 0), 0)"
    page.evaluate("window.felt.length = 0")
    before = page.evaluate(counted)
    while rounds():
        works(page)
    page.wait_for_timeout(200)  # the observer is told after the paint
    seen = [one for one in page.evaluate("window.felt") if one[0] in HANDLED]
    quick = [UNSEEN] * (page.evaluate(counted) - before - len(seen))
    return Felt([each[1] for each in seen] + quick, [each[2] for each in seen] + quick)


@contextmanager
def large(extensions: int) -> Iterator[tuple[Pbx, Served, list[str]]]:
    """An office of this size, some of it in calls, the operator talking."""
    with simulated() as pbx:
        accounts = staffed(pbx.simulator.world.office, extensions)
        others = [each for each in accounts if each != DESK]
        hold_calls(pbx.simulator, min(IN_CALLS, len(others) // 3), others[::-1])
        pbx.do("incoming_call", DESK, number=OWN_CALLER)
        pbx.do("answer", DESK)
        with consoled(pbx) as served:
            yield pbx, served, others[: len(others) // 2]


@contextmanager
def seated(served: Served, **options: Any) -> Iterator[Page]:
    """The operator's page, live."""
    with sync_playwright() as playwright, launched(playwright, programs.chromium()) as browser:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}} | options)
        session = served.client.cookies["sessionid"]
        url = served.console.url
        context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
        context.add_init_script(WATCH)
        page = context.new_page()
        page.goto(f"{url}/desk/")
        page.locator("html[data-feed=live]").wait_for(timeout=LIVE_WITHIN)
        yield page


def until_begun(callers: Callers, calls: int) -> Callable[[], bool]:
    return lambda: callers.begun < calls


def times(number: int) -> Callable[[], bool]:
    left = iter(range(number))
    return lambda: next(left, None) is not None


def measure(quick: bool) -> Iterator[str]:
    if programs.CHROMIUM.find() is None:
        yield "| input | not measured: no Chromium |" + "  |" * 6
        return
    calls = 5 if quick else 60
    with large(EXTENSIONS) as (pbx, served, accounts), seated(served) as page:
        works(page)
        quiet = felt(page, times(1 if quick else 10))
        with Callers(pbx, accounts, CALLS_PER_MINUTE) as callers:
            busy = felt(page, until_begun(callers, calls))
    what = f"{EXTENSIONS:,} lamps, {CALLS_PER_MINUTE} calls/min"
    for part, name in ((0.5, "p50"), (0.95, "p95")):
        target = Target(50, unit="ms") if part == 0.95 else None
        ours, theirs = share(busy.delays, part), share(quiet.delays, part)
        yield row(f"{what}, input delay, {name}", PEER, ours, theirs, "ms", target, 1)
        ours, theirs = share(busy.durations, part), share(quiet.durations, part)
        yield row(f"{what}, input to paint, {name}", PEER, ours, theirs, "ms", None, 1)
