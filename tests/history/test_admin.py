"""Administrators read the calls of their own PBXs in every detail; nobody changes one."""

import pytest
from django.test import Client
from django.urls import reverse

from console.links.models import Role
from tests.history.office import PBX, Office, everything, only
from tests.history.test_calls import press, settle
from tests.memberships import member

pytestmark = pytest.mark.django_db
LIST = "/admin/history/call/"


@pytest.fixture
def as_adam(client: Client) -> Client:
    client.force_login(member("adam", Role.ADMINISTRATOR, on=PBX))
    return client


@pytest.fixture
def page() -> str:
    """Of one call: queued, answered, held by ruth, ended."""
    office = Office()
    office.leg("c1 a", "queued", caller="123009", callee="200", queue="25", tracking="t1")
    office.answered("c1 b", "123007", tracking="t1")
    settle(office, press(office, "hold", office.call_of("c1 b")), "accepted")
    office.leg("c1 b", "terminated", tracking="t1", reason="normal clearing")
    office.write()
    return reverse("admin:history_call_change", args=[only().pk])


def test_an_administrator_reads_legs_states_and_commands(as_adam: Client, page: str) -> None:
    assert "123009" in as_adam.get(LIST, {"q": "123009"}).content.decode()
    assert "123009" not in as_adam.get(LIST, {"q": "12300"}).content.decode()
    text = as_adam.get(page).content.decode()
    for part in ("queued 25 00:16:41", "ringing 00:16:42, connected 00:16:43", "normal clearing"):
        assert part in text
    assert "hold by ruth: accepted" in text


def test_another_pbx_is_not_there(client: Client, page: str) -> None:
    client.force_login(member("bert", Role.ADMINISTRATOR, on="branch"))
    assert client.get(page).status_code == 302
    assert b"123009" not in client.get(LIST).content


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.SUPERVISOR])
def test_the_other_roles_are_refused(client: Client, page: str, role: Role) -> None:
    client.force_login(member("ruth", role, "123007", on=PBX))
    assert [client.get(one).status_code for one in (LIST, page)] == [403, 403]


def test_nobody_adds_changes_or_deletes(as_adam: Client, page: str) -> None:
    root = member("root", Role.ADMINISTRATOR, on=PBX)
    root.is_superuser = True
    root.save()
    as_adam.force_login(root)
    before = everything()
    assert as_adam.get(LIST + "add/").status_code == 403
    as_adam.post(page, {"reason": "never", "legs-TOTAL_FORMS": "0", "legs-INITIAL_FORMS": "0"})
    assert as_adam.post(page.replace("change", "delete"), {"post": "yes"}).status_code == 403
    as_adam.post(LIST, {"action": "delete_selected", "_selected_action": "1", "post": "yes"})
    assert everything() == before
