"""The companies for which a PBX answers, kept by its administrators."""

import time
from typing import Any

from django.db import IntegrityError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from console.directory import hours, storing
from console.directory.forms import CompanyForm
from console.directory.models import Company
from console.directory.numbers import grouped
from console.links.permissions import AuthorizedRequest, administrator_required

UNPROCESSABLE = 422


@require_safe
@administrator_required
def companies(request: AuthorizedRequest) -> HttpResponse:
    pbx = request.membership.pbx
    kept = {one.pk: one for one in Company.objects.filter(pbx=pbx)}
    first = next(iter(storing.companies(pbx.pk)), None)
    rows = [
        {
            "pk": one.id,
            "name": one.name,
            "greeting": one.greeting,
            "numbers": [grouped(each) for each in one.numbers],
            "hours": kept[one.id].hours,
            "zone": one.zone,
            "now": hours.at(one, time.time()),
            "is_default": first is not None and one.id == first.id,
        }
        for one in storing.companies(pbx.pk)
        if one.id in kept
    ]
    values = {"page": "people", "pbx": pbx.name, "rows": rows}
    return render(request, "directory/companies.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def new(request: AuthorizedRequest, pbx: str) -> HttpResponse:
    return _edited(request, Company(pbx=request.membership.pbx))


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def company(request: AuthorizedRequest, pbx: str, pk: int) -> HttpResponse:
    return _edited(request, get_object_or_404(Company, pbx=request.membership.pbx, pk=pk))


def _edited(request: AuthorizedRequest, found: Company) -> HttpResponse:
    """Save pressed twice adds one company: its name is its own."""
    if request.method != "POST":
        return _form(request, CompanyForm(instance=found), found)
    form = CompanyForm(request.POST, instance=found)
    if not form.is_valid():
        return _form(request, form, found, UNPROCESSABLE)
    try:
        storing.keep(form.instance)
    except IntegrityError:  # another was first, between our look and our writing
        form.add_error("name", gettext("There is a company of this name already."))
        return _form(request, form, found, UNPROCESSABLE)
    return _to_list(found.pbx.name)


@require_POST
@administrator_required
def delete(request: AuthorizedRequest, pbx: str, pk: int) -> HttpResponse:
    """A second press finds none any more, which is what was wanted."""
    found = Company.objects.filter(pbx=request.membership.pbx, pk=pk).first()
    if found is not None:
        storing.drop(found)
    return _to_list(pbx)


def _form(
    request: AuthorizedRequest, form: CompanyForm, found: Company, status: int = 200
) -> HttpResponse:
    name = Company.objects.filter(pk=found.pk).values_list("name", flat=True).first()
    values: dict[str, Any] = {
        "page": "people", "pbx": found.pbx.name, "form": form, "pk": found.pk, "name": name or "",
    }  # fmt: skip
    return render(request, "directory/company.html", values, status=status)


def _to_list(pbx: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('directory:companies')}?pbx={pbx}")
