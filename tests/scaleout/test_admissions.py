"""Whoever loses the right to watch loses the sockets of every console, wherever it happened."""

from collections.abc import Callable, Iterator

import pytest

from tests.consoles import (
    DESK,
    PASSWORD,
    PBX,
    Console,
    Watcher,
    csrf,
    eventually,
    manage,
    signed_in,
)
from tests.scaleout.fleet import Fleet

CLOSED_WITHIN = 5.0
NO_LONGER_ALLOWED = 4403
RUTH = "(SELECT id FROM accounts_user WHERE username = 'ruth')"


@pytest.fixture(scope="module")
def two(office: Fleet) -> Iterator[list[Console]]:
    """Two consoles for the whole module: what happens here ends sockets, not processes."""
    yield office.start(2)
    office.end()
    office.sign_out()


def signs_out(office: Fleet, seat: Watcher) -> None:
    form = {"csrfmiddlewaretoken": csrf(seat.client)}
    headers = {"Referer": seat.console.url}
    assert seat.client.post("/accounts/logout/", data=form, headers=headers).status_code == 302


def loses_the_session(office: Fleet, seat: Watcher) -> None:
    office.ask("DELETE FROM django_session RETURNING 1")


def changes_the_password(office: Fleet, seat: Watcher) -> None:
    form = {
        "oldpassword": PASSWORD,
        "password1": "another-desk-8",
        "password2": "another-desk-8",
        "csrfmiddlewaretoken": csrf(seat.client),
    }
    headers = {"Referer": seat.console.url}
    answer = seat.client.post("/accounts/password/change/", data=form, headers=headers)
    assert answer.status_code == 302, answer.text


def is_disabled(office: Fleet, seat: Watcher) -> None:
    office.ask(f"UPDATE accounts_user SET is_active = false WHERE id = {RUTH} RETURNING 1")


def gets_another_role(office: Fleet, seat: Watcher) -> None:
    place = ["--pbx", PBX, "--extension", DESK, "--role", "supervisor"]
    assert manage(office.variables, "addoperator", "ruth", *place).returncode == 0


def gets_another_extension(office: Fleet, seat: Watcher) -> None:
    office.ask(
        f"UPDATE links_membership SET extension = '123012' WHERE user_id = {RUTH} RETURNING 1"
    )


@pytest.fixture
def again(office: Fleet) -> Iterator[None]:
    """Ruth as she was, after whatever became of her."""
    user = office.ask(f"SELECT password FROM accounts_user WHERE id = {RUTH}")
    seat = office.ask(f"SELECT role, extension FROM links_membership WHERE user_id = {RUTH}")
    assert user is not None
    assert seat is not None
    yield
    office.ask(
        f"UPDATE accounts_user SET is_active = true, password = %s WHERE id = {RUTH} RETURNING 1",
        *user,
    )
    office.ask(
        f"UPDATE links_membership SET role = %s, extension = %s WHERE user_id = {RUTH} RETURNING 1",
        *seat,
    )


@pytest.mark.parametrize(
    "happens",
    [
        signs_out,
        loses_the_session,
        changes_the_password,
        is_disabled,
        gets_another_role,
        gets_another_extension,
    ],
)
def test_an_operator_who_loses_the_grounds_is_closed_in_every_process(
    office: Fleet, two: list[Console], again: None, happens: Callable[[Fleet, Watcher], None]
) -> None:
    client = signed_in(two[0])
    screens = [office.watch(console, client) for console in two]
    happens(office, screens[0])
    eventually(
        lambda: [screen.code for screen in screens] == [NO_LONGER_ALLOWED] * 2, CLOSED_WITHIN
    )
