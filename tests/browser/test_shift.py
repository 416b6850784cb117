"""The foot of the desk: the note for the next shift, and who is away."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from .demo import Demo
from .screen import link, press, with_a_clock

POLLED = 31_000  # ms


def note(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Desk note")


def test_a_note_saves_itself_and_two_writers_lose_nothing(
    office: Demo, new_desk: Page, enter: Callable[..., Page]
) -> None:
    desk = with_a_clock(new_desk)
    omar = enter(office, "omar")
    expect(note(omar)).to_be_visible()
    foot = desk.get_by_role("region", name="Desk note")
    note(desk).fill("Boardroom is out of use.")
    expect(foot.get_by_role("status")).to_have_text("Desk note saved")
    note(omar).fill("Parcels go to floor 2.")
    expect(omar.get_by_role("alert").filter(has_text="changed the note meanwhile")).to_be_visible()
    press(omar, "Keep both")
    both = "Boardroom is out of use.\nParcels go to floor 2."
    expect(note(omar)).to_have_value(both)
    desk.clock.fast_forward(POLLED)
    expect(note(desk)).to_have_value("Boardroom is out of use.")  # the field has the focus
    note(desk).blur()
    desk.clock.fast_forward(POLLED)
    expect(note(desk)).to_have_value(both)


def test_the_other_desks_see_who_is_on_a_break(
    office: Demo, desk: Page, enter: Callable[..., Page]
) -> None:
    desk.locator("details[data-menu] summary").click()
    desk.get_by_label("Reason").fill("Lunch")
    with desk.expect_response("**/shifts/status/"):
        desk.get_by_role("radio", name="Break").check()
    expect(desk.locator("details[data-menu] summary")).to_contain_text("Break")
    watching = enter(office, "omar", "/supervision/")
    expect(watching.get_by_role("list", name="Colleagues away")).to_contain_text("Lunch")
    omar = enter(office, "omar")
    expect(link(omar)).to_have_text("live")
    absent = omar.get_by_role("list", name="Colleagues away").get_by_role("listitem")
    expect(absent).to_contain_text("Break")
    expect(absent).to_contain_text("Lunch")
    with desk.expect_response("**/shifts/status/"):
        desk.get_by_role("radio", name="Available").check()
    omar.reload()
    expect(note(omar)).to_be_visible()
    expect(absent).to_have_count(0)
