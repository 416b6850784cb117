"""The messages of a PBX on the desk: who may see and change them, and what a form refuses."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from console.board.facts import LinkChanged
from console.directory import phonebook
from console.directory.person import Detail
from console.links.models import PBX, Role
from console.links.pictures import picture_of
from console.messages import outbox
from console.messages.models import Message, Status
from console.portasip.messages import Extension, ExtensionsListed
from tests.desk.conftest import rings
from tests.mailbox import Mailbox
from tests.memberships import member
from tests.messages.conftest import message

pytestmark = pytest.mark.django_db

LIST = "/messages/office/"
NEW = "/messages/office/new/"
ANNA = Extension("123012", "112", "Anna Keller")


def entered(username: str = "ruth", on: str = "office") -> Client:
    client = Client()
    client.force_login(member(username, Role.RECEPTIONIST, "123007", on=on))
    picture = picture_of(on)
    picture.begin(5)
    picture.apply(LinkChanged("live", at=100.0))
    picture.apply(ExtensionsListed((Extension("123007", "107", "Ruth"), ANNA), at=100.0))
    return client


def filled(**values: Any) -> dict[str, Any]:
    form = {
        "key": str(uuid4()),
        "to_name": "Anna Keller",
        "to_email": "anna@example.com",
        "to_extension": "123012",
        "caller": "Mary Stone",
        "number": "+44 118 496 0233",
        "text": "Call back.",
    }
    return form | values


def test_a_message_is_kept_and_the_page_is_told(post: Mailbox) -> None:
    response = entered().post(NEW, filled())
    assert response.status_code == 200
    assert response["HX-Trigger"] == "messages:changed"
    kept = Message.objects.get()
    assert (kept.status, kept.author, kept.desk) == (Status.WAITING, "ruth", "123007")


def test_a_form_sent_twice_is_one_message() -> None:
    client, form = entered(), filled()
    assert [client.post(NEW, form).status_code for _ in "12"] == [200, 200]
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"to_email": ""}, "This field is required."),
        ({"to_email": "anna"}, "Enter a valid email address."),
        ({"to_email": "a@example.com\nBcc: b@example.com"}, "Enter a valid email address."),
        ({"to_email": "a@example.com, b@example.com"}, "Enter a valid email address."),
        ({"text": ""}, "This field is required."),
        ({"text": "x" * 4001}, "at most 4000 characters"),
        ({"caller": "x" * 201}, "at most 200 characters"),
        ({"key": "7"}, "Enter a valid UUID."),
    ],
)
def test_what_cannot_be_sent_is_said_in_the_form_and_nothing_is_lost(
    values: dict[str, str], sentence: str
) -> None:
    response = entered().post(NEW, filled(text="Long explanation.") | values)
    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page
    if "text" not in values:
        assert "Long explanation." in page
    assert not Message.objects.exists()


def test_lines_in_a_name_are_one_line() -> None:
    entered().post(NEW, filled(caller="Mary\r\nStone", to_name="Anna\tKeller"))
    kept = Message.objects.get()
    assert (kept.caller, kept.to_name) == ("Mary Stone", "Anna Keller")


def test_the_form_knows_the_call_it_is_about_and_for_whom_it_is() -> None:
    client = entered()
    picture = picture_of("office")
    picture.apply(rings(state="connected"))
    [call] = picture.board.calls
    message(to_extension="123012", to_email="a.keller@example.com")
    page = client.get(NEW, {"call": call, "epoch": 5, "to": "123012"}).content.decode()
    for value in ("+44 118 496 0233", "Anna Keller", "a.keller@example.com"):
        assert f'value="{value}"' in page
    assert re.search(r'name="called_at" value="\d{4}-', page)


def test_the_address_of_the_directory_is_better_than_that_of_the_last_message(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = entered()
    message(to_extension="123012", to_email="a.keller@example.com")
    monkeypatch.setattr(phonebook, "_books", {})
    book = phonebook.Phonebook(details={"123012": Detail(email="anna@example.com")})
    phonebook.put("office", book)
    page = client.get(NEW, {"to": "123012"}).content.decode()
    assert 'value="anna@example.com"' in page
    assert "a.keller@example.com" not in page


@pytest.mark.parametrize(
    "query", [{"call": "99"}, {"call": "1", "epoch": "4"}, {"to": "nobody"}, {"to": "0" * 600}]
)
def test_a_call_that_is_gone_or_a_stranger_leaves_the_form_empty(query: dict[str, str]) -> None:
    client = entered()
    picture_of("office").apply(rings(state="connected"))
    response = client.get(NEW, query)
    assert response.status_code == 200
    assert "118 496" not in response.content.decode()


def test_people_are_found_by_a_few_letters() -> None:
    client = entered()
    page = client.get("/messages/office/people/", {"to_name": "kel"}).content.decode()
    assert 'data-recipient="123012"' in page
    assert "button" not in client.get("/messages/office/people/").content.decode()


def test_unsent_messages_stand_first_and_the_tab_counts_them(post: Mailbox) -> None:
    client = entered()
    message(text="the sent one")
    outbox.send_next()
    message(text="the waiting one")
    page = client.get(LIST).content.decode()
    assert page.index("the waiting one") < page.index("the sent one")
    assert client.get(f"{LIST}count/").content == b"1"


def test_a_message_that_goes_out_while_the_list_is_made_stands_there_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client, waiting = entered(), message()

    def then_sent(pbx: PBX) -> list[Message]:
        unsent = list(Message.objects.filter(pbx=pbx))
        Message.objects.update(status=Status.SENT, sent_at=timezone.now())
        return unsent

    monkeypatch.setattr(outbox, "unsent_of", then_sent)
    page = client.get(LIST).content.decode()
    assert page.count(f'id="message-{waiting.pk}"') == 1
    assert "Nothing waits to be sent." in page


def test_without_a_mail_server_the_list_says_so(settings: Any) -> None:
    settings.EMAIL_FROM = ""
    client = entered()
    message()
    assert "E-mail is not set up" in client.get(LIST).content.decode()
    assert "goes out when e-mail is set up" in client.post(NEW, filled()).content.decode()


def test_a_failed_message_goes_to_another_address_at_once(post: Mailbox) -> None:
    client = entered()
    failed = message(status=Status.FAILED, reason="550 no such mailbox", to_email="ana@example.com")
    address = f"{LIST}{failed.pk}/"
    assert 'value="ana@example.com"' in client.get(address).content.decode()
    assert client.post(address, {"to_name": "A", "to_email": "nonsense"}).status_code == 422
    assert client.post(address, {"to_name": "A", "to_email": "anna@example.com"}).status_code == 200
    outbox.send_next()
    assert post.recipients == ["anna@example.com"]


def test_a_message_is_tried_again_and_deleted_and_a_second_press_is_harmless() -> None:
    client = entered()
    failed = message(status=Status.FAILED, attempts=9)
    assert client.post(f"{LIST}{failed.pk}/again/").status_code == 200
    failed.refresh_from_db()
    assert (failed.status, failed.attempts) == (Status.WAITING, 0)
    statuses = [client.post(f"{LIST}{failed.pk}/delete/").status_code for _ in "12"]
    assert statuses == [200, 404]
    sent = message(status=Status.SENT)
    assert client.post(f"{LIST}{sent.pk}/again/").status_code == 409
    assert client.post(f"{LIST}{sent.pk}/delete/").status_code == 409


def test_nobody_of_another_pbx_sees_or_changes_a_message() -> None:
    one = message()
    outsider = entered("olga", on="other")
    for path in (LIST, NEW, f"{LIST}count/", f"{LIST}people/", f"{LIST}{one.pk}/"):
        assert outsider.get(path).status_code == 404
    for path in (NEW, f"{LIST}{one.pk}/", f"{LIST}{one.pk}/again/", f"{LIST}{one.pk}/delete/"):
        assert outsider.post(path, filled()).status_code == 404
    # Through her own PBX she reaches it neither.
    assert outsider.post(f"/messages/other/{one.pk}/delete/").status_code == 404
    assert outsider.get(f"/messages/other/{one.pk}/").status_code == 404
    assert Message.objects.count() == 1


def test_wrong_methods_are_refused_and_strangers_sign_in_first() -> None:
    one, client = message(), entered()
    for path in (LIST, f"{LIST}count/", f"{LIST}people/"):
        assert client.post(path).status_code == 405
    for path in (f"{LIST}{one.pk}/again/", f"{LIST}{one.pk}/delete/"):
        assert client.get(path).status_code == 405
    assert Client().get(LIST).status_code == 302


def test_a_call_of_another_pbx_prefills_nothing() -> None:
    client = entered()
    for past in ("999", "x", "9" * 30, "-1"):
        assert client.get(NEW, {"past": past}).status_code == 404


def test_the_words_of_a_message_are_no_markup() -> None:
    client = entered()
    message(text="<script>alert(1)</script>", caller="<b>Mary")
    page = client.get(LIST).content.decode()
    assert "<script>alert" not in page
    assert "&lt;b&gt;Mary" in page
