"""An administrator keeps the companies of her PBXs, with the same form as on their page."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from rules.contrib.admin import ObjectPermissionsModelAdmin
from rules.permissions import add_perm
from rules.predicates import predicate

from console.directory import storing
from console.directory.forms import CompanyForm
from console.directory.models import Company
from console.links.admin import OwnChoices
from console.links.administration import administered, administers
from console.links.permissions import User


@predicate
def administers_company(user: User, company: Company | None = None) -> bool:
    return administers(user, company.pbx if company else None)


add_perm("directory", administers)
for action in ("view", "add", "change", "delete"):
    add_perm(f"directory.{action}_company", administers_company)


@admin.register(Company)
class CompanyAdmin(OwnChoices, ObjectPermissionsModelAdmin):
    form = CompanyForm
    fields = (
        "pbx", "name", "numbers", "greeting", "hours", "zone", "firm", "is_default",
    )  # fmt: skip
    list_display = ("name", "pbx", "greeting", "is_default")
    search_fields = ("name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Company]:
        hers = super().get_queryset(request).filter(pbx__in=administered(request.user))
        return hers.select_related("pbx")

    def save_model(self, request: HttpRequest, obj: Company, form: Any, change: bool) -> None:
        """The book of the PBX that it leaves must be read anew, too."""
        before = Company.objects.filter(pk=obj.pk).values_list("pbx_id", flat=True).first()
        storing.keep(obj)
        if before not in (None, obj.pbx_id):
            storing.changed(before)

    def delete_model(self, request: HttpRequest, obj: Company) -> None:
        storing.drop(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Company]) -> None:
        for each in queryset:
            storing.drop(each)
