from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from console.links.permissions import can_supervise, can_use_desk, is_supervisor, membership_for


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Each role to its page; a supervisor to the queues even when she has a desk as well."""
    membership = membership_for(request.user)
    if can_use_desk(membership) and not is_supervisor(membership):
        return redirect("/desk/")
    if can_supervise(membership):
        return redirect("/supervision/")
    if request.user.is_staff:
        return redirect("admin:index")
    return render(request, "console/no_membership.html", status=403)
