import pytest
from django.contrib.auth.signals import user_logged_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, anna):
    client.force_login(anna)
    return client


@pytest.fixture
def heard(request):
    signals = []

    def hear(user, **kwargs):
        signals.append(user)

    user_logged_out.connect(hear)
    yield signals
    user_logged_out.disconnect(hear)


def test_a_post_signs_out_and_says_so_to_the_sockets(signed_in, anna, heard):
    response = signed_in.post("/accounts/logout/")
    assert response["Location"] == "/accounts/login/"
    assert "_auth_user_id" not in signed_in.session
    assert heard == [anna]


def test_a_get_only_asks(signed_in, heard):
    page = signed_in.get("/accounts/logout/")
    assert b"Sign out" in page.content
    assert "_auth_user_id" in signed_in.session
    assert heard == []


def test_signing_out_twice_is_harmless(signed_in):
    signed_in.post("/accounts/logout/")
    assert signed_in.post("/accounts/logout/").status_code == 302


def test_without_its_token_the_post_is_refused(anna, client):
    client.force_login(anna)
    client.handler.enforce_csrf_checks = True
    assert client.post("/accounts/logout/").status_code == 403
    assert "_auth_user_id" in client.session
