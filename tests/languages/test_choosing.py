"""Which language a page speaks, before and after sign-in, and its socket with it."""

import pytest
from django.test import Client
from django.utils import translation

from console import preferences
from console.languages import preferred
from console.links.models import Role
from console.live.regions import spoken
from tests.memberships import member

SIGN_IN = "/accounts/login/"


def language_of(client: Client, path: str = SIGN_IN, **headers: str) -> str:
    return client.get(path, headers=headers).content.decode().split('lang="', 1)[1][:2]


def choose(client: Client, language: str, next: str = SIGN_IN):
    return client.post("/language/", {"language": language, "next": next})


@pytest.mark.django_db
class TestTheMenu:
    def test_without_a_choice_the_browsers_language_is_spoken(self, client):
        assert language_of(client, **{"accept-language": "uk,en;q=0.5"}) == "uk"
        assert language_of(client, **{"accept-language": "fr"}) == "en"

    def test_a_choice_wins_over_the_browser_and_goes_back_to_the_page(self, client):
        answer = choose(client, "de", f"{SIGN_IN}?next=/desk/")
        assert answer["Location"] == f"{SIGN_IN}?next=/desk/"
        assert language_of(client, **{"accept-language": "uk"}) == "de"
        choose(client, "de")
        assert language_of(client) == "de"

    def test_nobody_is_sent_to_another_site(self, client):
        for elsewhere in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
            assert choose(client, "de", elsewhere)["Location"] == "/"

    @pytest.mark.parametrize("language", ["", "xx", "de/../..", "d" * 10_000])
    def test_what_is_no_language_of_ours_changes_nothing(self, client, language):
        assert choose(client, language).status_code == 302
        assert "language" not in client.cookies
        assert language_of(client) == "en"

    def test_a_cookie_of_no_sense_is_passed_over(self, client):
        client.cookies["language"] = "../../etc"
        assert language_of(client) == "en"

    def test_it_is_posted_with_a_token_and_in_no_other_way(self, client):
        assert client.get("/language/").status_code == 405
        assert (
            Client(enforce_csrf_checks=True).post("/language/", {"language": "de"}).status_code
            == 403
        )

    def test_each_language_stands_there_in_its_own_words(self, client):
        page = client.get(
            f"{SIGN_IN}?next=/desk/", headers={"accept-language": "de"}
        ).content.decode()
        for name in ("English", "Deutsch", "Українська", "Español"):
            assert f">{name}</button>" in page
        assert f'name="next" value="{SIGN_IN}?next=/desk/"' in page
        assert page.count('aria-current="true"') == 1


@pytest.mark.django_db
def test_the_menu_of_who_is_signed_in_goes_with_her_to_every_browser(client):
    anna = member("anna", Role.SUPERVISOR)
    client.force_login(anna)
    choose(client, "es", "/")
    assert preferences.of(anna).language == "es"
    elsewhere = Client()
    elsewhere.force_login(anna)
    assert language_of(elsewhere, "/preferences/", **{"accept-language": "de"}) == "es"
    choose(client, "xx", "/")
    assert preferences.of(anna).language == "es"


def test_an_operators_own_choice_wins_over_her_browser(rf):
    class Chosen:
        language = "es"

    request = rf.get("/")
    request.preferences = Chosen()
    with translation.override("uk"):
        assert preferred(lambda request: translation.get_language())(request) == "es"
        Chosen.language = "xx"
        translation.activate("uk")
        assert preferred(lambda request: translation.get_language())(request) == "uk"


@pytest.mark.parametrize("asked", [None, "", "xx", "../de", "DE"])
def test_a_socket_that_asks_for_no_language_of_ours_hears_english(asked):
    assert spoken(asked) == "en"
