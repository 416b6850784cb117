"""One message as an e-mail, handed to the SMTP server; and what a failure there means.

Whoever calls waits for the server: never in the event loop.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from smtplib import SMTP, SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from console.messages.models import Message

NOT_SET_UP = gettext_lazy("E-mail is not set up: ask your administrator for EMAIL_URL.")


class NotNow(Exception):
    """Nothing was sent; trying again may help. The argument says why."""


class Never(Exception):
    """The server refuses this message; trying again will not help. The argument says why."""


class Uncertain(Exception):
    """The line broke while the message was on its way: it may have been sent or not."""


def is_set_up() -> bool:
    return bool(settings.EMAIL_FROM)


def send(message: Message) -> None:
    """Raises NotNow, Never or Uncertain; else the server has taken it."""
    with _opened() as connection:
        _hand_over(_letter(message, connection))


def try_out(address: str | None) -> None:
    """Open the mail server, and send a few words to `address` if one is given. Raises as `send`."""
    with _opened() as connection:
        if address is not None:
            subject = _("A test of the attendant console")
            sender = settings.EMAIL_FROM
            letter = EmailMessage(subject, subject, sender, [address], connection=connection)
            _hand_over(letter)


@contextmanager
def _opened() -> Iterator[BaseEmailBackend]:
    connection = get_connection(timeout=settings.EMAIL_TIMEOUT)
    try:
        connection.open()
        _greet(connection)
    except (SMTPException, OSError) as error:
        raise NotNow(_unreachable(error)) from error
    try:
        yield connection
    finally:
        _close(connection)


def _greet(connection: BaseEmailBackend) -> None:
    """Else smtplib greets with the message itself, where a line that breaks says less."""
    smtp = getattr(connection, "connection", None)
    if isinstance(smtp, SMTP):
        smtp.ehlo_or_helo_if_needed()


def _letter(message: Message, connection: BaseEmailBackend) -> EmailMessage:
    subject = render_to_string("messages/mail_subject.txt", {"message": message})
    return EmailMessage(
        subject=one_line(subject),
        body=render_to_string("messages/mail.txt", {"message": message}),
        from_email=settings.EMAIL_FROM,
        to=[message.to_email],
        connection=connection,
        # Whoever receives it twice all the same can see that it is one.
        headers={"Message-ID": f"<{message.key}@{_domain()}>", "Auto-Submitted": "auto-generated"},
    )


def _hand_over(letter: EmailMessage) -> None:
    try:
        letter.send()
    except SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        _refused(code, said, error)
    except SMTPResponseException as error:
        _refused(error.smtp_code, error.smtp_error, error)
    except (SMTPException, OSError) as error:
        raise Uncertain(
            _("The connection to the mail server broke: it may have been sent or not.")
        ) from error
    except ValueError as error:  # of the e-mail package: a header that it does not write
        raise Never(_("This message cannot be written as an e-mail.")) from error


def _refused(code: int, said: bytes | str, error: Exception) -> None:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    sentence = _("The mail server refused it: %(code)s %(said)s") % {
        "code": code,
        "said": one_line(words)[:200],
    }
    raise (Never if 500 <= code < 600 else NotNow)(sentence) from error


def _unreachable(error: Exception) -> str:
    if isinstance(error, SMTPResponseException):
        said = error.smtp_error
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        return _("The mail server does not let the console in: %(code)s %(said)s") % {
            "code": error.smtp_code,
            "said": one_line(words)[:200],
        }
    return _("The mail server cannot be reached: %s") % one_line(str(error))[:200]


def _close(connection: BaseEmailBackend) -> None:
    """The message is with the server by now; how it says goodbye changes nothing."""
    try:
        connection.close()
    except (SMTPException, OSError):
        return


def one_line(text: str) -> str:
    """Nothing that could begin another header."""
    printable = "".join(each if each.isprintable() else " " for each in text)
    return " ".join(printable.split())


def _domain() -> str:
    return settings.EMAIL_FROM.rpartition("@")[2].strip("<> ") or "localhost"
