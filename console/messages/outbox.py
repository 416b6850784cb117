"""The messages that wait: how they come in, who sends one, and what became of it.

A message is claimed by one conditional UPDATE before it is sent, so that of many processes one
sends it. A claim that ran out while nobody said what became of it is never sent again by itself:
the message may have arrived. An operator decides.
"""

from datetime import timedelta
from uuid import uuid4

import structlog
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from console.links.models import PBX
from console.messages import mail
from console.messages.models import Message, Status

log = structlog.get_logger()
UNSENT_AT_MOST = 500  # of one PBX: a mail server that is away for a week, not a flood
CLAIM = timedelta(seconds=120)  # far longer than the mail server may take for one message
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
TRIES = 10  # with the waits doubling: the better part of five hours


class Full(Exception):
    """Too many messages wait; the argument says what to do."""


def put(message: Message) -> Message:
    """A new message, once for its key. Raises Full."""
    unsent = unsent_of(message.pbx)
    if unsent.count() >= UNSENT_AT_MOST:
        raise Full(_("Too many messages wait to be sent. Delete some, or ask your administrator."))
    fields = {
        field.name: getattr(message, field.name)
        for field in Message._meta.concrete_fields
        if field.name not in {"id", "pbx", "key"}
    }
    kept, _made = Message.objects.get_or_create(pbx=message.pbx, key=message.key, defaults=fields)
    return kept


def unsent_of(pbx: PBX) -> QuerySet[Message]:
    return Message.objects.filter(pbx=pbx).exclude(status=Status.SENT)


def again(message: Message) -> bool:
    """Try at once, from the first try on. False while somebody sends it, or it is sent."""
    changed = _open(message).update(
        status=Status.WAITING, reason="", attempts=0, next_try=timezone.now()
    )
    return changed == 1


def remove(message: Message) -> bool:
    return _open(message).delete()[0] == 1


def readdress(message: Message, name: str, email: str) -> bool:
    """To somebody else; then it is due at once."""
    _open(message).update(to_name=name, to_email=email)
    return again(message)


def _open(message: Message) -> QuerySet[Message]:
    """Nobody changes what is on its way."""
    still = (Status.WAITING, Status.FAILED)
    return Message.objects.filter(pk=message.pk, status__in=still)


# ---- sending -----------------------------------------------------------------------------------


def send_next() -> bool:
    """Send the message that is due longest. False: none is. Waits for the mail server."""
    _give_up_lost_claims()
    if not mail.is_set_up():
        return False
    message = _claimed()
    if message is None:
        return False
    try:
        mail.send(message)
    except mail.NotNow as error:
        _put_off(message, str(error))
    except (mail.Never, mail.Uncertain) as error:
        _settle(message, status=Status.FAILED, reason=str(error))
    except Exception as error:
        # Whatever it was, nobody knows how far it came; and one message stops no other.
        log.error("a message could not be sent", message=message.pk, exc_info=error)
        _settle(message, status=Status.FAILED, reason=_("The console had a fault sending it."))
    else:
        _settle(message, status=Status.SENT, reason="", sent_at=timezone.now())
        log.info("message sent", message=message.pk, attempts=message.attempts)
    return True


def _claimed() -> Message | None:
    now = timezone.now()
    due = Message.objects.filter(status=Status.WAITING, next_try__lte=now, pbx__enabled=True)
    for message in due.order_by("next_try", "pk")[:5]:  # another process may be faster
        claim = uuid4()
        taken = Message.objects.filter(pk=message.pk, status=Status.WAITING).update(
            status=Status.SENDING,
            claim=claim,
            claimed_until=now + CLAIM,
            attempts=message.attempts + 1,
        )
        if taken:
            return Message.objects.select_related("pbx").get(pk=message.pk)
    return None


def _settle(message: Message, **fields: object) -> None:
    """Of our own claim alone."""
    ours = Message.objects.filter(pk=message.pk, status=Status.SENDING, claim=message.claim)
    ours.update(claim=None, claimed_until=None, **fields)


def _put_off(message: Message, reason: str) -> None:
    if message.attempts >= TRIES:
        _settle(message, status=Status.FAILED, reason=reason)
        return
    wait = min(FIRST_WAIT * 2 ** (message.attempts - 1), LONGEST_WAIT)
    _settle(message, status=Status.WAITING, reason=reason, next_try=timezone.now() + wait)


def _give_up_lost_claims() -> None:
    lost = Message.objects.filter(status=Status.SENDING, claimed_until__lt=timezone.now())
    lost.update(
        status=Status.FAILED,
        claim=None,
        claimed_until=None,
        reason=_("The console ended while it was sent: it may have arrived or not."),
    )
