"""Who may see the pages, and that they show what the PBX told."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from console.links.models import Role
from tests.supervision.conftest import NINE, PRIYA, RUTH, Office

PAGES = ["/supervision/", "/wallboard/"]
SUPERVISING = [Role.SUPERVISOR, Role.ADMINISTRATOR]


def shown(html: bytes) -> str:
    """What a reader sees, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.decode()).split())


def section(html: bytes, name: str) -> str:
    """The markup of the region with this accessible name."""
    found = re.search(rf'<section[^>]*aria-label="{name}".*?</section>', html.decode(), re.DOTALL)
    assert found, name
    return found[0]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", SUPERVISING)
@pytest.mark.parametrize("extension", ["", RUTH])
def test_supervisors_and_administrators_watch(
    office: Office, signed_in: Callable[..., Client], page: str, role: Role, extension: str
) -> None:
    response = signed_in(role, extension).get(page)
    assert response.status_code == 200
    assert "Sales" in shown(response.content)


@pytest.mark.parametrize("page", PAGES)
def test_a_receptionist_is_refused_and_learns_nothing(
    office: Office, signed_in: Callable[..., Client], page: str
) -> None:
    response = signed_in(Role.RECEPTIONIST, RUTH).get(page)
    assert response.status_code == 403
    assert b"Sales" not in response.content


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_signs_in_and_comes_back(client: Client, db: None, page: str) -> None:
    assert client.get(page)["Location"] == f"/accounts/login/?next={page}"


@pytest.mark.parametrize("page", PAGES)
def test_another_pbx_does_not_exist(
    office: Office, signed_in: Callable[..., Client], page: str
) -> None:
    elsewhere = signed_in(Role.ADMINISTRATOR, "", on="other")
    response = elsewhere.get(page, {"pbx": "office"})
    assert response.status_code == 404
    assert b"Sales" not in response.content


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_pages_only_show(
    office: Office, signed_in: Callable[..., Client], page: str, method: str
) -> None:
    assert getattr(signed_in(Role.SUPERVISOR), method)(page).status_code == 405


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_lost_its_socket_may_ask_whether_it_is_signed_in(
    office: Office, signed_in: Callable[..., Client], page: str
) -> None:
    assert signed_in(Role.SUPERVISOR).head(page).status_code == 200


def test_each_queue_lists_its_callers_in_order(
    office: Office, signed_in: Callable[..., Client]
) -> None:
    office.waits("b", "447700900118", position=1, at=NINE + 20, name="Maya Lind")
    office.waits("a", "441184960233", position=0)
    html = signed_in(Role.SUPERVISOR, RUTH).get("/supervision/").content
    sales = section(html, "Sales")
    assert re.findall(r'data-number="(\d+)"', sales) == ["441184960233", "447700900118"]
    assert re.findall(r'class="place">(\d+)<', sales) == ["1", "2"]
    assert "Maya Lind" in sales
    assert "+44 7700 900118" in sales
    assert 'datetime="2025-11-24T16:00:00Z" data-since' in sales


def test_take_goes_to_the_supervisors_desk(
    office: Office, signed_in: Callable[..., Client]
) -> None:
    call = office.waits("a", "441184960233")
    html = signed_in(Role.SUPERVISOR, RUTH).get("/supervision/").content
    sales = section(html, "Sales")
    assert 'hx-post="/desk/commands/office/take/"' in sales
    assert f'"call":"{call}","key":"3.{call}.0.take"' in sales
    assert b'data-take="yes"' in html


def test_without_a_desk_nobody_takes(office: Office, signed_in: Callable[..., Client]) -> None:
    call = office.waits("a", "441184960233")
    supervisor = signed_in(Role.SUPERVISOR)
    assert b'data-take="no"' in supervisor.get("/supervision/").content
    press = {"call": call, "key": f"3.{call}.0.take"}
    assert supervisor.post("/desk/commands/office/take/", press).status_code == 403


def test_all_calls_are_listed(office: Office, signed_in: Callable[..., Client]) -> None:
    office.rings("a", "441184960233", PRIYA, "connected")
    live = section(signed_in(Role.SUPERVISOR).get("/supervision/").content, "Live calls")
    assert 'data-number="441184960233"' in live
    text = shown(live.encode())
    assert "+44 118 496 0233" in text
    assert "112 Priya Raman" in text
    assert "Talking" in text


def test_the_wallboard_never_shows_a_whole_number(
    office: Office, signed_in: Callable[..., Client]
) -> None:
    office.waits("a", "441184960233", name="Maya Lind")
    office.rings("b", "442079460671", PRIYA, "connected")
    html = signed_in(Role.SUPERVISOR, RUTH).get("/wallboard/").content
    assert "Next +44 118 ••• •233" in shown(html)
    timeless = re.sub(rb"&quot;now&quot;: [\d.]+", b"", html)
    assert not re.search(rb"0233|441184|442079|Maya", timeless)
    assert b"hx-post" not in html


@pytest.mark.parametrize("page", PAGES)
def test_a_lost_link_is_told_and_counts_become_lower_bounds(
    office: Office, signed_in: Callable[..., Client], page: str
) -> None:
    office.waits("a", "441184960233", position=0)
    browser = signed_in(Role.SUPERVISOR, RUTH)
    office.loses_its_link()
    html = browser.get(page).content
    assert "lost since" in shown(html)
    assert "1+ waiting" in shown(html)


@pytest.mark.parametrize("page", PAGES)
def test_before_the_pbx_has_spoken_nothing_is_claimed(
    office: Office, signed_in: Callable[..., Client], page: str
) -> None:
    office.picture.replace(type(office.board)())
    text = shown(signed_in(Role.SUPERVISOR).get(page).content)
    assert "The PBX lists no queues yet." in text
    assert "? " in text
    assert "No one waiting" not in text
    assert "No calls in progress" not in text
