"""What receptionists do all day, done on the real desk by a hand that counts what it presses."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from . import ways
from .demo import Demo
from .hand import Hand
from .screen import COLLEAGUE

MOBILE = "+44 7700 900155"
Way = Callable[[Demo, Page, Hand], None]


@dataclass(frozen=True)
class Task:
    """`known` says the best that was found elsewhere, `best` and `best_mouse` in acts, a number for
    each part, None where nothing was found; `short_of` says why the desk does not reach it."""

    name: str
    known: str
    best: tuple[int, ...] | None
    keyboard: Way
    mouse: Way
    best_mouse: tuple[int, ...] | None = None
    short_of: str = ""


NOT_BY_ITSELF = "Nothing opens by itself: the focus never moves unasked. The note line is open."
# The best known: what other consoles' documents describe, counted by hand.
TASKS = (
    Task("Answer the next call", "1 key", (1,), ways.answer_next, ways.click_answer),
    Task("Answer a particular caller", "1 key", (1,), ways.answer_second, ways.click_second),
    Task(
        "Blind transfer by name", "letters + 1 key; one drag", (1,), ways.blind, ways.drag_blind,
        best_mouse=(1,),
    ),
    Task(
        "The same, search opened by its key", "letters + 2 keys", (2,), ways.slowly, ways.click_row
    ),
    Task("Consult, then connect", "letters + 3", (3,), ways.consult, ways.click_consult),
    Task("Transfer that comes home", "letters + 1 click", (1,), ways.safely, ways.click_safe),
    Task("To voicemail", "1 drag or 2 clicks", (2,), ways.to_voicemail, ways.click_voicemail, (1,)),
    Task("To a mobile", "1 drag or 2 clicks", (2,), ways.to_mobile, ways.click_mobile, (2,)),
    Task("Hold · resume", "1 · 3", (1, 3), ways.hold, ways.click_hold),
    Task("Park · retrieve and answer", "1 · 3", (1, 3), ways.park, ways.click_park),
    Task("The colleague is busy", "1 choice", (1,), ways.is_busy, ways.click_busy, (1,)),
    Task(
        "Take a message: open the form", "0 keys", (0,), ways.message, ways.click_message,
        short_of=NOT_BY_ITSELF,
    ),
    Task("Rescue a queued caller", "1 drag", None, ways.rescue, ways.click_take, (1,)),
    Task("Dial from a CRM", "1 click + 1 to confirm", (2,), ways.dial, ways.click_dial, (2,)),
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    task: Task
    keyboard: Hand
    mouse: Hand

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


def performed(office: Demo, page: Page) -> list[Row]:
    """Every task, by keyboard and by mouse, each on a fresh desk in an office without calls."""
    prepare(office, page)
    rows = []
    for task in TASKS:
        hands = []
        for way in (task.keyboard, task.mouse):
            office.pbx.do("clear")
            page.goto(f"{office.url}/desk/")
            expect(page.get_by_role("status", name="PBX link")).to_have_text("live")
            expect(page.locator("main [data-number]:not(.person)")).to_have_count(0)
            hand = Hand(page)
            way(office, page, hand)
            hands.append(hand)
        rows.append(Row(task, *hands))
    return rows
