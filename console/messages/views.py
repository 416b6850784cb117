"""Messages of one PBX: the list, the form, and what may be done with one that is not sent."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from console.board.state import Board
from console.history.models import Call
from console.links.permissions import AuthorizedRequest, history_required
from console.links.pictures import picture_of
from console.messages import mail, outbox, prefilled
from console.messages.forms import MessageForm, RecipientForm
from console.messages.models import Message, Status
from console.messages.postman import postman

SENT_SHOWN = 20
UNPROCESSABLE, CONFLICT = 422, 409
CHANGED = "messages:changed"


@require_safe
@history_required
def messages(request: AuthorizedRequest, pbx: str) -> HttpResponse:
    """Those that are not sent first, whatever their age; then the last that were."""
    unsent = list(outbox.unsent_of(request.membership.pbx))
    every = Message.objects.filter(pbx=request.membership.pbx)
    sent = list(every.filter(status=Status.SENT).order_by("-sent_at")[:SENT_SHOWN])
    just_sent = {each.pk for each in sent}  # one may go out between the two questions
    values = {
        "pbx": pbx,
        "unsent": [each for each in unsent if each.pk not in just_sent],
        "sent": sent,
        "not_set_up": "" if mail.is_set_up() else mail.NOT_SET_UP,
    }
    return render(request, "messages/_messages.html", values)


@require_safe
@history_required
def count(request: AuthorizedRequest, pbx: str) -> HttpResponse:
    """How many are not sent, as the tab shows it: "" for none."""
    unsent = outbox.unsent_of(request.membership.pbx).count()
    return HttpResponse(str(unsent or ""), content_type="text/plain; charset=utf-8")


@require_safe
@history_required
def people(request: AuthorizedRequest, pbx: str) -> HttpResponse:
    board = picture_of(pbx).board
    text = request.GET.get("to_name", "")[:100]
    found = prefilled.people(request.membership, board, text)
    return render(request, "messages/_people.html", {"people": found, "q": text})


@require_http_methods(["GET", "HEAD", "POST"])
@history_required
def new(request: AuthorizedRequest, pbx: str) -> HttpResponse:
    """About the call `?call=` of the desk or `?past=` of history, for `?to=` if it is given."""
    if request.method != "POST":
        known = _known(request, picture_of(pbx).board)
        return _form(request, pbx, MessageForm(initial=known), about=_about(request))
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _form(request, pbx, form, status=UNPROCESSABLE)
    message: Message = form.save(commit=False)
    message.pbx, message.key = request.membership.pbx, form.cleaned_data["key"]
    message.author = request.user.get_full_name() or request.user.get_username()
    message.desk = request.membership.extension
    try:
        outbox.put(message)
    except outbox.Full as refusal:
        form.add_error(None, str(refusal))
        return _form(request, pbx, form, status=UNPROCESSABLE)
    return _kept(_("The message is kept and goes out at once."))


@require_http_methods(["GET", "HEAD", "POST"])
@history_required
def edit(request: AuthorizedRequest, pbx: str, pk: int) -> HttpResponse:
    """To somebody else, or to her address without the slip."""
    message = _message(request, pk)
    form = RecipientForm(request.POST if request.method == "POST" else None, instance=message)
    if request.method != "POST" or not form.is_valid():
        status = UNPROCESSABLE if request.method == "POST" else 200
        return _form(request, pbx, form, message=message, status=status)
    values = form.cleaned_data
    if not outbox.readdress(message, values["to_name"], values["to_email"]):
        return _refused(_("This message is on its way or sent already."))
    return _kept(_("The message goes out to the new address at once."))


@require_POST
@history_required
def again(request: AuthorizedRequest, pbx: str, pk: int) -> HttpResponse:
    if not outbox.again(_message(request, pk)):
        return _refused(_("This message is on its way or sent already."))
    return _kept(_("The message is tried again at once."))


@require_POST
@history_required
def delete(request: AuthorizedRequest, pbx: str, pk: int) -> HttpResponse:
    """A message that is not sent; a second press finds none and harms nothing."""
    if not outbox.remove(_message(request, pk)):
        return _refused(_("This message is on its way or sent already."))
    return _answered(_("The message is deleted."))


def _message(request: AuthorizedRequest, pk: int) -> Message:
    return get_object_or_404(Message, pk=pk, pbx=request.membership.pbx)


def _known(request: AuthorizedRequest, board: Board) -> dict[str, Any]:
    target = request.GET.get("to") or request.GET.get("target", "")
    return {
        **prefilled.blank(),
        **_of_call(request, board),
        **prefilled.recipient(request.membership, board, target),
    }


def _of_call(request: AuthorizedRequest, board: Board) -> dict[str, Any]:
    past, live = request.GET.get("past"), request.GET.get("call", "")
    if past is not None:
        if not past.isascii() or not past.isdigit() or len(past) > 18:
            raise Http404("No such call.")
        call = get_object_or_404(Call, pk=int(past), pbx=request.membership.pbx)
        return prefilled.about_past(call, board)
    if request.GET.get("epoch", str(board.epoch)) != str(board.epoch):
        return {}  # the id names another call by now
    return prefilled.about_live(request.membership, board, live) if live else {}


def _about(request: AuthorizedRequest) -> str:
    """Which call a form is about, so that the page can open it again as it was left."""
    return "-".join(request.GET.get(name, "") for name in ("past", "epoch", "call"))[:100]


def _form(
    request: AuthorizedRequest, pbx: str, form: RecipientForm, status: int = 200, **values: Any
) -> HttpResponse:
    context = {"pbx": pbx, "form": form, "not_set_up": not mail.is_set_up(), **values}
    return render(request, "messages/_form.html", context, status=status)


def _kept(sentence: str) -> HttpResponse:
    postman.hurry()
    if not mail.is_set_up():
        sentence = _("The message is kept. It goes out when e-mail is set up.")
    return _answered(sentence)


def _answered(sentence: str) -> HttpResponse:
    """The page closes the form and shows the sentence; whoever shows messages asks again."""
    response = HttpResponse(sentence, content_type="text/plain; charset=utf-8")
    response["HX-Trigger"] = CHANGED
    return response


def _refused(sentence: str) -> HttpResponse:
    return HttpResponse(sentence, status=CONFLICT, content_type="text/plain; charset=utf-8")
