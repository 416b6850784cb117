"""Who has no right to it gets nothing: by page, by push, by POST."""

from collections.abc import Callable, Iterator

import httpx2
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .browsers import sign_in
from .demo import Demo, demo
from .screen import active, link, ringing, rings, talks

PAGES = ["/", "/desk/", "/supervision/", "/wallboard/", "/dial/?to=020", "/desk/people/demo/"]
SOCKETS = [f"/live/{screen}/demo/" for screen in ("desk", "supervision", "wallboard", "dial")]
OPENED = """path => new Promise(done => {
    const socket = new WebSocket(location.origin.replace('http', 'ws') + path);
    socket.onmessage = () => done('message');
    socket.onclose = () => done('closed');
})"""
POSTED = """async path => {
    const token = document.querySelector('[name=csrfmiddlewaretoken]')?.value ?? '';
    const answer = await fetch(path, {
        method: 'POST', redirect: 'manual', headers: {'X-CSRFToken': token},
        body: new URLSearchParams({call: '1', key: '1.1.0.end'}),
    });
    return answer.type === 'opaqueredirect' ? 302 : answer.status;
}"""
STRANGER = "stranger"
WORDS = "harbour-light-77"


@pytest.fixture(scope="module")
def office() -> Iterator[Demo]:
    """A demo of its own, whose operators' roles may change."""
    with demo() as place:
        add = ("addoperator", STRANGER, "--pbx", "demo", "--extension", "123020")
        place.manage(*add, "--role", "receptionist", "--password-env", "WORDS", WORDS=WORDS)
        place.manage("shell", "-c", WITHOUT_MEMBERSHIP)
        place.passwords[STRANGER] = WORDS
        yield place


WITHOUT_MEMBERSHIP = f"""
from console.links.models import Membership
Membership.objects.filter(user__username={STRANGER!r}).delete()
"""


def status(page: Page, path: str) -> int:
    return page.request.get(path, max_redirects=0).status


@pytest.fixture
def nobody(office: Demo, contexts: Callable[..., BrowserContext]) -> Page:
    page = contexts(base_url=office.url).new_page()
    page.goto("/accounts/login/")
    return page


@pytest.fixture
def stranger(office: Demo, contexts: Callable[..., BrowserContext]) -> Page:
    """Signed in, without a membership."""
    return sign_in(contexts(base_url=office.url), office, STRANGER)


def test_who_is_not_signed_in_gets_no_page(nobody: Page) -> None:
    for path in PAGES:
        answer = nobody.request.get(path, max_redirects=0)
        assert (path, answer.status) == (path, 302)
        assert answer.headers["location"].startswith("/accounts/login/")


def test_who_is_not_signed_in_gets_no_socket_and_no_post(office: Demo, nobody: Page) -> None:
    for path in SOCKETS:
        assert (path, nobody.evaluate(OPENED, path)) == (path, "closed")
    assert nobody.evaluate(POSTED, "/desk/commands/demo/end/") in (302, 403)
    assert nobody.evaluate(POSTED, "/dial/") in (302, 403)


def test_who_has_no_membership_gets_nothing_either(office: Demo, stranger: Page) -> None:
    expect(stranger.get_by_role("heading", level=1)).to_be_visible()
    for path in PAGES[1:]:
        assert (path, status(stranger, path) in (403, 404)) == (path, True)
    for path in SOCKETS:
        assert (path, stranger.evaluate(OPENED, path)) == (path, "closed")
    for path in ("/desk/commands/demo/end/", "/dial/"):
        assert (path, stranger.evaluate(POSTED, path) in (403, 404)) == (path, True)
    assert office.pbx.commands() == []


def test_a_receptionist_has_her_desk_and_not_the_rest(office: Demo, desk: Page) -> None:
    for path in ("/supervision/", "/wallboard/", "/admin/"):
        assert (path, status(desk, office.url + path)) == (path, 403)
    assert status(desk, office.url + "/desk/?pbx=other") == 404
    for path in SOCKETS[1:3]:
        assert (path, desk.evaluate(OPENED, path)) == (path, "closed")
    assert desk.evaluate(OPENED, "/live/desk/other/") == "closed"
    assert desk.evaluate(OPENED, "/live/desk/demo/") == "message"


def test_a_supervisor_has_her_pages_and_not_the_administration(
    office: Demo, enter: Callable[..., Page]
) -> None:
    page = enter(office, "omar", "/desk/")
    for path in ("/supervision/", "/wallboard/", "/desk/"):
        assert (path, status(page, office.url + path)) == (path, 200)
    assert status(page, office.url + "/admin/") == 403


def test_another_sites_page_may_not_open_a_socket_or_post(
    office: Demo, desk: Page, contexts: Callable[..., BrowserContext]
) -> None:
    """With her cookie: the handshake's Origin and the CSRF token decide."""
    cookie = "; ".join(f"{each['name']}={each['value']}" for each in desk.context.cookies())
    handshake = {
        "Cookie": cookie,
        "Origin": "http://evil.example",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    answer = office.pbx.http.get(f"{office.url}/live/desk/demo/", headers=handshake)
    assert answer.status_code == 403
    post = office.pbx.http.post(
        f"{office.url}/desk/commands/demo/end/", headers={"Cookie": cookie}, data={"call": "1"}
    )
    assert post.status_code == 403


def test_other_peoples_calls_are_out_of_reach(office: Demo, desk: Page) -> None:
    """A forged press names a call in which the desk has no part."""
    talks(office, desk)
    office.pbx.do("dial", caller="123005", callee="123006")
    office.pbx.do("answer", number="123006")
    expect(desk.locator("[data-lamp][data-target='123006']")).to_contain_text("Talking")
    mine = int(str(active(desk).get_attribute("data-call")))
    values = str(active(desk).get_by_role("button", name="End").get_attribute("hx-vals"))
    forged = values.replace(f'"call":"{mine}"', f'"call":"{mine + 1}"')
    active(desk).get_by_role("button", name="End").evaluate(
        "(key, forged) => key.setAttribute('hx-vals', forged)", forged
    )
    active(desk).get_by_role("button", name="End").click()
    expect(desk.get_by_role("alert").filter(has_text="End failed.")).to_be_visible()
    assert office.pbx.commands() == []


def test_signing_out_ends_the_other_tabs_of_the_session(
    office: Demo, contexts: Callable[..., BrowserContext]
) -> None:
    page = sign_in(contexts(), office, "ruth", "/desk/")
    other = page.context.new_page()
    other.goto(page.url)
    for each in (page, other):
        expect(link(each)).to_have_text("live")
    page.locator("summary").filter(has_text="ruth").click()
    page.get_by_role("button", name="Sign out").click()
    for each in (page, other):
        expect(each.get_by_label("Username")).to_be_visible()
    expect(other).to_have_url(f"{office.url}/accounts/login/?next=/desk/")


def test_a_changed_role_ends_the_sockets_it_admitted(
    office: Demo, enter: Callable[..., Page]
) -> None:
    page = enter(office, "omar", "/supervision/")
    expect(link(page)).to_have_text("live")
    change = ("addoperator", "omar", "--pbx", "demo", "--role")
    office.manage(*change, "receptionist")
    try:
        expect(link(page)).to_have_count(0)
        assert status(page, page.url) == 403
    finally:
        office.manage(*change, "supervisor")


def test_a_desk_given_to_another_extension_shows_that_extension_alone(
    office: Demo, desk: Page
) -> None:
    rings(office, desk)
    change = ("addoperator", "ruth", "--pbx", "demo", "--role", "receptionist", "--extension")
    office.manage(*change, "123033")
    try:
        expect(desk.get_by_text("Line 133")).to_be_visible()
        expect(ringing(desk)).to_have_count(0)
    finally:
        office.manage(*change, "123007")
    expect(desk.get_by_text("Line 107")).to_be_visible()
    expect(ringing(desk)).to_have_count(1)


def test_a_page_asked_for_its_head_alone_sends_no_body(office: Demo, desk: Page) -> None:
    """More bytes than announced would be read as the beginning of the next answer."""
    cookie = "; ".join(f"{each['name']}={each['value']}" for each in desk.context.cookies())
    with httpx2.Client(base_url=office.url, headers={"Cookie": cookie}) as browser:
        for _ in range(3):
            answer = browser.head("/desk/")
            assert (answer.status_code, answer.content) == (200, b"")
            assert int(answer.headers["content-length"]) > 64 << 10
            assert browser.get("/healthz").status_code == 200
