"""Who was admitted is asked again and again; whoever lost the grounds loses the socket."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError
from django.utils import timezone

from accounts.models import User
from console.links.consumer import ended
from console.links.models import PBX, Membership, Role
from console.live import admission
from console.live.admission import NO_LONGER_ALLOWED, Admission, admit
from console.live.browser import Browser
from console.live.screens import Screen
from console.live.screens import register as register_screen
from tests.memberships import member

pytestmark = pytest.mark.django_db(transaction=True)
SOON = 5.0


class Told(Browser):
    """A browser that notes with which codes it was closed."""

    def __init__(self, send: Any) -> None:
        super().__init__(send, lambda one: None)
        self.codes: list[int] = []

    def close(self, code: int) -> None:
        self.codes.append(code)


class Door:
    """Ruth's browser, admitted, and what became of it."""

    def __init__(self, scope: dict[str, Any], grounds: Admission) -> None:
        self.scope = scope
        self.browser = Told(self._send)
        self.codes = self.browser.codes
        admission.admitted(self.browser, grounds)

    async def _send(self, message: dict[str, Any]) -> None:
        raise AssertionError("nothing is to be sent")

    async def shut(self) -> None:
        async with asyncio.timeout(SOON):
            while not self.codes:  # noqa: ASYNC110 - it is closed by another task
                await asyncio.sleep(0.005)
        assert self.codes[0] == NO_LONGER_ALLOWED


@pytest.fixture(autouse=True)
def _own_admissions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "_admitted", {})
    monkeypatch.setattr(admission, "LOOK_EVERY", 0.02)


@pytest.fixture
def desk() -> Screen:
    screen = Screen("office", lambda board, seat: [], lambda one: one.role != Role.SUPERVISOR)
    register_screen(screen)
    return screen


@pytest.fixture
async def ruth(transactional_db: None) -> User:
    return await sync_to_async(member)("ruth", Role.RECEPTIONIST, "123007")


@pytest.fixture
async def scope(ruth: User) -> dict[str, Any]:
    session = SessionStore()
    await sync_to_async(session.create)()
    return {"user": ruth, "session": session, "query_string": b""}


@pytest.fixture
async def door(scope: dict[str, Any], desk: Screen) -> AsyncIterator[Door]:
    found = await admit(scope, "office", "office")
    assert found is not None
    keeping = asyncio.create_task(admission.keep_admissions())
    yield Door(scope, found[2])
    await ended(keeping)


async def test_an_operator_is_admitted_to_her_screen_and_seat(
    scope: dict[str, Any], desk: Screen
) -> None:
    found = await admit(scope, "office", "office")
    assert found is not None
    assert (found[0], found[1].pbx) == (desk, "office")


async def test_whoever_is_refused_learns_nothing(scope: dict[str, Any], desk: Screen) -> None:
    assert await admit(scope, "nothing", "office") is None
    assert await admit(scope, "office", "elsewhere") is None
    assert await admit(scope | {"user": AnonymousUser()}, "office", "office") is None
    await sync_to_async(Membership.objects.update)(role=Role.SUPERVISOR)
    assert await admit(scope, "office", "office") is None


async def session_deleted(door: Door) -> None:
    await sync_to_async(door.scope["session"].delete)()


async def session_expired(door: Door) -> None:
    def expire() -> None:
        session = door.scope["session"]
        session.set_expiry(timezone.now())
        session.save()

    await sync_to_async(expire)()


async def operator_disabled(door: Door) -> None:
    await sync_to_async(User.objects.update)(is_active=False)


async def password_changed(door: Door) -> None:
    def change() -> None:
        user = User.objects.get()
        user.set_password("another")
        user.save()

    await sync_to_async(change)()


async def role_changed(door: Door) -> None:
    await sync_to_async(Membership.objects.update)(role=Role.ADMINISTRATOR)


async def desk_moved(door: Door) -> None:
    await sync_to_async(Membership.objects.update)(extension="123012")


async def membership_deleted(door: Door) -> None:
    await sync_to_async(lambda: Membership.objects.get().delete())()


async def pbx_switched_off(door: Door) -> None:
    await sync_to_async(PBX.objects.update)(enabled=False)


LOSSES = [
    session_deleted, session_expired, operator_disabled, password_changed,
    role_changed, desk_moved, membership_deleted, pbx_switched_off,
]  # fmt: skip


@pytest.mark.parametrize("lose", LOSSES, ids=lambda lose: lose.__name__)
async def test_whoever_loses_the_grounds_loses_the_socket(
    door: Door, lose: Callable[[Door], Any]
) -> None:
    await lose(door)
    await door.shut()


async def test_whoever_keeps_the_grounds_keeps_the_socket(
    door: Door, scope: dict[str, Any]
) -> None:
    other = Door(scope, admission._admitted[door.browser]._replace(session="of nobody"))
    await other.shut()
    assert door.codes == []


async def test_a_change_in_this_process_is_looked_at_at_once(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "LOOK_EVERY", 60.0)
    await asyncio.sleep(0.05)  # the look that is under way may still use the short interval
    await membership_deleted(door)
    await door.shut()


async def test_a_database_that_is_away_closes_nobody_and_is_asked_again(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    still_good = admission._still_good

    def away(grounds: set[Admission]) -> set[Admission]:
        asked.append(1)
        raise OperationalError("away")

    monkeypatch.setattr(admission, "_still_good", away)
    async with asyncio.timeout(SOON):
        while len(asked) < 3:  # noqa: ASYNC110 - it is asked by another task
            await asyncio.sleep(0.005)
    assert door.codes == []
    monkeypatch.setattr(admission, "_still_good", still_good)
    await session_deleted(door)
    await door.shut()


async def test_a_browser_that_left_is_forgotten(door: Door) -> None:
    admission.gone(door.browser)
    admission.gone(door.browser)
    assert admission._admitted == {}


async def test_looking_again_is_harmless_where_nobody_keeps_admissions() -> None:
    admission.look_again()
