"""Sending: once, by one process, with the truth about what is not known."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from console.messages import mail, outbox
from console.messages.models import Message, Status
from console.messages.postman import Postman
from tests.mailbox import Mailbox
from tests.messages.conftest import message

pytestmark = pytest.mark.django_db


def test_a_message_reaches_its_recipient_with_all_that_is_known_of_the_call(post: Mailbox) -> None:
    sent = message(called="Aldgate Dental", queue="Reception", called_at=timezone.now())
    assert outbox.send_next()
    [letter] = post.letters
    assert post.recipients == ["anna@example.com"]
    assert letter["From"] == "Reception <reception@example.com>"
    assert letter["Subject"] == "Call from Mary Stone"
    body = letter.get_content()
    for part in ("call her back", "+44 118 496 0233", "Aldgate Dental", "Reception", "ruth"):
        assert part in body
    sent.refresh_from_db()
    assert (sent.status, sent.reason) == (Status.SENT, "")
    assert sent.sent_at is not None
    assert not outbox.send_next(), "nothing is due"
    assert len(post.letters) == 1


def test_no_word_of_a_message_becomes_a_header(post: Mailbox) -> None:
    message(caller="Mary\r\nBcc: everybody@example.com\u2028X: y", text="Hi\r\n.\r\nQUIT")
    outbox.send_next()
    [letter] = post.letters
    assert letter["Bcc"] is None
    assert letter["X"] is None
    assert post.recipients == ["anna@example.com"]
    assert letter["Subject"] == "Call from Mary Bcc: everybody@example.com X: y"
    assert "QUIT" in letter.get_content()


@pytest.mark.parametrize(
    ("verb", "answer", "status"),
    [
        ("RCPT", "550 no such mailbox", Status.FAILED),
        ("RCPT", "451 greylisted", Status.WAITING),
        ("MAIL", "553 not from here", Status.FAILED),
        ("LETTER", "554 looks like spam", Status.FAILED),
        ("LETTER", "452 disk full", Status.WAITING),
        ("EHLO", "", Status.WAITING),
    ],
)
def test_what_the_server_refuses_is_said_in_its_words_and_tried_again_where_that_helps(
    post: Mailbox, verb: str, answer: str, status: Status
) -> None:
    sent = message()
    post.said[verb] = answer
    assert outbox.send_next()
    sent.refresh_from_db()
    assert sent.status == status
    assert answer.partition(" ")[2] in sent.reason
    assert not post.letters
    if status == Status.WAITING:
        assert sent.next_try > timezone.now()
        assert not outbox.send_next(), "not yet"


def test_a_line_that_breaks_while_it_is_sent_leaves_the_choice_to_people(post: Mailbox) -> None:
    """It may have arrived: nobody sends it a second time unasked."""
    sent = message()
    post.said["LETTER"] = ""
    outbox.send_next()
    sent.refresh_from_db()
    assert sent.status == Status.FAILED
    assert "sent or not" in sent.reason
    post.said.clear()
    assert not outbox.send_next()
    assert outbox.again(sent)
    assert outbox.send_next()
    assert len(post.letters) == 1


def test_a_server_that_is_away_is_tried_ever_later_and_given_up_in_the_end(
    post: Mailbox, settings: Any
) -> None:
    settings.EMAIL_PORT = 1
    sent = message()
    waits = []
    for _ in range(outbox.TRIES):
        Message.objects.update(next_try=timezone.now())
        before = timezone.now()
        assert outbox.send_next()
        sent.refresh_from_db()
        waits.append((sent.next_try - before).total_seconds())
    assert waits[1] > waits[0] * 1.5
    assert max(waits) <= outbox.LONGEST_WAIT.total_seconds() + 5
    assert sent.status == Status.FAILED
    assert "cannot be reached" in sent.reason


def test_only_one_process_sends_a_message(post: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second looks while the first is sending."""
    message()
    sending = mail.send
    second: list[bool] = []

    def meanwhile(one: Message) -> None:
        second.append(outbox.send_next())
        sending(one)

    monkeypatch.setattr(mail, "send", meanwhile)
    assert outbox.send_next()
    assert second == [False]
    assert len(post.letters) == 1


def test_a_process_that_died_while_sending_leaves_no_message_to_be_sent_twice(
    post: Mailbox,
) -> None:
    sent = message(status=Status.SENDING, claimed_until=timezone.now() - timedelta(seconds=1))
    assert not outbox.send_next()
    sent.refresh_from_db()
    assert sent.status == Status.FAILED
    assert "may have arrived or not" in sent.reason
    assert not post.letters


def test_a_late_word_of_a_claim_that_ran_out_changes_nothing(
    post: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = message()

    def forever(one: Message) -> None:
        Message.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
        assert not outbox.send_next()

    monkeypatch.setattr(mail, "send", forever)
    outbox.send_next()
    sent.refresh_from_db()
    assert sent.status == Status.FAILED


def test_without_a_mail_server_messages_wait_untouched(settings: Any) -> None:
    settings.EMAIL_FROM = ""
    waits = message()
    assert not outbox.send_next()
    waits.refresh_from_db()
    assert (waits.status, waits.attempts) == (Status.WAITING, 0)


def test_the_outbox_of_a_pbx_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "UNSENT_AT_MOST", 1)
    first = message()
    with pytest.raises(outbox.Full, match="Too many"):
        outbox.put(Message(pbx=first.pbx, key=first.key, to_email="a@example.com", text="x"))


def test_what_is_on_its_way_can_neither_be_deleted_nor_sent_elsewhere() -> None:
    going = message(status=Status.SENDING, claimed_until=timezone.now() + timedelta(seconds=60))
    assert not outbox.remove(going)
    assert not outbox.again(going)
    going.refresh_from_db()
    assert going.status == Status.SENDING


async def test_the_postman_sends_at_once_what_he_is_told_of_and_ends_when_told() -> None:
    due, sent = [True], asyncio.Event()
    loop = asyncio.get_running_loop()

    def work() -> bool:
        if not due:
            return False
        due.pop()
        loop.call_soon_threadsafe(sent.set)
        return True

    postman = Postman(work)
    life = asyncio.create_task(postman.run())
    await asyncio.wait_for(sent.wait(), 5)
    sent.clear()
    due.append(True)
    postman.hurry()
    await asyncio.wait_for(sent.wait(), 4)
    life.cancel()
    with pytest.raises(asyncio.CancelledError):
        await life


async def test_a_postman_whose_work_fails_looks_again() -> None:
    tries, enough = [0], asyncio.Event()
    loop = asyncio.get_running_loop()

    def work() -> bool:
        tries[0] += 1
        if tries[0] == 2:
            loop.call_soon_threadsafe(enough.set)
            return False
        loop.call_soon_threadsafe(postman.hurry)
        raise RuntimeError("a fault")

    postman = Postman(work)
    life = asyncio.create_task(postman.run())
    while not enough.is_set():
        postman.hurry()
        await asyncio.wait({asyncio.ensure_future(enough.wait())}, timeout=0.5)
    life.cancel()
    await asyncio.gather(life, return_exceptions=True)
    assert tries[0] >= 2
