"""Contacts are added, changed and deleted, and extensions completed, by everyone who works on their
PBX."""

import hashlib
import json
from typing import Any

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from console.directory import own, storing
from console.directory.forms import ContactForm, ExtensionForm, number_forms, numbers_given
from console.directory.models import Contact, ContactNumber, ExtensionDetail, Mark, new_key
from console.directory.person import CONTACT, EXTENSION
from console.directory.views_people import known
from console.links.permissions import AuthorizedRequest, people_required

UNPROCESSABLE, CONFLICT = 422, 409
FIELDS = ("name", "company", "department", "email", "note")


@require_http_methods(["GET", "HEAD", "POST"])
@people_required
def new(request: AuthorizedRequest, pbx: str) -> HttpResponse:
    """Save pressed twice adds one contact: the key was made with the form."""
    place = request.membership.pbx
    if request.method != "POST":
        name, number = request.GET.get("name", "")[:120], request.GET.get("number", "")[:100]
        form = ContactForm(initial={"key": new_key(), "name": name})
        numbers = number_forms(None, [ContactNumber(number=number)] if number else [])
        return _form(request, form, numbers)
    form, numbers = ContactForm(request.POST), number_forms(request.POST, [])
    if not (form.is_valid() & numbers.is_valid()):
        return _form(request, form, numbers, status=UNPROCESSABLE)
    key = form.cleaned_data["key"] or new_key()
    with transaction.atomic():
        made, is_new = Contact.objects.get_or_create(
            pbx=place, key=key, defaults={name: form.cleaned_data[name] for name in FIELDS}
        )
        if is_new:
            _put_numbers(made, numbers_given(numbers))
            storing.changed(place.pk)
    return _to_list(pbx)


@require_http_methods(["GET", "HEAD", "POST"])
@people_required
def contact(request: AuthorizedRequest, pbx: str, pk: int) -> HttpResponse:
    place = request.membership.pbx
    found = get_object_or_404(Contact, pbx=place, pk=pk)
    before = seen(found)
    if request.method != "POST":
        form = ContactForm(instance=found, initial={"seen": before})
        return _form(request, form, number_forms(None, list(found.numbers.all())), found)
    form, numbers = ContactForm(request.POST, instance=found), number_forms(request.POST, [])
    if not (form.is_valid() & numbers.is_valid()):
        return _form(request, form, numbers, found, UNPROCESSABLE)
    if form.cleaned_data["seen"] != before:
        told = gettext(
            "Somebody else changed this contact meanwhile. Save again to keep what stands here, "
            "or go back to see the other version."
        )
        form.add_error(None, told)
        form.data = request.POST.copy()
        form.data["seen"] = before
        return _form(request, form, numbers, found, CONFLICT)
    with transaction.atomic():
        form.save()
        _put_numbers(found, numbers_given(numbers))
        storing.changed(place.pk)
    return _to_list(pbx)


@require_POST
@people_required
def delete(request: AuthorizedRequest, pbx: str, pk: int) -> HttpResponse:
    """A second press finds nobody any more, which is what was wanted."""
    place = request.membership.pbx
    with transaction.atomic():
        gone, _ = Contact.objects.filter(pbx=place, pk=pk).delete()
        if gone:
            Mark.objects.filter(pbx=place, person=f"{CONTACT}:{pk}").delete()
            storing.changed(place.pk)
    return _to_list(pbx)


@require_http_methods(["GET", "HEAD", "POST"])
@people_required
def extension(request: AuthorizedRequest, pbx: str, extension: str) -> HttpResponse:
    """What we add to an extension that the PBX lists."""
    place = request.membership.pbx
    person = known(place, f"{EXTENSION}:{extension}")
    detail = ExtensionDetail.objects.filter(pbx=place, extension=extension).first()
    detail = detail or ExtensionDetail(pbx=place, extension=extension)
    form = ExtensionForm(request.POST or None, instance=detail)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in form.fields}
        with transaction.atomic():
            ExtensionDetail.objects.update_or_create(
                pbx=place, extension=extension, defaults=values
            )
            storing.changed(place.pk)
        return _to_list(pbx)
    values = {"form": form, "person": person, "short": person.short, **_common(request, person.key)}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "directory/extension.html", values, status=status)


def seen(found: Contact) -> str:
    """What a contact is, as a few characters."""
    numbers = list(found.numbers.order_by("pk").values_list("kind", "number"))
    values = [*(getattr(found, name) for name in FIELDS), numbers]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:32]


def _put_numbers(found: Contact, numbers: list[tuple[str, str]]) -> None:
    if list(found.numbers.values_list("kind", "number")) != numbers:
        found.numbers.all().delete()
        ContactNumber.objects.bulk_create(
            ContactNumber(contact=found, kind=kind, number=number) for kind, number in numbers
        )


def _form(
    request: AuthorizedRequest,
    form: ContactForm,
    numbers: Any,
    found: Contact | None = None,
    status: int = 200,
) -> HttpResponse:
    key = f"{CONTACT}:{found.pk}" if found else ""
    values = {"form": form, "numbers": numbers, "contact": found, **_common(request, key)}
    return render(request, "directory/contact.html", values, status=status)


def _common(request: AuthorizedRequest, person: str) -> dict[str, Any]:
    hers = own.own_of(request.membership)
    return {
        "page": "people",
        "pbx": request.membership.pbx.name,
        "key": person,
        "is_favourite": person in hers.favourites,
        "is_speed_dial": person in hers.speed_dials,
        "own_note": hers.notes.get(person, ""),
        "here": request.path,
    }


def _to_list(pbx: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('directory:people')}?pbx={pbx}")
