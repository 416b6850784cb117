"""Real pages: when each new caller's number stood in the DOM of a desk in Chromium."""

import asyncio
import time

from playwright.async_api import Page, async_playwright

from bench.consoles import ARRIVES_WITHIN, SEEN, Office, check_share
from tests import programs
from tests.browser.browsers import CHROMIUM_OPTIONS
from tests.consoles import Console

PAGES = 3
LIVE_WITHIN = 30_000  # ms
# Same host, same clock: performance.timeOrigin is a moment of the system's clock.
WATCH = """
window.seen = {};
new MutationObserver(() => {
  const now = performance.timeOrigin + performance.now();
  for (const one of document.querySelectorAll('[data-number^="44207946"]')) {
    window.seen[one.dataset.number] ??= now;
  }
}).observe(document, { childList: true, subtree: true, attributes: true });
"""


async def painted(
    office: Office, console: Console, rate: float, seconds: float
) -> list[float] | None:
    """Seconds from the PBX's frame to the DOM of each page; None without Chromium."""
    if programs.CHROMIUM.find() is None:
        return None
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=programs.chromium(), args=CHROMIUM_OPTIONS
        )
        pages = []
        for session in office.sessions[:PAGES]:
            context = await browser.new_context()
            await context.add_cookies([{"name": "sessionid", "value": session, "url": console.url}])
            await context.add_init_script(WATCH)
            page = await context.new_page()
            await page.goto(f"{console.url}/desk/")
            await page.locator("html[data-feed=live]").wait_for(timeout=LIVE_WITHIN)
            pages.append(page)
        clocks = time.time() - time.monotonic()
        sent = await office.pbx.busy(rate, seconds)
        seen = [await _seen(page, list(sent.numbers)[-1]) for page in pages]
        await browser.close()
    delays = [
        at / 1e3 - clocks - sent.numbers[number]
        for page in seen
        for number, at in page.items()
        if number in sent.numbers
    ]
    check_share(len(delays), PAGES * len(sent.numbers), SEEN)
    return delays


async def _seen(page: Page, last: str) -> dict[str, float]:
    """Milliseconds by number, once the page shows what was sent last."""
    ends = time.monotonic() + ARRIVES_WITHIN
    while True:  # by looking: to wait in the page takes an eval, which the console forbids
        seen: dict[str, float] = await page.evaluate("window.seen")
        if last in seen or time.monotonic() > ends:
            return seen
        await asyncio.sleep(0.1)
