"""Messages of one PBX, with a mail server that listens."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from console.links import pictures
from console.messages.models import Message
from tests.mailbox import Mailbox, mailbox
from tests.memberships import pbx


@pytest.fixture(autouse=True)
def _fresh_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_pictures", {})


@pytest.fixture
def post(settings: Any) -> Iterator[Mailbox]:
    with mailbox() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_FROM = "Reception <reception@example.com>"
        settings.EMAIL_TIMEOUT = 5
        yield server


def message(**values: Any) -> Message:
    """One that waits."""
    fields = {
        "key": uuid4(),
        "author": "ruth",
        "to_name": "Anna Keller",
        "to_email": "anna@example.com",
        "caller": "Mary Stone",
        "number": "+44 118 496 0233",
        "text": "Please call her back.",
    }
    return Message.objects.create(pbx=pbx(), **(fields | values))
