"""The supervisor and the wallboard see what the desks see, at the same moment."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .demo import Demo
from .screen import (
    CALLER,
    OMAR,
    RUTH,
    SHOWN,
    active,
    digits,
    key,
    link,
    press,
    region,
    ringing,
    talks,
    waiting,
)

QUEUE = [f"4420794601{number}" for number in (11, 22, 33)]


@pytest.fixture
def supervisor(office: Demo, desk: Page, enter: Callable[..., Page]) -> Page:
    """Omar over the queues; three callers wait at Reception."""
    page = enter(office, "omar", "/supervision/")
    expect(link(page)).to_have_text("live")
    for number in QUEUE:
        office.pbx.do("queue_call", queue=25, number=number)
    expect(waiting(page, "Reception")).to_have_count(3)
    return page


def test_a_supervisor_starts_at_the_queues(office: Demo, enter: Callable[..., Page]) -> None:
    page = enter(office, "omar", "/")
    expect(page).to_have_url(f"{office.url}/supervision/")


def test_desk_and_supervisor_see_the_same_queue(office: Demo, desk: Page, supervisor: Page) -> None:
    office.pbx.do("hang_up", number=QUEUE[1])
    for page in (desk, supervisor):
        expect(waiting(page, "Reception")).to_have_count(2)
        assert digits(waiting(page, "Reception")) == office.pbx.waiting(25)
    press(waiting(desk, "Reception").first, "Take")
    expect(waiting(supervisor, "Reception")).to_have_count(1)
    expect(region(supervisor, "Queues").get_by_role("listitem").first).to_contain_text("Reception")


def test_all_calls_in_progress_and_who_is_at_work(
    office: Demo, desk: Page, supervisor: Page
) -> None:
    talks(office, desk)
    calls = region(supervisor, "Live calls")
    row = calls.get_by_role("listitem").filter(has_text=SHOWN)
    expect(row).to_contain_text("Talking")
    operator = supervisor.locator(f"tr[data-extension='{RUTH}']")
    expect(operator).to_contain_text("Talking")
    expect(operator).to_contain_text(SHOWN)
    press(active(desk), "Hold")
    expect(row).to_contain_text("hold")
    office.pbx.do("hang_up", number=CALLER)
    expect(row).to_have_count(0)
    expect(operator).to_contain_text("Free")


def test_take_brings_a_caller_to_the_supervisors_own_desk(office: Demo, supervisor: Page) -> None:
    [second] = [leg for leg in office.pbx.do("truth")["legs"] if leg["caller"] == QUEUE[1]]
    press(waiting(supervisor, "Reception").nth(1), "Take")
    expect(waiting(supervisor, "Reception")).to_have_count(2)
    leg = {"id": second["id"], "tag": second["tag"]}
    assert office.pbx.heard("transfer_call") == [{"call": leg, "cld": OMAR}]
    supervisor.goto(f"{office.url}/desk/")
    expect(ringing(supervisor)).to_have_attribute("data-number", QUEUE[1])


def test_a_refused_take_says_so(office: Demo, supervisor: Page) -> None:
    office.pbx.do("fail_next", method="transfer_call", code="sip.call_control_disabled")
    press(waiting(supervisor, "Reception").first, "Take")
    alert = supervisor.get_by_role("alert").filter(has_text="Take failed.")
    expect(alert).to_contain_text("Call control is disabled for this line.")
    press(waiting(supervisor, "Reception").first, "Take")
    expect(waiting(supervisor, "Reception")).to_have_count(2)


def test_the_wallboard_counts_and_masks_every_number(
    office: Demo, supervisor: Page, enter: Callable[..., Page]
) -> None:
    wall = enter(office, "omar", "/wallboard/")
    expect(link(wall)).to_have_text("live")
    tile = region(wall, "Reception")
    expect(tile.locator(".wall-count b")).to_have_text("3")
    office.pbx.do("hang_up", number=QUEUE[0])
    expect(tile.locator(".wall-count b")).to_have_text("2")
    assert QUEUE[1] not in wall.content()
    assert "7946 0122" not in wall.locator("body").inner_text()
    expect(wall.get_by_role("button", name="Take")).to_have_count(0)


def test_without_a_link_take_is_off_and_says_why(office: Demo, supervisor: Page) -> None:
    office.pbx.do("stop")
    try:
        expect(supervisor.get_by_text("PBX link lost")).to_be_visible()
        expect(key(waiting(supervisor, "Reception").first, "Take")).to_be_disabled()
        expect(supervisor.get_by_text("Take is off, no link").first).to_be_visible()
    finally:
        office.pbx.do("start")
    expect(key(waiting(supervisor, "Reception").first, "Take")).to_be_enabled()
