"""`manage.py checkemail`: what an administrator learns of the mail server."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.mailbox import Mailbox


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("checkemail", *arguments, stdout=out)
    return out.getvalue()


def test_a_server_that_lets_the_console_in_takes_a_test_message(post: Mailbox) -> None:
    assert "lets the console in" in told()
    assert not post.letters
    assert "test message for me@example.com" in told("--to", "me@example.com")
    assert post.recipients == ["me@example.com"]


def test_a_refusal_is_told_in_the_words_of_the_server(post: Mailbox) -> None:
    post.said["RCPT"] = "550 we do not relay"
    with pytest.raises(CommandError, match="550 we do not relay"):
        told("--to", "me@example.com")


def test_what_is_missing_or_wrong_is_named(post: Mailbox, settings: Any) -> None:
    with pytest.raises(CommandError, match="is no address"):
        told("--to", "me")
    settings.EMAIL_PORT = 1
    with pytest.raises(CommandError, match="cannot be reached"):
        told()
    settings.EMAIL_FROM = ""
    with pytest.raises(CommandError, match="EMAIL_URL"):
        told()
