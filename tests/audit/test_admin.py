"""Administrators read the audit of their own PBXs; nobody changes it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from console.audit.models import Press
from console.links import sentences
from console.links.models import Role
from tests.audit.conftest import pressed, settled
from tests.memberships import member, pbx

pytestmark = pytest.mark.django_db
LIST = "/admin/audit/press/"


@pytest.fixture
def as_adam(client: Client) -> Client:
    client.force_login(member("adam", Role.ADMINISTRATOR))
    return client


def page_of(press: Press) -> str:
    return reverse("admin:audit_press_change", args=[press.pk])


def shown(client: Client, **filters: str) -> list[str]:
    answer = client.get(LIST, filters)
    assert answer.status_code == 200
    return [press.key for press in answer.context["cl"].queryset]


def test_an_administrator_reads_who_did_what_and_what_became_of_it(as_adam: Client) -> None:
    made = pressed(verb="transfer", target="442079460812")
    settled(made, "refused", sentences.CALL_ENDED, seconds=0.25)
    for page in (LIST, page_of(Press.objects.get())):
        text = as_adam.get(page).content.decode()
        for part in ("ruth", "123007", "transfer", "442079460812", "Refused", "0.250 s"):
            assert part in text
        assert sentences.CALL_ENDED in text


def test_another_pbx_is_not_there(as_adam: Client) -> None:
    pbx("branch")
    pressed(pbx="branch", operator="bert")
    assert shown(as_adam) == []
    assert as_adam.get(page_of(Press.objects.get())).status_code == 302
    assert b"bert" not in as_adam.get(LIST).content
    assert b"branch" not in as_adam.get(LIST).content


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.SUPERVISOR])
def test_the_other_roles_are_refused(client: Client, role: Role) -> None:
    client.force_login(member("ruth", role, "123007"))
    pressed()
    for page in (LIST, page_of(Press.objects.get())):
        assert client.get(page).status_code == 403


@pytest.mark.parametrize("root", [False, True])
def test_nobody_adds_changes_or_deletes(as_adam: Client, root: bool) -> None:
    if root:
        adam = member("root", Role.ADMINISTRATOR)
        adam.is_superuser = True
        adam.save()
        as_adam.force_login(adam)
    pressed()
    page = page_of(Press.objects.get())
    before = list(Press.objects.values())
    assert as_adam.get(LIST + "add/").status_code == 403
    as_adam.post(page, {"operator": "nobody"})
    assert as_adam.post(page.replace("change", "delete"), {"post": "yes"}).status_code == 403
    as_adam.post(LIST, {"action": "delete_selected", "_selected_action": "1", "post": "yes"})
    assert list(Press.objects.values()) == before


def test_it_is_filtered_by_pbx_operator_verb_outcome_and_date(as_adam: Client) -> None:
    member("adam", Role.ADMINISTRATOR, on="branch")
    settled(pressed("7.a", verb="hold"), "accepted")
    settled(pressed("7.b", verb="end", operator="omar"), "refused")
    pressed("7.c", pbx="branch", asked_at=1_764_000_000.0)
    assert sorted(shown(as_adam)) == ["7.a", "7.b", "7.c"]
    assert shown(as_adam, pbx="branch") == ["7.c"]
    assert shown(as_adam, operator="omar") == ["7.b"]
    assert shown(as_adam, verb="end") == ["7.b"]
    assert shown(as_adam, outcome="accepted") == ["7.a"]
    assert shown(as_adam, outcome="unknown") == ["7.c"]
    assert shown(as_adam, asked_at__lt="2025-12-01 00:00:00+00:00") == ["7.c"]


def test_it_is_searched_by_number_and_operator(as_adam: Client) -> None:
    pressed("7.a")
    pressed("7.b", target="442079460812", operator="omar")
    assert shown(as_adam, q="4420794") == ["7.b"]
    assert sorted(shown(as_adam, q="441184960233")) == ["7.a", "7.b"]
    assert shown(as_adam, q="omar") == ["7.b"]


def test_a_page_of_it_costs_the_same_few_queries_however_long_it_is(as_adam: Client) -> None:
    costs = []
    for number in (1, 2, 3, 4, 5):
        settled(pressed(f"7.{number}"), "accepted")
        with CaptureQueriesContext(connection) as queries:
            assert len(shown(as_adam)) == number
        costs.append(len(queries))
    assert costs[-1] == costs[1]
