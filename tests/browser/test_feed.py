"""What a page makes of its socket: late scripts, tabs of one desk, frames that nobody meant."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from .demo import Demo
from .line import Line
from .screen import (
    CALLER,
    HELD_UP,
    RUTH,
    active,
    digits,
    held,
    key,
    link,
    press,
    ringing,
    rings,
    talks,
    waiting,
)

NO_SECONDS = """{
    const every = window.setInterval;
    window.setInterval = (work, pause) => (pause === 1000 ? 0 : every(work, pause));
}"""
NUMBERED = re.compile(r'^{"seq":(\d+)')
SLEPT = 20_000  # ms: longer than a page believes a socket that says nothing
DELAYS = """code => Array.from({length: 20}, () => {
    const connection = {config: {}};
    document.dispatchEvent(new CustomEvent('htmx:ws:close', {detail: {connection, code}}));
    return connection.config.reconnectDelay;
})"""
# Of what the socket brings; a request may be under way, too.
FAILS_ONCE = """() => {
    const swap = htmx.swap;
    htmx.swap = (change) => {
        if (change.sourceElement.id !== 'live') return swap.call(htmx, change);
        htmx.swap = swap;
        throw new Error('the page is in no state for this');
    };
}"""
DEAF = "document.addEventListener('htmx:ws:before:message:incoming', e => e.preventDefault())"


@pytest.mark.parametrize("script", ["live", "hx-ws.min"])
def test_a_page_whose_scripts_come_late_lives(
    office: Demo, enter: Callable[..., Page], script: str
) -> None:
    office.pbx.do("clear")
    page = enter(office, path="/accounts/password/change/")
    late: list[Route] = []
    page.route(re.compile(rf"/{script}\.js"), lambda route: late.append(route))
    with page.expect_request(re.compile(rf"/{script}\.js")):
        page.goto(f"{office.url}/desk/", wait_until="commit")
    page.evaluate(HELD_UP)
    assert len(late) == 1
    for route in late:
        route.continue_()
    rings(office, page)
    press(ringing(page), "Answer")
    expect(active(page)).to_have_attribute("data-number", CALLER)


def test_two_tabs_of_one_desk_show_the_same(
    office: Demo, desk: Page, enter: Callable[..., Page]
) -> None:
    other = desk.context.new_page()
    other.goto(desk.url)
    expect(link(other)).to_have_text("live")
    talks(office, desk)
    press(active(other), "Hold")
    for page in (desk, other):
        expect(held(page)).to_have_attribute("data-number", CALLER)
    press(held(desk), "Resume")
    for page in (desk, other):
        expect(active(page)).to_have_attribute("data-number", CALLER)
    assert office.pbx.commands() == ["hold_call", "unhold_call"]


def test_the_same_button_in_two_tabs_sends_one_frame(office: Demo, desk: Page) -> None:
    office.pbx.do("delay_replies", seconds=1, method="hold_call")
    other = desk.context.new_page()
    other.goto(desk.url)
    expect(link(other)).to_have_text("live")
    talks(office, desk)
    expect(active(other)).to_be_visible()
    other.evaluate(DEAF)
    press(active(desk), "Hold")
    press(active(other), "Hold")
    expect(held(desk)).to_have_count(1)
    assert office.pbx.commands() == ["hold_call"]


def test_two_desks_see_the_same_change_without_reload(
    office: Demo, desk: Page, enter: Callable[..., Page]
) -> None:
    omar = enter(office, "omar")
    expect(link(omar)).to_have_text("live")
    for number in ("442079460111", "442079460122"):
        office.pbx.do("queue_call", queue=25, number=number)
    for page in (desk, omar):
        expect(waiting(page, "Reception")).to_have_count(2)
        assert digits(waiting(page, "Reception")) == office.pbx.waiting(25)
    press(waiting(omar, "Reception").first, "Take")
    for page in (desk, omar):
        expect(waiting(page, "Reception")).to_have_count(1)
    expect(ringing(omar)).to_have_attribute("data-number", "442079460111")
    expect(ringing(desk)).to_have_count(0)
    lamp = desk.locator("[data-lamp][data-target='123001']")
    expect(lamp).to_contain_text("Ringing")
    press(ringing(omar), "Answer")
    expect(lamp).to_contain_text("Talking")


def test_a_page_acknowledges_at_once_without_its_timer(office: Demo, new_desk: Page) -> None:
    new_desk.add_init_script(NO_SECONDS)
    with new_desk.expect_websocket() as opening:
        new_desk.reload()
    opening.value.wait_for_event("framesent", lambda text: "ack" in json.loads(text))


def test_a_page_says_how_long_it_kept_what_it_acknowledges(office: Demo, desk: Page) -> None:
    heard: list[str] = []
    said: list[dict[str, float]] = []
    with desk.expect_websocket() as opening:
        desk.reload()
    socket = opening.value
    socket.on("framereceived", lambda text: heard.extend(NUMBERED.findall(text)))
    socket.on("framesent", lambda text: said.append(json.loads(text)))
    talks(office, desk)
    press(active(desk), "Hold")
    expect(held(desk)).to_have_count(1)
    while not said or str(said[-1]["ack"]) != heard[-1]:
        socket.wait_for_event("framesent")
    numbers = [each["ack"] for each in said]
    assert numbers == sorted(set(numbers))
    assert all(0 <= each["waited"] < 5 for each in said)


def test_a_swap_that_fails_is_made_good_by_a_full_set(office: Demo, desk: Page) -> None:
    desk.evaluate(FAILS_ONCE)
    rings(office, desk)
    press(ringing(desk), "Answer")
    expect(active(desk)).to_have_attribute("data-number", CALLER)


def test_a_full_set_that_fails_is_asked_for_by_a_new_socket(office: Demo, desk: Page) -> None:
    desk.evaluate(FAILS_ONCE)
    desk.evaluate(FAILS_ONCE)
    with desk.expect_websocket():
        office.pbx.do("incoming_call", to=RUTH, number=CALLER)
    expect(ringing(desk)).to_have_attribute("data-number", CALLER)


@pytest.mark.parametrize(
    "frame",
    [
        "{not json",
        "[]",
        '"text"',
        '{"action":"update","event":"sip.something_new","result":{"call_info":{}}}',
        '{"cseq":999999,"success":1,"result":{}}',
        '{"action":"update","event":"sip.call_control_notifications","result":{"call_info":'
        '{"call":{"id":"nobody"},"state":"connected","type":"incoming"}}}',
        '{"action":"update","event":"sip.call_control_notifications","result":{"call_info":'
        '{"call":{"id":7,"tag":[]},"state":{},"type":null,"caller":"x"}}}',
        '{"event":"big","result":"' + "x" * (1 << 20) + '"}',
    ],
    ids=["malformed", "list", "text", "event", "nobody's", "tagless", "mistyped", "megabyte"],
)
def test_a_strange_frame_leaves_the_screen_live(office: Demo, desk: Page, frame: str) -> None:
    connections = office.pbx.do("connections")
    office.pbx.do("send_raw", text=frame)
    rings(office, desk)
    press(ringing(desk), "Answer")
    expect(active(desk)).to_have_attribute("data-number", CALLER)
    expect(link(desk)).to_have_text("live")
    assert office.pbx.heard("login") == []  # the socket lived on
    assert office.pbx.do("connections") == connections
    assert len(office.pbx.legs_of(RUTH)) == 1


def test_a_page_that_slept_leaves_its_silent_socket_and_shows_what_came_meanwhile(
    office: Demo, enter: Callable[..., Page]
) -> None:
    office.pbx.do("clear")
    page = enter(office, path="/accounts/password/change/")
    line = Line(page)
    page.clock.install()
    page.goto(f"{office.url}/desk/")
    expect(link(page)).to_have_text("live")
    rings(office, page)
    line.falls_silent()
    office.pbx.do("answer", number=RUTH)
    page.clock.fast_forward(SLEPT)
    expect(active(page)).to_have_attribute("data-number", CALLER)
    assert line.opened == 2


def test_a_board_that_nobody_proves_is_hatched_and_its_timers_stand_still(
    office: Demo, enter: Callable[..., Page]
) -> None:
    office.pbx.do("clear")
    page = enter(office, path="/accounts/password/change/")
    page.route_web_socket("**/live/**", unproved)
    page.goto(f"{office.url}/desk/")
    talks(office, page)
    expect(page.locator("html")).to_have_attribute("data-feed", "stale", timeout=10_000)
    expect(active(page)).to_have_css("background-image", re.compile("gradient"))
    expect(key(active(page), "Hold")).to_be_enabled()  # only the picture is in doubt
    age = link(page).locator("xpath=..").locator("[data-age]").first
    timer = active(page).locator("time[data-since]").first
    old, stood = age.text_content(), timer.text_content()
    expect(age).not_to_have_text(str(old))
    expect(timer).to_have_text(str(stood))


def unproved(page: WebSocketRoute) -> None:
    """Heartbeats come, of a link that was proved a minute ago."""
    server = page.connect_to_server()

    def aged(text: str | bytes) -> None:
        message = json.loads(text)
        if "beat" in message:
            message["beat"]["proved"] -= 60
        page.send(json.dumps(message))

    server.on_message(aged)


def test_pages_come_back_spread_over_a_while_when_the_console_restarts(desk: Page) -> None:
    restart, cut = (desk.evaluate(DELAYS, code) for code in (1012, 1006))
    assert max(restart) - min(restart) > 200
    assert min(restart) >= max(cut)
    assert max(restart) < 2000, "later than a page calls its feed lost"
