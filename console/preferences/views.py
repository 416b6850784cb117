"""The operator's own page of preferences, and the sound that she brought."""

from hashlib import sha256

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_http_methods, require_safe

from console.links.permissions import AuthorizedRequest, membership_for
from console.preferences.forms import PreferencesForm
from console.preferences.models import OwnSound, Preferences


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def preferences(request: AuthorizedRequest) -> HttpResponse:
    """One form. A wrong value is told beside its field, and then nothing is saved."""
    if found := membership_for(request.user):
        request.membership = found  # for the menu
    kept = Preferences.objects.filter(user_id=request.user.pk or 0).first()
    kept = kept or Preferences(user_id=request.user.pk)
    if request.method == "POST" and "usual_keys" in request.POST:
        kept.keys = {}
        kept.save()
        return redirect("/preferences/?saved#keys")
    form = PreferencesForm(request.POST or None, request.FILES or None, instance=kept)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
        return redirect("/preferences/?saved")
    values = {"form": form, "saved": "saved" in request.GET and not form.errors}
    return render(request, "preferences/preferences.html", values)


@require_safe
@login_required
def sound(request: AuthorizedRequest) -> HttpResponseBase:
    """Her own sound, to her alone. The content type is what its content was found to be."""
    found = get_object_or_404(OwnSound, user_id=request.user.pk)
    audio = bytes(found.audio)
    etag = quote_etag(sha256(audio).hexdigest())
    headers = {"Cache-Control": "private, no-cache", "ETag": etag}
    response = HttpResponse(audio, content_type=found.content_type, headers=headers)
    return get_conditional_response(request, etag, None, response)  # type: ignore[return-value]
