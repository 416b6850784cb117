import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from console.links.models import Membership
from tests.memberships import member, pbx

pytestmark = pytest.mark.django_db
ANNA = (
    "anna",
    "--pbx=office",
    "--extension=123007",
    "--role=receptionist",
    "--password-env=PASSWORD",
)


@pytest.fixture(autouse=True)
def office(monkeypatch):
    monkeypatch.setenv("PASSWORD", "Correct-horse-9")
    monkeypatch.setenv("OTHER", "Battery-staple-7")
    monkeypatch.setenv("WEAK", "1234")
    monkeypatch.setattr("sys.stdin", io.StringIO())
    return pbx()


def addoperator(*arguments):
    call_command("addoperator", *arguments, stdout=(out := io.StringIO()))
    return out.getvalue()


def refusal(*arguments):
    with pytest.raises(CommandError) as caught:
        addoperator(*arguments)
    return str(caught.value)


def test_an_operator_is_added_and_can_sign_in(client):
    assert addoperator(*ANNA) == "Operator anna added: receptionist on office\n"
    membership = Membership.objects.get()
    assert (membership.user.username, membership.extension) == ("anna", "123007")
    assert client.login(username="anna", password="Correct-horse-9")


def test_run_again_it_updates_her_one_membership():
    addoperator(*ANNA)
    assert "updated" in addoperator(*ANNA, "--extension=123008", "--role=supervisor")
    membership = Membership.objects.get()
    assert (membership.extension, membership.role) == ("123008", "supervisor")


def test_the_same_password_again_does_not_end_her_sessions(client):
    addoperator(*ANNA)
    before = User.objects.get().password
    addoperator(*ANNA)
    assert User.objects.get().password == before


def test_another_password_replaces_hers():
    addoperator(*ANNA)
    addoperator(*ANNA, "--password-env=OTHER")
    assert User.objects.get().check_password("Battery-staple-7")


def test_a_role_on_a_second_pbx_needs_no_password():
    addoperator(*ANNA)
    pbx("branch")
    addoperator("anna", "--pbx=branch", "--role=supervisor")
    assert Membership.objects.count() == 2
    assert User.objects.get().check_password("Correct-horse-9")


def test_an_administrator_may_enter_the_admin_until_the_role_is_taken():
    addoperator(*ANNA, "--role=administrator")
    assert User.objects.get().is_staff
    addoperator(*ANNA, "--role=receptionist")
    assert not User.objects.get().is_staff


def test_an_empty_extension_takes_the_desk_away():
    addoperator(*ANNA, "--role=supervisor")
    addoperator("anna", "--pbx=office", "--role=supervisor", "--extension=")
    assert Membership.objects.get().extension == ""


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--pbx=nowhere"], "--pbx: there is no PBX 'nowhere'. There is: office."),
        (["--extension=12 30"], "--extension: An extension is the account ID"),
        (["--extension="], "--extension: A receptionist needs an extension."),
        (["--password-env=NOT_SET"], "--password-env: the environment variable NOT_SET is not"),
        (["--password-env=WEAK"], "The password is too weak. This password is too short."),
        (["--role=queen"], "Error: argument --role: invalid choice"),
    ],
)
def test_wrong_input_gets_a_sentence_and_changes_nothing(arguments, sentence):
    assert refusal(*ANNA, *arguments).startswith(sentence)
    assert not User.objects.exists()


def test_a_wrong_username_gets_a_sentence():
    assert refusal("an na", *ANNA[1:]).startswith("USERNAME: ")


def test_a_new_operator_without_a_terminal_needs_the_variable():
    assert "give --password-env NAME" in refusal(*ANNA[:-1])


def test_nobody_else_is_touched():
    bert = member("bert", extension="500")
    addoperator(*ANNA)
    assert bert.memberships.get().extension == "500"
