"""Who may do what: predicates over memberships, one set for page, push and command.

A membership is found once (`membership_for`, or `amembership_for` in consumers); the predicates are
then pure and can be asked anywhere. In views, `@desk_required` and its siblings do both and leave
the membership on the request.
"""

from collections.abc import Callable
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any
from urllib.parse import urlsplit

from asgiref.sync import sync_to_async
from django.contrib.auth.models import AbstractBaseUser, AbstractUser, AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django_htmx.http import HttpResponseClientRedirect
from rules.predicates import Predicate, predicate

from console.links.models import Membership, Role

User = AbstractBaseUser | AnonymousUser
View = Callable[..., Any]


class AuthorizedRequest(HttpRequest):
    """A request that passed one of the decorators below."""

    user: AbstractUser  # type: ignore[assignment]  # signed in
    membership: Membership


@predicate
def is_receptionist(membership: Membership | None) -> bool:
    return membership is not None and membership.role == Role.RECEPTIONIST


@predicate
def is_supervisor(membership: Membership | None) -> bool:
    return membership is not None and membership.role == Role.SUPERVISOR


@predicate
def is_administrator(membership: Membership | None) -> bool:
    return membership is not None and membership.role == Role.ADMINISTRATOR


@predicate
def has_extension(membership: Membership | None) -> bool:
    return membership is not None and bool(membership.extension)


can_use_desk: Predicate = has_extension & (is_receptionist | is_supervisor | is_administrator)
can_dial = can_use_desk
can_take = can_use_desk
can_supervise: Predicate = is_supervisor | is_administrator
can_listen = can_supervise
can_administer: Predicate = is_administrator
can_see_history: Predicate = is_receptionist | is_supervisor | is_administrator
can_keep_people: Predicate = is_receptionist | is_supervisor | is_administrator


def can_command_leg(membership: Membership | None, extension: str) -> bool:
    """End, hold and transfer: on the own desk's legs alone, whatever the role."""
    return can_use_desk(membership) and membership is not None and membership.extension == extension


def memberships_of(user: User) -> QuerySet[Membership]:
    """The operator's places on the PBXs in use, in the order of their names."""
    found = Membership.objects.select_related("pbx", "user")
    if not user.is_authenticated or not user.is_active:
        return found.none()
    return found.filter(user_id=user.pk, pbx__enabled=True)


def membership_for(
    user: User, pbx_name: str | None = None, allowed: Predicate | None = None
) -> Membership | None:
    """Her membership on the named PBX; without a name her first, preferring one that is allowed."""
    if pbx_name is not None:
        return memberships_of(user).filter(pbx__name=pbx_name).first()
    every = list(memberships_of(user))
    fitting = [membership for membership in every if allowed is None or allowed(membership)]
    return next(iter(fitting or every), None)


amembership_for = sync_to_async(membership_for)


def authorize(user: User, pbx_name: str | None, allowed: Predicate) -> Membership:
    """The membership to act under. Another PBX is 404, a role too low 403."""
    membership = membership_for(user, pbx_name, allowed)
    if membership is None and pbx_name is not None:
        raise Http404("No such PBX.")
    if membership is None or not allowed(membership):
        raise PermissionDenied
    return membership


def requires(allowed: Predicate) -> Callable[[View], View]:
    """Guards a view, sync or async, and sets `request.membership`.

    The PBX is the view's argument `pbx`, else `?pbx=`, else the operator's first that is allowed.
    Who is not signed in goes to the sign-in page and comes back.
    """

    def decorate(view: View) -> View:
        def admit(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponseBase | None:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            pbx_name = kwargs.get("pbx") or request.GET.get("pbx")
            request.membership = authorize(request.user, pbx_name, allowed)  # type: ignore[attr-defined]
            return None

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response: HttpResponseBase = admit(request, kwargs) or view(request, *args, **kwargs)
            return response

        @wraps(view)
        async def aguarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            stopped = await sync_to_async(admit)(request, kwargs)
            response: HttpResponseBase = stopped or await view(request, *args, **kwargs)
            return response

        return aguarded if iscoroutinefunction(view) else guarded

    return decorate


desk_required = requires(can_use_desk)
dial_required = requires(can_dial)
supervisor_required = requires(can_supervise)
administrator_required = requires(can_administer)
history_required = requires(can_see_history)
people_required = requires(can_keep_people)


def to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """htmx would swap the sign-in page into a region, so its requests move the whole page."""
    if request.headers.get("HX-Request") == "true":
        page = urlsplit(request.headers.get("HX-Current-URL", "")).path or "/"
        return HttpResponseClientRedirect(redirect_to_login(page).url)
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
