"""Administrators read every leg and state of the calls of their PBXs; nobody changes them here."""

from django.contrib import admin
from django.db.models import Model, Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from rules.contrib.admin import ObjectPermissionsModelAdmin
from rules.permissions import add_perm
from rules.predicates import predicate

from console.history.models import Call, Deed, Leg, Moment
from console.links.administration import ReadOnly, administered, administers
from console.links.permissions import User


@predicate
def administers_call(user: User, call: Call | None = None) -> bool:
    if call is None:
        return administers(user)
    return administered(user).filter(pk=call.pbx_id).exists()


add_perm("history", administers)
add_perm("history.view_call", administers_call)


class LegInline(ReadOnly, admin.TabularInline):
    """Whoever may see the call may see its legs, and nobody may do more."""

    model = Leg
    fk_name = "call"
    extra = 0
    fields = (
        "extension", "direction", "caller_number", "callee_number", "states", "ended_at",
        "ended_after", "ended_before", "reason",
    )  # fmt: skip
    readonly_fields = fields
    ordering = ("first_seen", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Leg]:
        moments = Prefetch("moments", Moment.objects.order_by("epoch", "number"))
        return super().get_queryset(request).prefetch_related(moments)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def states(self, leg: Leg) -> str:
        return ", ".join(map(_told, leg.moments.all())) + ("" if leg.is_complete else ", …")


def _told(moment: Moment) -> str:
    at = f" {moment.at:%H:%M:%S}" if moment.at else ""
    return f"{moment.state}{' ' + moment.queue if moment.queue else ''}{at}"


@admin.register(Call)
class CallAdmin(ReadOnly, ObjectPermissionsModelAdmin):
    list_display = (
        "first_seen", "pbx", "caller_number", "caller_name", "callee_number", "callee_name",
        "is_answered", "is_live", "ended_at",
    )  # fmt: skip
    list_filter = ("is_live", "is_answered")
    search_fields = ("=caller_number", "=callee_number")
    search_help_text = _("A number as the PBX writes it.")
    fields = (
        "pbx", "first_seen", "caller_number", "caller_name", "callee_number", "callee_name",
        "is_answered", "talking_since", "ended_at", "ended_after", "ended_before", "reason",
        "asked",
    )  # fmt: skip
    readonly_fields = fields
    inlines = (LegInline,)
    list_per_page = 50
    show_full_result_count = False  # what was found is counted, and not all the rest as well
    actions = None
    ordering = ("-first_seen", "-pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Call]:
        pbxs = administered(request.user)
        return super().get_queryset(request).filter(pbx__in=pbxs).select_related("pbx")

    @admin.display(description=_("asked of the PBX"))
    def asked(self, call: Call) -> str:
        return ", ".join(map(_asked, call.deeds()))


def _asked(deed: Deed) -> str:
    return f"{deed.verb} by {deed.operator or deed.desk}: {deed.outcome}"
