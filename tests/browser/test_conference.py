"""A conference: convert a call, add, mute, a private word, remove, leave and return."""

import pytest
from playwright.sync_api import Locator, Page, expect

from .axe import violations
from .demo import Demo
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
    press,
    region,
    ringing,
    search,
    talks,
)

THIRD = "123005"
CALLER_SHOWN = "+44 20 7946 0123"


def room(page: Page) -> Locator:
    return region(page, "People in the conference")


def row(page: Page, number: str) -> Locator:
    return room(page).locator(f"li[data-number='{number}']")


def participants(office: Demo) -> dict[str, tuple[bool, bool]]:
    """Muted and on hold, by number."""
    rooms = office.pbx.do("truth")["conferences"]
    return {
        who["number"]: (who["mute"], who["hold"]) for one in rooms for who in one["participants"]
    }


@pytest.fixture
def conference(office: Demo, desk: Page) -> Page:
    """Ruth, a caller from outside and a colleague."""
    talks(office, desk)
    finds(desk, name_of(desk, COLLEAGUE))
    press(active(desk), "Conference")
    expect(row(desk, COLLEAGUE)).to_contain_text("Joining")
    office.pbx.do("answer", number=COLLEAGUE)
    expect(row(desk, COLLEAGUE)).to_contain_text("Talking")
    expect(active(desk).get_by_role("heading")).to_have_text("Conference, 3 people")
    return desk


def test_everybody_in_it_is_listed_and_she_is_you(office: Demo, conference: Page) -> None:
    expect(row(conference, CALLER)).to_contain_text(CALLER_SHOWN)
    expect(row(conference, RUTH)).to_contain_text("You")
    expect(row(conference, COLLEAGUE)).to_contain_text(name_of(conference, COLLEAGUE))
    expect(active(conference)).to_have_attribute("data-number", CALLER)
    expect(active(conference)).to_contain_text("The conference goes on without you.")
    assert violations(conference) == []


def test_a_third_is_added_from_the_search(office: Demo, conference: Page) -> None:
    name = name_of(conference, THIRD)
    finds(conference, name)
    expect(key(conference, f"Add {name} to the conference")).to_be_enabled()
    expect(key(conference, f"Transfer to {name}")).to_have_count(0)
    expect(conference.locator("[data-enter-line]")).to_have_text("↵Enter Add")
    search(conference).press("Alt+Shift+F")
    expect(row(conference, THIRD)).to_contain_text("Joining")
    office.pbx.do("refuse", number=THIRD)
    expect(row(conference, THIRD)).to_contain_text("Declined")
    key(conference, f"Add {name} to the conference").click()
    expect(row(conference, THIRD)).to_contain_text("Joining")
    office.pbx.do("answer", number=THIRD)
    expect(row(conference, THIRD)).to_contain_text("Talking")
    expect(active(conference).get_by_role("heading")).to_have_text("Conference, 4 people")
    assert set(participants(office)) == {CALLER, RUTH, COLLEAGUE, THIRD}


def test_mute_and_a_private_word(office: Demo, conference: Page) -> None:
    name = name_of(conference, COLLEAGUE)
    press(conference, f"Mute {name}")
    expect(row(conference, COLLEAGUE)).to_contain_text("Muted")
    confirmed(conference, f"Mute {name}")
    assert participants(office)[COLLEAGUE] == (True, False)
    press(conference, f"Unmute {name}")
    expect(row(conference, COLLEAGUE)).to_contain_text("Talking")
    press(conference, f"Hold {CALLER_SHOWN}")
    expect(row(conference, CALLER)).to_contain_text("On hold, private")
    expect(key(conference, f"Unmute {CALLER_SHOWN}")).to_be_disabled()
    assert participants(office)[CALLER] == (True, True)
    press(conference, f"Back in {CALLER_SHOWN}")
    expect(row(conference, CALLER)).to_contain_text("Talking")
    assert participants(office)[CALLER] == (False, False)


def test_a_participant_is_removed_and_said_to_have_left(office: Demo, conference: Page) -> None:
    name = name_of(conference, COLLEAGUE)
    press(conference, f"Remove {name}")
    expect(row(conference, COLLEAGUE)).to_contain_text("Left")
    expect(key(row(conference, COLLEAGUE), f"Mute {name}")).to_have_count(0)
    [sent] = office.pbx.heard("delete_on_spot_conference_participant")
    assert sent["participant_info"]["play_announce"] == "Y"
    assert office.pbx.legs_of(COLLEAGUE) == []


def test_she_leaves_takes_another_call_and_returns(office: Demo, conference: Page) -> None:
    press(active(conference), "End")
    expect(active(conference)).to_have_count(0)
    expect(room(conference)).to_contain_text("Conference, 2 people")
    expect(room(conference)).to_contain_text("goes on without you")
    assert set(participants(office)) == {CALLER, COLLEAGUE}
    press(room(conference), "Return")
    expect(ringing(conference).first).to_contain_text("Your conference")
    press(ringing(conference).first, "Answer")
    expect(active(conference).get_by_role("heading")).to_have_text("Conference, 3 people")
    expect(row(conference, RUTH)).to_contain_text("You")
    expect(key(room(conference), "Return")).to_have_count(0)


def test_end_for_all_leaves_nobody(office: Demo, conference: Page) -> None:
    press(room(conference), "End for all")
    expect(active(conference)).to_have_count(0)
    expect(room(conference)).to_have_count(0)
    expect(held(conference)).to_have_count(0)
    assert participants(office) == {}
    assert office.pbx.do("truth")["legs"] == []


@pytest.mark.parametrize("size", [(1440, 900), (1024, 768)])
def test_held_and_the_last_command_stay_in_sight(conference: Page, size: tuple[int, int]) -> None:
    conference.set_viewport_size({"width": size[0], "height": size[1]})
    last = conference.get_by_role("status").filter(has_text="confirmed")
    expect(last).to_be_in_viewport(ratio=1)
    expect(region(conference, "Held")).to_be_in_viewport(ratio=1)
    bottom, top = region(conference, "Held").bounding_box(), last.bounding_box()
    assert bottom is not None
    assert top is not None
    assert bottom["y"] + bottom["height"] <= top["y"], "the last command covers what is held"
