import pytest

from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "Battery-staple-7"


def change(client, old):
    return client.post(
        "/accounts/password/change/", {"oldpassword": old, "password1": NEW, "password2": NEW}
    )


def test_an_operator_changes_her_password_and_stays_signed_in(client, anna):
    client.force_login(anna)
    assert change(client, PASSWORD)["Location"] == "/"
    anna.refresh_from_db()
    assert anna.check_password(NEW)
    assert "_auth_user_id" in client.session


def test_the_old_password_is_needed(client, anna):
    client.force_login(anna)
    assert change(client, "wrong").status_code == 200
    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)


def test_her_other_sessions_end(client, anna, client_elsewhere):
    client.force_login(anna)
    change(client, PASSWORD)
    assert client_elsewhere.get("/")["Location"].startswith("/accounts/login/")


@pytest.fixture
def client_elsewhere(anna):
    from django.test import Client

    elsewhere = Client()
    elsewhere.force_login(anna)
    return elsewhere


def test_a_stranger_is_sent_to_sign_in(client):
    assert change(client, PASSWORD)["Location"].startswith("/accounts/login/")
