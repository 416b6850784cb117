"""A file of contacts is uploaded, looked at, and then taken in as it was shown, once."""

import secrets
from datetime import timedelta
from typing import Any

import msgspec
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from console.directory import importing, storing
from console.directory.importing import Plan
from console.directory.models import Upload
from console.directory.records import BYTES_AT_MOST, LINES_AT_MOST, NotReadable, Read
from console.links.permissions import AuthorizedRequest, people_required

GOOD_FOR = timedelta(hours=1)
KEPT_FOR = timedelta(days=1)  # so that a second press hears what became of the first
SHOWN_AT_MOST = 200  # lines of each sort in a preview
CONFLICT, GONE, UNPROCESSABLE = 409, 410, 422


@require_http_methods(["GET", "HEAD", "POST"])
@people_required
def upload(request: AuthorizedRequest, pbx: str) -> HttpResponse:
    if request.method != "POST":
        return _ask(request)
    place, file = request.membership.pbx, request.FILES.get("file")
    try:
        found = _read(file)
        importing.plan(place.pk, found)
    except NotReadable as told:
        return _ask(request, str(told), UNPROCESSABLE)
    assert file is not None
    Upload.objects.filter(uploaded_at__lt=timezone.now() - KEPT_FOR).delete()
    made = Upload.objects.create(
        user_id=request.user.pk, pbx=place, name=(file.name or "")[:200], read=found.plain()
    )
    return HttpResponseRedirect(reverse("directory:preview", args=[pbx, made.token]))


def _read(file: UploadedFile | None) -> Read:
    if file is None or not file.size:
        raise NotReadable(gettext("Choose a file first. An empty one has no contacts."))
    if file.size > BYTES_AT_MOST:
        told = gettext("The file has more than %(most)s MB. Divide it.")
        raise NotReadable(told % {"most": BYTES_AT_MOST // 1024 // 1024})
    found = importing.read(file.read())
    if not found.records and not found.failures:
        raise NotReadable(gettext("The file has no contacts."))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@people_required
def preview(request: AuthorizedRequest, pbx: str, token: str) -> HttpResponse:
    """What the file would change; POST changes it, if that is still what was shown."""
    mine = Upload.objects.filter(user_id=request.user.pk, pbx=request.membership.pbx)
    found = get_object_or_404(mine, token=token)
    if found.done is None and found.uploaded_at < timezone.now() - GOOD_FOR:
        told = gettext("This preview is older than an hour. Upload the file again.")
        return _ask(request, told, GONE)
    try:
        if request.method == "POST":
            return _confirm(request, found)
        return _show(request, found)
    except NotReadable as told:
        return _ask(request, str(told), CONFLICT)


def _confirm(request: AuthorizedRequest, found: Upload) -> HttpResponse:
    place = request.membership.pbx
    with transaction.atomic():
        found = Upload.objects.select_for_update().get(pk=found.pk)
        if found.done is None:
            made = importing.plan(place.pk, _stored(found))
            if not secrets.compare_digest(made.digest, request.POST.get("plan", "")):
                told = gettext(
                    "Contacts were changed since this was shown. Look again, then press once more."
                )
                return _show(request, found, told, CONFLICT)
            importing.carry_out(place.pk, made)
            found.done = {
                "added": len(made.added), "changed": len(made.changed),
                "unchanged": made.unchanged, "failed": len(made.failures),
            }  # fmt: skip
            found.read = {}
            found.save()
            storing.changed(place.pk)
    return HttpResponseRedirect(request.path)


def _stored(found: Upload) -> Read:
    return msgspec.convert(found.read, Read)


def _show(
    request: AuthorizedRequest, found: Upload, refusal: str = "", status: int = 200
) -> HttpResponse:
    values: dict[str, Any] = {"page": "people", "pbx": request.membership.pbx.name}
    values |= {"name": found.name, "refusal": refusal, "done": found.done}
    if found.done is None:
        read = _stored(found)
        values |= _planned(importing.plan(request.membership.pbx_id, read), read)
    return render(request, "directory/preview.html", values, status=status)


def _planned(made: Plan, read: Read) -> dict[str, Any]:
    return {
        "plan": made.digest,
        "remarks": read.remarks,
        "added": [(one, importing.told(one.numbers)) for one in made.added[:SHOWN_AT_MOST]],
        "changed": made.changed[:SHOWN_AT_MOST],
        "failures": made.failures[:SHOWN_AT_MOST],
        "counts": {
            "added": len(made.added), "changed": len(made.changed),
            "unchanged": made.unchanged, "failed": len(made.failures),
        },
        "more": {
            name: max(0, len(some) - SHOWN_AT_MOST)
            for name, some in (
                ("added", made.added), ("changed", made.changed), ("failed", made.failures),
            )
        },
        "is_anything": bool(made.added or made.changed),
    }  # fmt: skip


def _ask(request: AuthorizedRequest, refusal: str = "", status: int = 200) -> HttpResponse:
    values = {
        "page": "people",
        "pbx": request.membership.pbx.name,
        "refusal": refusal,
        "megabytes": BYTES_AT_MOST // 1024 // 1024,
        "lines": LINES_AT_MOST,
    }
    return render(request, "directory/upload.html", values, status=status)
