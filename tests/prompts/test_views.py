import pytest
from django.db import IntegrityError
from django.test import AsyncClient, Client

from console.links.models import Role
from console.portasip.media.audio import to_au
from console.prompts.models import Prompt
from tests.memberships import member, pbx
from tests.sounds import tone, written

OTHER_METHODS = ["post", "put", "patch", "delete", "options"]


def test_the_address_is_public_and_has_no_ending(prompt, settings):
    assert prompt.url == f"{settings.PUBLIC_URL}/prompts/{prompt.token}"
    assert len(prompt.token) >= 43


def test_two_prompts_share_no_address(prompt):
    other = Prompt(pbx=prompt.pbx, name="Other")
    assert other.token != prompt.token


def test_a_name_is_one_prompts_on_a_pbx(prompt):
    again = Prompt(pbx=prompt.pbx, name=prompt.name)
    again.record(bytes(prompt.audio))
    with pytest.raises(IntegrityError):
        again.save()


@pytest.mark.parametrize("ending", ["", ".au"])
def test_the_pbx_gets_the_bytes_in_one_query(client, prompt, ending, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = client.get(f"/prompts/{prompt.token}{ending}")
    assert answer.status_code == 200
    assert answer.content == prompt.audio
    assert answer["Content-Type"] == "audio/basic"
    assert answer["Content-Length"] == str(len(prompt.audio))
    assert answer["Cache-Control"] == "private, max-age=60"


def test_no_cookie_is_needed_or_set_and_nothing_else_told(client, prompt):
    answer = client.get(f"/prompts/{prompt.token}.au", headers={"cookie": f"sessionid={'a' * 32}"})
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Vary" not in answer
    assert "Content-Disposition" not in answer
    assert "office" not in str(answer.headers)
    assert "Welcome" not in str(answer.headers)


def test_who_is_signed_in_makes_no_difference(client, prompt, django_assert_num_queries):
    client.force_login(member("ruth", Role.RECEPTIONIST, "500", on="branch"))
    with django_assert_num_queries(1):
        assert client.get(f"/prompts/{prompt.token}").status_code == 200


def test_head_has_the_headers_alone(client, prompt):
    path = f"/prompts/{prompt.token}"
    head, got = client.head(path), client.get(path)
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers == got.headers


@pytest.mark.django_db(transaction=True)
async def test_it_is_the_same_where_requests_are_not_threads(prompt):
    answer = await AsyncClient().get(f"/prompts/{prompt.token}.au")
    assert answer.content == prompt.audio


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize(
    ("asked", "known"), [("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")]
)
def test_what_the_pbx_has_is_not_sent_again(client, prompt, method, asked, known):
    path = f"/prompts/{prompt.token}"
    answer = getattr(client, method)(path, headers={asked: client.get(path)[known]})
    assert answer.status_code == 304
    assert answer.content == b""
    assert answer["Cache-Control"] == "private, max-age=60"


def test_a_new_sound_has_the_same_address_and_another_tag(client, prompt):
    path = f"/prompts/{prompt.token}"
    tag = client.get(path)["ETag"]
    prompt.record(to_au(written(tone(seconds=2))))
    prompt.save()
    answer = client.get(path, headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert answer.content == prompt.audio


def test_a_part_is_answered_with_the_whole(client, prompt):
    answer = client.get(f"/prompts/{prompt.token}", headers={"range": "bytes=0-9"})
    assert answer.status_code == 200
    assert answer.content == prompt.audio


@pytest.mark.parametrize("ending", [".g729", ".wav", ".au.au", "/", "%00", "a", ".AU"])
def test_nothing_else_is_found(client, prompt, ending):
    assert client.get(f"/prompts/{prompt.token}{ending}").status_code == 404


@pytest.mark.parametrize("token", ["", "x", "office", "1", "..%2f", "%00", "é"])
def test_a_wrong_token_is_not_found_and_tells_nothing(client, prompt, token):
    for path in (f"/prompts/{token}", f"/prompts/{token}.au"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert b"office" not in answer.content
        assert b"Welcome" not in answer.content
        assert not answer.cookies


@pytest.mark.parametrize("method", OTHER_METHODS)
@pytest.mark.parametrize("ending", ["", ".au"])
def test_other_methods_are_refused_without_asking_for_a_cookie(prompt, method, ending):
    strict = Client(enforce_csrf_checks=True)
    answer = getattr(strict, method)(f"/prompts/{prompt.token}{ending}")
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"
    assert not answer.cookies
    assert Prompt.objects.filter(pk=prompt.pk).exists()


def test_deleting_it_ends_the_address(client, prompt):
    prompt.delete()
    assert client.get(f"/prompts/{prompt.token}.au").status_code == 404


def test_it_goes_with_its_pbx(client, prompt):
    pbx().delete()
    assert client.get(f"/prompts/{prompt.token}.au").status_code == 404
