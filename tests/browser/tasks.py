"""What receptionists do all day, done on the real desk by a hand that counts what it presses,
while what a screen reader is told of it is written down."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from playwright.sync_api import Page

from tests.servers import until

from . import ways
from .demo import Demo
from .ear import LISTENING, heard, hears
from .hand import Hand
from .screen import COLLEAGUE, name_of, quiet

MOBILE = "+44 7700 900155"
Way = Callable[[Demo, Page, Hand], None]


@dataclass(frozen=True)
class Task:
    """`told` is said of it, in this order, with {who} for the colleague. `known` says the best that
    was found elsewhere, `best` and `best_mouse` in acts, a number for each part, None where nothing
    was found; `short_of` says why the desk does not reach it."""

    name: str
    known: str
    best: tuple[int, ...] | None
    keyboard: Way
    mouse: Way
    told: tuple[str, ...] = ()
    best_mouse: tuple[int, ...] | None = None
    short_of: str = ""


NOT_BY_ITSELF = "Nothing opens by itself: the focus never moves unasked. The note line is open."
# The best known: what other consoles' documents describe, counted by hand.
TASKS = (
    Task(
        "Answer the next call", "1 key", (1,), ways.answer_next, ways.click_answer,
        ("Ringing: +44 20 7946 0123", "Answer", "confirmed"),
    ),
    Task(
        "Answer a particular caller", "1 key", (1,), ways.answer_second, ways.click_second,
        ("Ringing:", "Answer", "confirmed"),
    ),
    Task(
        "Blind transfer by name", "letters + 1 key; one drag", (1,), ways.blind, ways.drag_blind,
        ("{who}", "Transfer", "confirmed"), best_mouse=(1,),
    ),
    Task(
        "The same, search opened by its key", "letters + 2 keys", (2,), ways.slowly, ways.click_row,
        ("{who}", "Transfer", "confirmed"),
    ),
    Task(
        "Consult, then connect", "letters + 3", (3,), ways.consult, ways.click_consult,
        ("{who}", "Consult", "Complete transfer", "confirmed"),
    ),
    Task(
        "Transfer that comes home", "letters + 1 click", (1,), ways.safely, ways.click_safe,
        ("{who}", "Safe", "confirmed"),
    ),
    Task(
        "To voicemail", "1 drag or 2 clicks", (2,), ways.to_voicemail, ways.click_voicemail,
        ("{who}", "Voicemail", "confirmed"), best_mouse=(1,),
    ),
    Task(
        "To a mobile", "1 drag or 2 clicks", (2,), ways.to_mobile, ways.click_mobile,
        ("{who}", "Mobile", "confirmed"), best_mouse=(2,),
    ),
    Task(
        "Hold · resume", "1 · 3", (1, 3), ways.hold, ways.click_hold,
        ("Hold", "confirmed", "Resume", "confirmed"),
    ),
    Task(
        "Park · retrieve and answer", "1 · 3", (1, 3), ways.park, ways.click_park,
        ("Park", "confirmed", "Take", "confirmed"),
    ),
    Task(
        "The colleague is busy", "1 choice", (1,), ways.is_busy, ways.click_busy,
        ("Consult", "Back to caller", "confirmed"), best_mouse=(1,),
    ),
    Task(
        "Take a message: open the form", "0 keys", (0,), ways.message, ways.click_message,
        short_of=NOT_BY_ITSELF,
    ),
    Task(
        "Rescue a queued caller", "1 drag", None, ways.rescue, ways.click_take,
        ("Take", "confirmed"), best_mouse=(1,),
    ),
    Task(
        "Dial from a CRM", "1 click + 1 to confirm", (2,), ways.dial, ways.click_dial,
        best_mouse=(2,),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    task: Task
    keyboard: Hand
    mouse: Hand
    heard: list[dict[str, Any]]  # while it was done by keyboard
    is_told: bool

    def falls_short(self) -> bool:
        ways = ((self.keyboard, self.task.best), (self.mouse, self.task.best_mouse))
        return not all(_as_good(hand, best) for hand, best in ways)


def _as_good(hand: Hand, best: tuple[int, ...] | None) -> bool:
    if best is None:
        return True
    assert len(hand.counts) == len(best)
    return all(count <= known for count, known in zip(hand.counts, best, strict=True))


def prepare(office: Demo, page: Page) -> None:
    """A colleague who has a mobile."""
    page.goto(f"{office.url}/people/demo/extensions/{COLLEAGUE}/")
    page.get_by_label("Mobile").fill(MOBILE)
    page.locator("form.directory-form").get_by_role("button", name="Save").click()


def begin(office: Demo, page: Page) -> None:
    """A fresh desk in an office without calls, of which nothing has been said."""
    office.pbx.do("clear")
    page.goto(f"{office.url}/desk/")
    quiet(page)
    page.evaluate("window.heard.length = 0")


def performed(office: Demo, page: Page) -> list[Row]:
    """Every task, by keyboard and by mouse."""
    page.add_init_script(LISTENING)
    prepare(office, page)
    rows = []
    for task in TASKS:
        keyboard, mouse = Hand(page), Hand(page)
        begin(office, page)
        wanted = [words.format(who=name_of(page, COLLEAGUE)) for words in task.told]
        task.keyboard(office, page, keyboard)
        is_told = until(partial(hears, page, wanted))
        told = heard(page)
        begin(office, page)
        task.mouse(office, page, mouse)
        rows.append(Row(task, keyboard, mouse, told, is_told))
    return rows
