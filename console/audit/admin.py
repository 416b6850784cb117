"""Administrators read what was asked of their PBXs, by whom, and what became of it."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.filters import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from rules.contrib.admin import ObjectPermissionsModelAdmin
from rules.permissions import add_perm
from rules.predicates import predicate

from console.audit.models import Outcome, Press
from console.links.administration import ReadOnly, administered, administers
from console.links.permissions import User
from console.live.said import said


@predicate
def administers_press(user: User, press: Press | None = None) -> bool:
    if press is None:
        return administers(user)
    return administered(user).filter(name=press.pbx).exists()


add_perm("audit", administers)
add_perm("audit.view_press", administers_press)


class OutcomeFilter(SimpleListFilter):
    title = _("outcome")
    parameter_name = "outcome"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return Outcome.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(outcome=self.value()) if self.value() else queryset


@admin.register(Press)
class PressAdmin(ReadOnly, ObjectPermissionsModelAdmin):
    list_display = (
        "asked_at", "pbx", "operator", "desk", "verb", "party", "target", "outcome", "sentence",
        "latency", "address",
    )  # fmt: skip
    list_filter = (
        "asked_at",
        ("pbx", admin.AllValuesFieldListFilter),
        ("operator", admin.AllValuesFieldListFilter),
        ("verb", admin.AllValuesFieldListFilter),
        OutcomeFilter,
    )
    search_fields = ("operator", "party", "target", "desk")
    search_help_text = _("A number as the PBX writes it, or an operator.")
    fields = (
        "asked_at", "recorded_at", "pbx", "operator", "desk", "verb", "call", "party", "target",
        "key", "address", "outcome", "sentence", "latency", "settled_at",
    )  # fmt: skip
    readonly_fields = fields
    list_per_page = 50
    show_full_result_count = False  # what was found is counted, and not all the rest as well
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Press]:
        names = administered(request.user).values("name")
        return Press.objects.with_outcome().filter(pbx__in=names)

    @admin.display(ordering="outcome")
    def outcome(self, press: Any) -> str:
        return str(Outcome(press.outcome).label)

    def sentence(self, press: Any) -> str:
        return said(press.sentence or "")

    @admin.display(description=_("after"), ordering="seconds")
    def latency(self, press: Any) -> str:
        return "" if press.seconds is None else f"{number_format(press.seconds, 3)} s"

    @admin.display(description=_("settled"))
    def settled_at(self, press: Any) -> Any:
        return press.settled_at
