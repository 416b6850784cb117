"""Who may watch: asked when a socket opens, and again and again for as long as it is open.

Signing out, a changed role, a changed password or a disabled operator end the sockets of every
process: each looks for itself every few seconds, and at once where it is told.
"""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from asgiref.sync import sync_to_async
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.http import QueryDict
from django.utils import timezone

from console.links.database import DATABASE_AWAY, ask
from console.links.models import Membership
from console.links.permissions import membership_for
from console.live.browser import Browser
from console.live.screens import Screen, Seat, screen_named
from console.troubles import Trouble

LOOK_EVERY = 2.0
NO_LONGER_ALLOWED = 4403


class Admission(NamedTuple):
    """On what grounds a browser was admitted; when any of it changes, its socket ends."""

    session: str
    user: int
    password: str
    pbx: str
    role: str
    extension: str


_admitted: dict[Browser, Admission] = {}
_wake: Callable[[], object] | None = None  # while somebody keeps the admissions


async def admit(
    scope: Mapping[str, Any], screen: str, pbx: str
) -> tuple[Screen, Seat, Admission] | None:
    """The screen, the seat and the grounds, or None: whoever is refused learns nothing else."""
    user, wanted = scope["user"], screen_named(screen)
    if wanted is None or not user.is_authenticated:
        return None
    membership = await sync_to_async(membership_for)(user, pbx)
    if membership is None or not wanted.allowed(membership):
        return None
    admission = Admission(
        scope["session"].session_key, user.pk, user.password, pbx, membership.role,
        membership.extension,
    )  # fmt: skip
    return wanted, wanted.seat(membership, subject_of(scope)), admission


def subject_of(scope: Mapping[str, Any]) -> str:
    """`?about=`, what the page is about."""
    return asked(scope, "about")


def asked(scope: Mapping[str, Any], name: str) -> str:
    """One parameter of the socket's address; whatever is written there is for others to judge."""
    return QueryDict(scope.get("query_string", b"")).get(name, "")


def admitted(browser: Browser, admission: Admission) -> None:
    _admitted[browser] = admission


def gone(browser: Browser) -> None:
    _admitted.pop(browser, None)


def look_again() -> None:
    """Something changed; look at once. Safe to call from any thread of this process."""
    if _wake is not None:
        _wake()


async def keep_admissions() -> None:
    """Close the sockets whose grounds have gone, until cancelled."""
    global _wake
    checking = Trouble("admissions cannot be checked", "admissions are checked again")
    loop, changed = asyncio.get_running_loop(), asyncio.Event()
    _wake = lambda: loop.call_soon_threadsafe(changed.set)  # noqa: E731
    try:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY):
                    await changed.wait()
            changed.clear()
            try:
                await _close_the_refused()
                checking.ended()
            except DATABASE_AWAY as error:
                checking.happened(cause=repr(error))
    finally:
        _wake = None


async def _close_the_refused() -> None:
    grounds = set(_admitted.values())
    if not grounds:
        return
    good = await ask(_still_good, grounds)
    for browser, admission in list(_admitted.items()):
        if admission in grounds and admission not in good:
            browser.close(NO_LONGER_ALLOWED)


def _still_good(grounds: set[Admission]) -> set[Admission]:
    """Three queries, however many browsers."""
    users = {each.user for each in grounds}
    sessions = set(
        Session.objects.filter(
            session_key__in={each.session for each in grounds}, expire_date__gt=timezone.now()
        ).values_list("session_key", flat=True)
    )
    passwords = dict(
        get_user_model().objects.filter(pk__in=users, is_active=True).values_list("pk", "password")
    )
    roles = {
        (user, pbx): (role, extension)
        for user, pbx, role, extension in Membership.objects.filter(
            user__in=users, pbx__enabled=True
        ).values_list("user", "pbx__name", "role", "extension")
    }
    return {
        each
        for each in grounds
        if each.session in sessions
        and passwords.get(each.user) == each.password
        and roles.get((each.user, each.pbx)) == (each.role, each.extension)
    }
