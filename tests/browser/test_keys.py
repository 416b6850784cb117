"""The map of the keyboard: shown on every key, changed by the operator, and never silent."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from .demo import Demo
from .hand import Hand
from .screen import CALLER, active, held, key, link, rings, search, talks

SAID = "#said"


def letter(place: Locator) -> str:
    """What stands in the box on a key."""
    script = "hint => getComputedStyle(hint, '::before').content.replaceAll('\"', '')"
    return str(place.locator(".hint").evaluate(script))


def prefer(page: Page, place: Demo, **letters: str) -> None:
    page.goto(f"{place.url}/preferences/")
    for act, wanted in letters.items():
        page.locator(f"[name=key_{act}]").fill(wanted)
    key(page, "Save").click()


@pytest.fixture
def usual(office: Demo, enter: Callable[..., Page]) -> Iterator[None]:
    """Whatever a test chose, the next one finds the usual letters."""
    yield
    page = enter(office, path="/preferences/")
    page.get_by_label("Single letters, outside text fields").check()
    page.get_by_role("radio", name="Alt+Shift", exact=True).check()
    key(page, "Save").click()
    key(page, "Back to the usual letters").click()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()


def test_every_key_shows_its_letter_and_tells_screen_readers(office: Demo, desk: Page) -> None:
    talks(office, desk)
    shown = {"Hold": "H", "Transfer": "T", "Consult": "C", "Conference": "F", "End": "E"}
    for name, wanted in shown.items():
        assert letter(key(active(desk), name)) == wanted
    spare = "T Alt+Shift+X"
    expect(key(active(desk), "Transfer")).to_have_attribute("aria-keyshortcuts", spare)
    expect(key(desk, "Dial")).to_have_attribute("aria-keyshortcuts", "D Alt+Shift+D")
    expect(search(desk)).to_have_attribute("aria-keyshortcuts", "/ S Alt+Shift+S")
    desk.keyboard.press("h")
    expect(held(desk)).to_have_count(1)
    assert letter(key(held(desk), "Resume")) == "4"
    expect(key(held(desk), "Resume")).to_have_attribute("aria-keyshortcuts", "4 Alt+Shift+4")


def test_a_changed_letter_is_on_the_key_and_works(office: Demo, desk: Page, usual: None) -> None:
    prefer(desk, office, hold="g", conference="h", end="")
    expect(desk.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    desk.goto(f"{office.url}/desk/")
    talks(office, desk)
    assert letter(key(active(desk), "Hold")) == "G"
    expect(key(active(desk), "End").locator(".hint")).to_be_hidden()
    Hand(desk).letters("eg")  # together they are typing, as ever
    desk.keyboard.press("Alt+Shift+G")
    expect(held(desk)).to_have_attribute("data-number", CALLER)
    desk.keyboard.press("Alt+Shift+E")
    assert office.pbx.commands() == ["hold_call"]
    search(desk).fill("")
    search(desk).blur()
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog", name="All keys")).to_contain_text("no key")


def test_two_acts_on_one_letter_are_refused_where_they_stand(
    office: Demo, desk: Page, usual: None
) -> None:
    prefer(desk, office, hold="e")
    expect(desk.get_by_role("alert")).to_contain_text("Nothing was saved yet.")
    expect(desk.locator("[name=key_end]")).to_have_attribute("aria-invalid", "true")
    expect(desk.get_by_text("E does two things.")).to_be_visible()


def test_single_letters_can_be_switched_off(office: Demo, desk: Page, usual: None) -> None:
    desk.goto(f"{office.url}/preferences/")
    desk.get_by_label("Single letters, outside text fields").uncheck()
    desk.get_by_role("radio", name="Ctrl+Alt+Shift").check()
    key(desk, "Save").click()
    desk.goto(f"{office.url}/desk/")
    talks(office, desk)
    expect(key(active(desk), "Hold")).to_have_attribute("aria-keyshortcuts", "Control+Alt+Shift+H")
    for each in ("h", "Enter", "Alt+Shift+H"):
        desk.keyboard.press(each)
    desk.keyboard.press("Control+Alt+Shift+E")
    expect(active(desk)).to_have_count(0)
    assert office.pbx.commands() == ["terminate_call"]


@pytest.mark.parametrize(
    ("pressed", "sentence"),
    [
        ("h", "No call to hold or resume."),
        ("Enter", "No one is ringing."),
        ("2", "Slot 2 is free."),
        ("p", "No active call to park."),
        ("n", "No active call to note something on."),
        ("Alt+Shift+U", "No transfer to pull back."),
    ],
)
def test_a_press_that_does_nothing_says_so(desk: Page, pressed: str, sentence: str) -> None:
    desk.keyboard.press(pressed)
    expect(desk.locator(SAID)).to_have_text(sentence)
    expect(desk.locator(SAID)).to_have_attribute("aria-live", "polite")


def test_a_key_that_is_off_says_why(office: Demo, desk: Page) -> None:
    talks(office, desk)
    office.pbx.do("stop")
    try:
        expect(link(desk)).to_contain_text("lost")
        desk.keyboard.press("h")
        expect(desk.locator(SAID)).to_contain_text("Keys are off: no connection.")
    finally:
        office.pbx.do("start")
        expect(link(desk)).to_have_text("live", timeout=15_000)
    assert office.pbx.commands() == []


def test_on_a_cyrillic_layout_the_place_of_the_key_counts(office: Demo, desk: Page) -> None:
    rings(office, desk)
    desk.keyboard.press("Enter")
    expect(active(desk)).to_be_visible()
    for kind in ("keydown", "keyup"):
        desk.evaluate(
            "kind => document.body.dispatchEvent(new KeyboardEvent(kind,"
            " { key: 'р', code: 'KeyH', bubbles: true, cancelable: true }))",
            kind,
        )
    expect(held(desk)).to_have_attribute("data-number", CALLER)
