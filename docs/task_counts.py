"""`python -m docs.task_counts`: writes docs/tasks.md, what each task of a receptionist costs.

The tasks are performed in Chromium on the desk of a running demo; what is written is what the hand
pressed (tests/browser/tasks.py).
"""

import sys
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests import programs
from tests.browser.browsers import DESKTOP, WITHIN, launched, sign_in
from tests.browser.demo import demo
from tests.browser.tasks import Hand, Row, performed

TABLE = Path(__file__).resolve().parent / "tasks.md"
HEAD = """# What each task costs

Written by `make tasks` from what a hand really pressed on the desk, in Chromium, and checked by a
test: do not edit.

A key with its modifiers is one press, and a drag is one. *Letters* are those of a search; every
console wants them, and they are not counted. They may be typed straight away: two within 180 ms of
each other go to the search, wherever the focus is. The best known elsewhere is counted from the
steps that the documents of other consoles describe; no maker publishes any. Where a task has two
parts, the second gets the caller back.

| Task | By keyboard | By mouse | Best known elsewhere |
|---|---|---|---|
"""
FOOT = """
Monitoring a call (listen, whisper, barge), elsewhere one click for each mode, is not in the table:
the PBX's document has no method for it.
"""


def table(rows: list[Row]) -> str:
    return HEAD + "".join(_line(row) for row in rows) + FOOT


def _line(row: Row) -> str:
    known = row.task.known
    if row.falls_short():
        known = f"{known}. **Not reached.** {row.task.short_of}"
    return f"| {row.task.name} | {_said(row.keyboard)} | {_said(row.mouse)} | {known} |\n"


def _said(hand: Hand) -> str:
    """As `1 · 2 (P · K, 1)`: the counts of its parts, and what was pressed."""
    letters = "letters + " if "letters" in hand.pressed else ""
    counts = " · ".join(str(count) for count in hand.counts)
    pressed = ", ".join(hand.pressed).replace(", ·,", " ·")
    return f"{letters}**{counts}** ({pressed})"


def main() -> None:
    expect.set_options(timeout=WITHIN)
    with (
        demo() as office,
        sync_playwright() as playwright,
        launched(playwright, programs.headless_chromium()) as browser,
    ):
        context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce")
        TABLE.write_text(table(performed(office, sign_in(context, office, "ruth"))))
    sys.stdout.write(f"Wrote docs/{TABLE.name}\n")


if __name__ == "__main__":
    main()
