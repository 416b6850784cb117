"""The page of preferences: it works for everybody, keeps what is right and says what is wrong."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from console import preferences
from console.links.models import Role
from console.preferences import keys
from console.preferences.models import OwnSound, Preferences
from console.preferences.own_sound import LARGEST
from tests.memberships import member
from tests.sounds import tone, written

ADDRESS = "/preferences/"


@pytest.fixture
def ruth(db: None) -> User:
    return member("ruth", Role.RECEPTIONIST, "123007")


@pytest.fixture
def page(client: Client, ruth: User) -> Client:
    client.force_login(ruth)
    return client


def filled(**changed: Any) -> dict[str, Any]:
    """What the form sends when nothing but `changed` was touched."""
    letters = {f"key_{act}": letter for act, letter in keys.DEFAULT.items()}
    usual = {
        "enter": "transfer",
        "safe_seconds": "0",
        "single_keys": "on",
        "modifier": "alt-shift",
        "sound": "soft",
        "volume": "60",
        "limit_sound": "on",
        "theme": "system",
    }
    given = usual | letters | changed
    return {name: value for name, value in given.items() if value is not None}


def sound(content: bytes, name: str = "bell.wav") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_it_is_there_for_every_role_and_for_who_has_none(client: Client, db: None) -> None:
    for role in Role:
        client.force_login(member(f"one-{role}", role, "123007"))
        assert client.get(ADDRESS).status_code == 200
    client.force_login(User.objects.create(username="nobody"))
    assert client.get(ADDRESS).status_code == 200


def test_who_is_not_signed_in_is_sent_to_sign_in_and_changes_nothing(
    client: Client, db: None
) -> None:
    for answer in (client.get(ADDRESS), client.post(ADDRESS, filled())):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")
    assert not Preferences.objects.exists()


def test_other_methods_and_posts_of_other_sites_are_refused(page: Client, ruth: User) -> None:
    assert page.delete(ADDRESS).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ruth)
    assert strict.post(ADDRESS, filled()).status_code == 403
    assert not Preferences.objects.exists()


def test_what_is_chosen_is_kept_for_her_alone(page: Client, ruth: User) -> None:
    changed = filled(
        enter="consult", safe_seconds="20", key_hold="g", single_keys=None, theme="dark"
    )
    assert page.post(ADDRESS, changed)["Location"] == "/preferences/?saved"
    assert "Saved" in page.get("/preferences/?saved").content.decode()
    chosen = preferences.of(ruth)
    assert (chosen.enter, chosen.safe_seconds, chosen.keys["hold"]) == ("consult", 20, "G")
    assert (chosen.single_keys, chosen.theme) == (False, "dark")
    assert preferences.of(member("omar", Role.SUPERVISOR)).enter == "transfer"
    assert page.post(ADDRESS, changed).status_code == 302  # a second press is harmless
    assert preferences.of(ruth) == chosen


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"safe_seconds": "3"}, "Say from 5 to 120 seconds, or 0 for off."),
        ({"safe_seconds": "121"}, "Say from 5 to 120 seconds, or 0 for off."),
        ({"safe_seconds": "soon"}, "Say from 5 to 120 seconds, or 0 for off."),
        ({"safe_seconds": "-1"}, "Say from 5 to 120 seconds, or 0 for off."),
        ({"volume": "101"}, "The volume is a number from 0 to 100."),
        ({"volume": ""}, "The volume is a number from 0 to 100."),
        ({"key_hold": "E"}, "E does two things. Choose another letter."),
        ({"key_hold": "7"}, "Digits are the slots. Choose a letter."),
        ({"key_hold": "I"}, "Chrome and Edge keep Alt+Shift+I for feedback."),
        ({"key_hold": "HOLD"}, "Choose one letter from A to Z."),
        ({"enter": "explode"}, "explode is not one of the available choices."),
        ({"sound": "own"}, "Choose a file, or another sound above."),
    ],
)
def test_a_wrong_value_is_told_and_nothing_is_saved(
    page: Client, wrong: dict[str, str], sentence: str
) -> None:
    answer = page.post(ADDRESS, filled(enter="consult") | wrong)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not Preferences.objects.exists()


def test_the_usual_letters_come_back_with_one_press(page: Client, ruth: User) -> None:
    page.post(ADDRESS, filled(key_hold="G", enter="consult"))
    page.post(ADDRESS, filled(usual_keys="1", key_hold="7"))
    assert preferences.of(ruth).keys == dict(keys.DEFAULT)
    assert preferences.of(ruth).enter == "consult"


@pytest.mark.parametrize(
    ("form", "content_type"),
    [
        ({"format": "WAV"}, "audio/wav"),
        ({"format": "FLAC"}, "audio/flac"),
        ({"format": "OGG", "subtype": "VORBIS"}, "audio/ogg"),
        ({"format": "MP3"}, "audio/mpeg"),
    ],
)
def test_an_own_sound_is_served_to_its_owner_as_what_it_is(
    page: Client, form: dict[str, str], content_type: str
) -> None:
    audio = written(tone(44100), 44100, **form)
    page.post(ADDRESS, filled(sound="own", own_sound=sound(audio, "page.html")))
    answer = page.get("/preferences/sound/")
    assert (answer.content, answer["Content-Type"]) == (audio, content_type)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-cache"
    again = page.get("/preferences/sound/", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"<script>alert(1)</script>", "not a sound"),
        (b"RIFF" + bytes(40), "not a sound"),
        (written(tone(8000, seconds=31)), "The recording lasts 0:31 minutes"),
        (b"RIFF" + bytes(LARGEST), "larger than 1 MB"),
        (written(tone(8000), format="AIFF"), "Browsers do not play this kind."),
    ],
)
def test_what_is_no_sound_to_ring_with_is_refused(
    page: Client, content: bytes, sentence: str
) -> None:
    answer = page.post(ADDRESS, filled(sound="own", own_sound=sound(content)))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not OwnSound.objects.exists()
    assert not Preferences.objects.exists()


def test_a_sound_once_brought_stays_and_can_be_replaced(page: Client) -> None:
    first, second = written(tone(8000)), written(tone(8000, level=0.2))
    page.post(ADDRESS, filled(sound="own", own_sound=sound(first)))
    page.post(ADDRESS, filled(sound="own", volume="10"))
    assert page.get("/preferences/sound/").content == first
    page.post(ADDRESS, filled(sound="own", own_sound=sound(second)))
    assert page.get("/preferences/sound/").content == second
    assert OwnSound.objects.count() == 1


def test_nobody_hears_another_operators_sound(page: Client, client: Client) -> None:
    page.post(ADDRESS, filled(sound="own", own_sound=sound(written(tone(8000)))))
    client.force_login(member("omar", Role.SUPERVISOR))
    assert client.get("/preferences/sound/").status_code == 404
    client.logout()
    assert client.get("/preferences/sound/").status_code == 302


def test_pages_carry_what_their_scripts_must_know(page: Client) -> None:
    page.post(ADDRESS, filled(theme="dark", key_hold="G"))
    html = page.get(ADDRESS).content.decode()
    assert 'data-theme-wish="dark"' in html
    assert '"hold": "G"' in html
