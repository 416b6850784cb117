"""A call is dragged onto whoever shall have it: the ghost tells, and that very call goes."""

from playwright.sync_api import Locator, Page, expect

from .demo import Demo
from .screen import (
    CALLER,
    COLLEAGUE,
    RUTH,
    active,
    held,
    own_leg,
    press,
    rings,
    talks,
    waiting,
)

WAITING = "442079460155"


def lamp(page: Page, extension: str = COLLEAGUE) -> Locator:
    return page.locator(f"[data-lamp][data-target='{extension}']")


def ghost(page: Page) -> Locator:
    return page.locator("#drag-ghost")


def take(page: Page, card: Locator) -> None:
    """Press the mouse on a card, off its keys, and begin to move."""
    box = card.bounding_box()
    assert box is not None
    x, y = box["x"] + 70, box["y"] + 14
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 12, y + 3)
    expect(ghost(page)).to_be_visible()


def over(page: Page, place: Locator) -> None:
    box = place.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 12, steps=3)


def waits(office: Demo, page: Page) -> Locator:
    office.pbx.do("queue_call", queue=25, number=WAITING)
    expect(waiting(page, "Reception")).to_have_count(1)
    return waiting(page, "Reception")


def test_a_call_dropped_on_a_lamp_is_sent_to_its_owner(office: Demo, desk: Page) -> None:
    leg = talks(office, desk)
    take(desk, active(desk))
    over(desk, lamp(desk))
    expect(ghost(desk)).to_contain_text("Send +44 20 7946 0123 (talking 0:0")
    expect(ghost(desk)).to_contain_text(") to Priya Venn, 103")
    assert office.pbx.commands() == []
    desk.mouse.up()
    expect(active(desk)).to_have_count(0)
    expect(ghost(desk)).to_be_hidden()
    assert office.pbx.heard("transfer_call") == [{"call": leg, "cld": COLLEAGUE}]


def test_a_call_dropped_on_a_queue_goes_to_its_number(office: Demo, desk: Page) -> None:
    leg = talks(office, desk)
    take(desk, active(desk))
    over(desk, desk.get_by_role("region", name="Sales", exact=True))
    expect(ghost(desk)).to_contain_text("to Sales")
    desk.mouse.up()
    expect(waiting(desk, "Sales")).to_have_attribute("data-number", CALLER)
    assert office.pbx.heard("transfer_call") == [{"call": leg, "cld": "520"}]


def test_the_held_call_in_hand_goes_and_no_other(office: Demo, desk: Page) -> None:
    """While it is dragged, the one that stood before it leaves."""
    other, mine = "442079460111", "442079460122"
    talks(office, desk, other)
    press(active(desk), "Hold")
    expect(held(desk)).to_have_count(1)
    talks(office, desk, mine)
    leg = own_leg(office)
    press(active(desk), "Hold")
    expect(held(desk)).to_have_count(2)
    take(desk, desk.locator(f".calls-held [data-number='{mine}']"))
    over(desk, lamp(desk))
    office.pbx.do("hang_up", number=other)
    expect(held(desk)).to_have_count(1)
    expect(ghost(desk)).to_contain_text("Send +44 20 7946 0122 (on hold")
    desk.mouse.up()
    expect(held(desk)).to_have_count(0)
    assert office.pbx.heard("transfer_call") == [{"call": leg, "cld": COLLEAGUE}]


def test_a_waiting_caller_is_taken_into_the_call_zone_and_sent_to_nobody(
    office: Demo, desk: Page
) -> None:
    caller = waits(office, desk)
    take(desk, caller)
    over(desk, lamp(desk))
    expect(ghost(desk)).to_contain_text("Cannot: Take this call first")
    desk.mouse.up()
    expect(desk.get_by_role("alert").filter(has_text="Take this call first")).to_be_visible()
    assert office.pbx.commands() == []
    take(desk, caller)
    over(desk, desk.locator(".calls-active"))
    expect(ghost(desk)).to_contain_text("Take +44 20 7946 0155 (waiting 0:0")
    desk.mouse.up()
    expect(waiting(desk, "Reception")).to_have_count(0)
    assert [each["cld"] for each in office.pbx.heard("transfer_call")] == [RUTH]


def test_escape_and_a_drop_beside_everything_send_nothing(office: Demo, desk: Page) -> None:
    talks(office, desk)
    take(desk, active(desk))
    over(desk, lamp(desk))
    desk.keyboard.press("Escape")
    expect(ghost(desk)).to_be_hidden()
    desk.mouse.up()
    take(desk, active(desk))
    over(desk, desk.locator("header.bar"))
    desk.mouse.up()
    expect(ghost(desk)).to_be_hidden()
    expect(active(desk)).to_be_visible()
    assert office.pbx.commands() == []


def test_a_call_that_ends_or_changes_in_the_hand_is_let_go(office: Demo, desk: Page) -> None:
    talks(office, desk)
    for deed, sentence in (("hold", "has changed."), ("hang_up", "has ended.")):
        card = desk.locator(".zone-calls [data-call]")
        take(desk, card)
        over(desk, lamp(desk))
        office.pbx.do(deed, number=RUTH)
        expect(desk.locator("#refusal")).to_contain_text("Nothing was sent")
        expect(desk.locator("#refusal")).to_contain_text(sentence)
        expect(ghost(desk)).to_be_hidden()
        desk.mouse.up()
    assert office.pbx.commands() == []


def test_a_finger_that_rests_on_a_call_drags_it(office: Demo, desk: Page) -> None:
    rings(office, desk)
    box = desk.locator(".calls-ringing [data-call]").bounding_box()
    place = desk.locator(".calls-active").bounding_box()
    assert box is not None
    assert place is not None
    touch = desk.context.new_cdp_session(desk)

    def touches(kind: str, *points: tuple[float, float]) -> None:
        at = [{"x": x, "y": y} for x, y in points]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    touches("touchStart", (box["x"] + 70, box["y"] + 14))
    expect(ghost(desk)).to_be_visible()
    touches("touchMove", (place["x"] + 60, place["y"] + 60))
    expect(ghost(desk)).to_contain_text("Answer +44 20 7946 0123")
    touches("touchEnd")
    expect(active(desk)).to_have_attribute("data-number", CALLER)
    assert office.pbx.commands() == ["answer_call"]
