import re

import pytest

from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_form_names_its_fields_and_its_key(client):
    page = text_of(client.get("/accounts/login/"))
    assert re.findall(r"<label for=\"(\w+)\">\s*([^<]+?)\s*</label>", page) == [
        ("id_login", "Username"),
        ("id_password", "Password"),
    ]
    assert re.search(
        r"<button type=\"submit\"[^>]*>\s*Sign in\s*(<span [^>]*aria-hidden|</button>)", page
    )


def test_the_right_password_signs_in(client, anna, sign_in):
    response = sign_in()
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(anna.pk)


@pytest.mark.parametrize("name", ["anna", "nobody"])
def test_a_wrong_password_and_an_unknown_name_get_the_same_sentence(client, anna, sign_in, name):
    response = sign_in("wrong", username=name)
    assert "This username and password do not match." in text_of(response)
    assert "_auth_user_id" not in client.session


def test_an_operator_switched_off_cannot_sign_in(client, anna, sign_in):
    anna.is_active = False
    anna.save()
    response = sign_in()
    assert response["Location"] == "/accounts/inactive/"
    assert "switched off" in text_of(client.get("/accounts/inactive/"))
    assert "_auth_user_id" not in client.session


def test_five_failures_stop_even_the_right_password_with_a_sentence(client, anna, sign_in):
    for _ in range(5):
        sign_in("wrong")
    response = sign_in()
    assert "Too many failed sign-ins. Wait five minutes" in text_of(response)
    assert "_auth_user_id" not in client.session


def test_signing_in_often_is_no_failure(client, anna, sign_in):
    for _ in range(40):
        assert sign_in().status_code == 302
        client.logout()


def test_failures_of_one_operator_do_not_stop_another(client, anna, sign_in, django_user_model):
    django_user_model.objects.create_user("bert", password=PASSWORD)
    for _ in range(6):
        sign_in("wrong")
    assert sign_in(username="bert").status_code == 302


def test_next_survives_the_form_a_failure_and_the_sign_in(client, anna, sign_in):
    target = "/dial/?to=%2B16045551234"
    page = client.get("/accounts/login/", {"next": target})
    assert f'value="{target}"' in text_of(page)
    assert f'value="{target}"' in text_of(sign_in("wrong", next=target))
    assert sign_in(next=target)["Location"] == target


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"],
)
def test_next_never_leaves_the_site(anna, sign_in, target):
    assert sign_in(next=target)["Location"] == "/"


def test_who_is_signed_in_skips_the_form(client, anna):
    client.force_login(anna)
    assert client.get("/accounts/login/")["Location"] == "/"


def test_a_session_begins_anew_at_sign_in(client, anna, sign_in):
    client.get("/accounts/login/")
    session = client.session
    session["before"] = "seen"
    session.save()
    client.cookies["sessionid"] = session.session_key
    sign_in()
    assert client.session.session_key != session.session_key


def test_nobody_signs_up(client):
    assert client.get("/accounts/signup/").status_code == 404


def test_the_session_ends_with_the_browser_and_scripts_cannot_read_it(anna, sign_in):
    cookie = sign_in().cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""
