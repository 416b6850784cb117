"""What the PBX's settings allow: completing early, mobiles with a prefix; and a phone away."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from .demo import Demo, demo
from .screen import (
    CALLER,
    COLLEAGUE,
    RUTH,
    active,
    confirmed,
    finds,
    held,
    key,
    link,
    name_of,
    press,
    region,
    ringing,
    talks,
)

MOBILE = "+44 7700 900155"


@pytest.fixture(scope="module")
def office() -> Iterator[Demo]:
    """A PBX with settings of its own."""
    with demo() as place:
        codes = ("--early-completion", "yes", "--mobile", "9{number}", "--hold-limit", "75")
        place.manage("addpbx", "demo", *codes)
        yield place


@pytest.fixture
def desk(desk: Page) -> Page:
    """When the console has taken these settings over."""
    expect(region(desk, "Held")).to_contain_text("limit 1:15")
    return desk


@pytest.fixture
def ringing_colleague(office: Demo, desk: Page) -> dict[str, str]:
    """Ruth's leg of a caller's call, who is on hold while the colleague's phone rings."""
    leg = talks(office, desk)
    finds(desk, name_of(desk, COLLEAGUE))
    press(active(desk), "Consult")
    press(active(desk), "Answer")
    expect(active(desk)).to_contain_text("Calling")
    return leg


def kept(page: Page) -> Locator:
    return region(page, "Held").locator(".is-kept")


def test_completing_while_it_rings_sends_the_caller_and_keeps_her_slot(
    office: Demo, desk: Page, ringing_colleague: dict[str, str]
) -> None:
    expect(key(active(desk), "Complete transfer")).to_be_enabled()
    press(active(desk), "Complete transfer")
    confirmed(desk, "Complete transfer")
    expect(active(desk)).to_have_count(0)
    assert office.pbx.heard("transfer_call") == [{"call": ringing_colleague, "cld": COLLEAGUE}]
    expect(kept(desk)).to_contain_text("if pulled back")
    expect(kept(desk)).to_contain_text("+44 20 7946 0123")


def test_a_slot_that_is_kept_is_given_to_nobody_else_and_is_hers_again(
    office: Demo, desk: Page, ringing_colleague: dict[str, str]
) -> None:
    press(active(desk), "Complete transfer")
    expect(kept(desk)).to_have_count(1)
    talks(office, desk, "442079460970")
    press(active(desk), "Hold")
    expect(held(desk)).to_have_attribute("data-number", "442079460970")
    expect(kept(desk)).to_have_count(1)
    expect(key(held(desk), "Resume")).to_have_attribute("data-slot-key", "5")
    office.pbx.do("answer", number=COLLEAGUE)
    expect(kept(desk)).to_have_count(0)


def test_a_caller_is_sent_to_a_mobile_as_this_pbx_dials_it(office: Demo, desk: Page) -> None:
    desk.goto(f"{office.url}/people/demo/extensions/{COLLEAGUE}/")
    desk.get_by_label("Mobile").fill(MOBILE)
    desk.locator("form.directory-form").get_by_role("button", name="Save").click()
    desk.goto(f"{office.url}/desk/")
    expect(link(desk)).to_have_text("live")
    leg = talks(office, desk)
    finds(desk, name_of(desk, COLLEAGUE))
    press(active(desk), "Mobile")
    confirmed(desk, "Mobile")
    assert office.pbx.heard("transfer_call") == [{"call": leg, "cld": "9447700900155"}]


def test_a_phone_that_is_not_registered_says_so_before_anybody_is_sent_there(
    office: Demo, desk: Page
) -> None:
    office.pbx.do("phone", number=COLLEAGUE, is_registered=False)
    office.pbx.do("stop")
    expect(link(desk)).to_contain_text("lost")
    office.pbx.do("start")
    expect(link(desk)).to_have_text("live")
    finds(desk, name_of(desk, COLLEAGUE))
    row = desk.locator("#results .person")
    expect(row).to_contain_text("Phone not registered since")
    expect(row).not_to_contain_text("Free")
    office.pbx.do("incoming_call", to=RUTH, number=CALLER)
    press(ringing(desk), "Answer")
    expect(active(desk).locator("[data-target-line]")).to_contain_text("not registered")
    office.pbx.do("phone", number=COLLEAGUE, is_registered=True)
