"""How a task is done on the desk, by keyboard and by mouse."""

from playwright.sync_api import Locator, Page, expect

from .demo import Demo
from .hand import Hand
from .screen import (
    CALLER,
    COLLEAGUE,
    RUTH,
    active,
    confirmed,
    finds,
    held,
    key,
    name_of,
    region,
    ringing,
    rings,
    talks,
    waiting,
)

OTHERS = ("442079460111", "442079460122", "442079460133")
DIALLED = "442079460999"


def letters_of(page: Page) -> str:
    return name_of(page, COLLEAGUE).lower()


def is_chosen(page: Page) -> None:
    expect(page.locator("[data-target-line]").first).to_contain_text(name_of(page, COLLEAGUE))


def row(page: Page, verb: str) -> Locator:
    """A key of the colleague's row in the list, which is there before any search."""
    return page.get_by_role("button", name=f"{verb} {name_of(page, COLLEAGUE)}", exact=True)


def lamp(page: Page) -> Locator:
    return page.locator(f"[data-lamp][data-target='{COLLEAGUE}']")


# ---- answering


def answer_next(office: Demo, page: Page, hand: Hand) -> None:
    rings(office, page)
    hand.keys("Enter")
    expect(active(page)).to_have_attribute("data-number", CALLER)


def click_answer(office: Demo, page: Page, hand: Hand) -> None:
    rings(office, page)
    hand.click(key(ringing(page).first, "Answer"), "Answer")
    expect(active(page)).to_have_attribute("data-number", CALLER)


def three_ring(office: Demo, page: Page) -> None:
    for number in OTHERS:
        rings(office, page, number)


def answer_second(office: Demo, page: Page, hand: Hand) -> None:
    three_ring(office, page)
    hand.keys("2")
    expect(active(page)).to_have_attribute("data-number", OTHERS[1])


def click_second(office: Demo, page: Page, hand: Hand) -> None:
    three_ring(office, page)
    hand.click(key(ringing(page).nth(1), "Answer"), "Answer")
    expect(active(page)).to_have_attribute("data-number", OTHERS[1])


# ---- transferring


def is_sent(office: Demo, page: Page, to: str = COLLEAGUE) -> None:
    expect(active(page)).to_have_count(0)
    assert [each["cld"] for each in office.pbx.heard("transfer_call")] == [to]


def blind(office: Demo, page: Page, hand: Hand) -> None:
    talks(office, page)
    hand.letters(letters_of(page))
    is_chosen(page)
    hand.keys("Enter")
    is_sent(office, page)


def drag_blind(office: Demo, page: Page, hand: Hand) -> None:
    talks(office, page)
    hand.drag(active(page), lamp(page), "the call onto the lamp")
    is_sent(office, page)


def slowly(office: Demo, page: Page, hand: Hand) -> None:
    talks(office, page)
    hand.keys("/")
    hand.letters(letters_of(page))
    is_chosen(page)
    hand.keys("Enter")
    is_sent(office, page)


def click_row(office: Demo, page: Page, hand: Hand) -> None:
    talks(office, page)
    hand.click(row(page, "Transfer to"), "Transfer in the row")
    is_sent(office, page)


def colleague_answers(office: Demo, page: Page) -> None:
    expect(active(page)).to_contain_text("Calling")
    office.pbx.do("answer", number=COLLEAGUE)
    expect(key(active(page), "Complete transfer")).to_be_enabled()


def are_joined(office: Demo, page: Page) -> None:
    expect(active(page)).to_have_count(0)
    assert len(office.pbx.heard("join_calls")) == 1


def consult(office: Demo, page: Page, hand: Hand) -> None:
    talks(office, page)
    hand.letters(letters_of(page))
    is_chosen(page)
    hand.keys("Alt+Shift+C")
    expect(active(page)).to_contain_text("Pick up your phone")
    hand.keys("Alt+Shift+Enter")
    colleague_answers(office, page)
    hand.keys("Alt+Shift+X")
    are_joined(office, page)


def click_consult(office: Demo, page: Page, hand: Hand) -> None:
    talks(office, page)
    hand.click(row(page, "Consult"), "Consult in the row")
    expect(active(page)).to_contain_text("Pick up your phone")
    hand.click(key(active(page), "Answer"), "Answer")
    colleague_answers(office, page)
    hand.click(key(active(page), "Complete transfer"), "Complete")
    are_joined(office, page)


def is_safe(office: Demo, page: Page) -> None:
    expect(page.locator(".toast")).to_contain_text("comes back in")
    is_sent(office, page)


def safely(office: Demo, page: Page, hand: Hand) -> None:
    talks(office, page)
    hand.letters(letters_of(page))
    is_chosen(page)
    hand.keys("Alt+Shift+Y")
    is_safe(office, page)


def click_safe(office: Demo, page: Page, hand: Hand) -> None:
    talks(office, page)
    hand.click(lamp(page), "the lamp")
    hand.click(key(active(page), "Safe"), "Safe")
    is_safe(office, page)


def to_voicemail(office: Demo, page: Page, hand: Hand) -> None:
    talks(office, page)
    hand.letters(letters_of(page))
    is_chosen(page)
    hand.keys("Alt+Shift+V")
    is_sent(office, page, f"*86{COLLEAGUE}")


def click_voicemail(office: Demo, page: Page, hand: Hand) -> None:
    talks(office, page)
    hand.click(row(page, "Voicemail of"), "Voicemail in the row")
    is_sent(office, page, f"*86{COLLEAGUE}")


def to_mobile(office: Demo, page: Page, hand: Hand) -> None:
    talks(office, page)
    hand.letters(letters_of(page))
    is_chosen(page)
    hand.keys("Alt+Shift+M")
    expect(active(page)).to_have_count(0)
    [sent] = office.pbx.heard("transfer_call")
    assert sent["cld"].endswith("7700900155")


def click_mobile(office: Demo, page: Page, hand: Hand) -> None:
    talks(office, page)
    hand.click(page.locator(f"#results .person[data-target='{COLLEAGUE}'] .person-who"), "the row")
    hand.click(key(active(page), "Mobile"), "Mobile")
    expect(active(page)).to_have_count(0)
    [sent] = office.pbx.heard("transfer_call")
    assert sent["cld"].endswith("7700900155")


# ---- holding and parking


def hold(office: Demo, page: Page, hand: Hand) -> None:
    talks(office, page)
    hand.keys("h")
    expect(held(page)).to_have_attribute("data-number", CALLER)
    hand.then()
    hand.keys("h")
    expect(active(page)).to_have_attribute("data-number", CALLER)


def click_hold(office: Demo, page: Page, hand: Hand) -> None:
    talks(office, page)
    hand.click(key(active(page), "Hold"), "Hold")
    expect(held(page)).to_have_attribute("data-number", CALLER)
    hand.then()
    hand.click(key(held(page), "Resume"), "Resume")
    expect(active(page)).to_have_attribute("data-number", CALLER)


def parked(page: Page) -> Locator:
    return region(page, "Parked").locator("[data-call]")


def park(office: Demo, page: Page, hand: Hand) -> None:
    talks(office, page)
    hand.keys("p")
    expect(parked(page)).to_have_count(1)
    hand.then()
    hand.keys("k")
    expect(key(parked(page), "Take")).to_be_focused()
    hand.keys("1")
    expect(active(page)).to_contain_text("Pick up your phone")
    hand.keys("Alt+Shift+Enter")
    expect(active(page)).to_have_attribute("data-number", CALLER)


def click_park(office: Demo, page: Page, hand: Hand) -> None:
    talks(office, page)
    hand.drag(active(page), page.locator("[data-park-slot]").first, "the call onto the slot")
    expect(parked(page)).to_have_count(1)
    hand.then()
    hand.click(key(parked(page), "Take"), "Take")
    expect(active(page)).to_contain_text("Pick up your phone")
    hand.click(key(active(page), "Answer"), "Answer")
    expect(active(page)).to_have_attribute("data-number", CALLER)


# ---- the rest


def nobody_answers(office: Demo, page: Page) -> None:
    talks(office, page)
    finds(page, name_of(page, COLLEAGUE))
    row(page, "Consult").click()
    expect(active(page)).to_contain_text("Pick up your phone")
    office.pbx.do("answer", number=RUTH)
    expect(active(page)).to_contain_text("Calling")
    office.pbx.do("refuse", number=COLLEAGUE)
    expect(active(page)).to_contain_text("declined.")


def is_back(office: Demo, page: Page) -> None:
    confirmed(page, "Back to caller")
    expect(active(page)).to_have_attribute("data-number", CALLER)
    assert office.pbx.commands()[-1] == "unhold_call"


def is_busy(office: Demo, page: Page, hand: Hand) -> None:
    nobody_answers(office, page)
    hand.keys("Alt+Shift+B")
    is_back(office, page)


def click_busy(office: Demo, page: Page, hand: Hand) -> None:
    nobody_answers(office, page)
    hand.click(key(active(page), "Back to caller"), "Back to caller")
    is_back(office, page)


def message(office: Demo, page: Page, hand: Hand) -> None:
    talks(office, page)
    page.locator("[data-message-for]").first.wait_for()
    hand.keys("w")
    expect(page.get_by_role("dialog", name="Message")).to_be_visible()


def click_message(office: Demo, page: Page, hand: Hand) -> None:
    talks(office, page)
    hand.click(key(active(page), "Message for…"), "Message for…")
    expect(page.get_by_role("dialog", name="Message")).to_be_visible()


def one_waits(office: Demo, page: Page) -> None:
    office.pbx.do("queue_call", queue=25, number=CALLER)
    expect(waiting(page, "Reception")).to_have_count(1)


def rescue(office: Demo, page: Page, hand: Hand) -> None:
    one_waits(office, page)
    hand.keys("q")
    expect(key(waiting(page, "Reception"), "Take")).to_be_focused()
    hand.keys("Enter")
    expect(ringing(page)).to_have_attribute("data-number", CALLER)


def click_take(office: Demo, page: Page, hand: Hand) -> None:
    one_waits(office, page)
    hand.click(key(waiting(page, "Reception"), "Take"), "Take")
    expect(ringing(page)).to_have_attribute("data-number", CALLER)


def from_crm(page: Page, office: Demo) -> Locator:
    page.goto("about:blank")
    page.set_content(f'<a href="{office.url}/dial/?to=%2B{DIALLED}">Call Helen Marsh</a>')
    return page.get_by_role("link")


def is_dialled(office: Demo) -> None:
    [sent] = office.pbx.heard("originate_advanced_call")
    assert sent["callee_id"].lstrip("+") == DIALLED


def dial(office: Demo, page: Page, hand: Hand) -> None:
    from_crm(page, office).focus()
    hand.keys("Enter")
    expect(key(page, "Dial")).to_be_enabled()
    hand.keys("Enter")
    expect(region(page, "Call progress")).to_be_visible()
    is_dialled(office)


def click_dial(office: Demo, page: Page, hand: Hand) -> None:
    hand.click(from_crm(page, office), "the number")
    expect(key(page, "Dial")).to_be_enabled()
    hand.click(key(page, "Dial"), "Dial")
    expect(region(page, "Call progress")).to_be_visible()
    is_dialled(office)
