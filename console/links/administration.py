"""What an administrator may change in the admin: her PBXs, their memberships and operators.

Django's admin asks for permissions by name; the rules below answer from the memberships, so that
there is nothing to grant or to forget to take away.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest
from rules.permissions import add_perm
from rules.predicates import predicate

from console.links.models import PBX, Membership, Role
from console.links.permissions import User


class ReadOnly:
    """Of an admin whose records nobody makes, changes or removes by hand: not superusers either, to
    whom every permission is given."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


def administered(user: User) -> QuerySet[PBX]:
    """The PBXs she administers, those out of use among them: she must be able to enable them."""
    every = PBX.objects.all()
    if not user.is_authenticated or not user.is_active:
        return every.none()
    if getattr(user, "is_superuser", False):
        return every
    return every.filter(memberships__user_id=user.pk, memberships__role=Role.ADMINISTRATOR)


def manageable_operators(user: User) -> QuerySet[Any]:
    """Operators who work on her PBXs alone, or on none yet; never a superuser."""
    operators = get_user_model().objects.all()
    if getattr(user, "is_superuser", False):
        return operators
    foreign = Membership.objects.exclude(pbx__in=administered(user))
    return operators.filter(is_superuser=False).exclude(pk__in=foreign.values("user_id"))


@predicate
def administers(user: User, subject: Any = None) -> bool:
    """Any PBX when no subject is named, else the one behind it."""
    if subject is None:
        return administered(user).exists()
    if isinstance(subject, Membership):
        return administered(user).filter(pk=subject.pbx_id).exists()
    if isinstance(subject, PBX):
        return administered(user).filter(pk=subject.pk).exists()
    return manageable_operators(user).filter(pk=subject.pk).exists()


for app_label, model in (("links", "pbx"), ("links", "membership"), ("accounts", "user")):
    for action in ("view", "change"):
        add_perm(f"{app_label}.{action}_{model}", administers)
for permission in (
    "links",
    "accounts",
    "links.add_membership",
    "links.delete_membership",
    "accounts.add_user",
):
    add_perm(permission, administers)


@receiver((post_save, post_delete), sender=Membership)
def keep_staff_flag(instance: Membership, **kwargs: Any) -> None:
    """`is_staff` says who administers; it follows the memberships and is never set by hand."""
    user = get_user_model().objects.filter(pk=instance.user_id).first()
    if user is None:
        return
    is_staff = user.is_superuser or user.memberships.filter(role=Role.ADMINISTRATOR).exists()
    if user.is_staff != is_staff:
        user.is_staff = is_staff
        user.save(update_fields=["is_staff"])
