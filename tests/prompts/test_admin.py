import io

import pytest
import soundfile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from console.links.models import Role
from console.portasip.media import audio
from console.portasip.media.audio import duration, to_au
from console.prompts import forms
from console.prompts.models import Prompt
from tests.memberships import member, pbx
from tests.sounds import tone, written

ADD = "/admin/prompts/prompt/add/"
LIST = "/admin/prompts/prompt/"
OFFICES = (("adam", "office"), ("bert", "branch"))


@pytest.fixture
def as_adam(client, db):
    client.force_login(member("adam", Role.ADMINISTRATOR))
    return client


@pytest.fixture
def foreign(prompt):
    """A prompt of a PBX that Adam does not administer."""
    prompt.pbx = pbx("branch")
    prompt.name = "Secret"
    prompt.save()
    return prompt


def pages(prompt):
    return [
        reverse(f"admin:prompts_prompt_{page}", args=[prompt.pk])
        for page in ("change", "delete", "history", "sound")
    ]


def change(prompt):
    return pages(prompt)[0]


def upload(content, name="recording.mp3"):
    return SimpleUploadedFile(name, content)


def form(sound=None, **changed):
    fields = {"name": "Welcome", "pbx": pbx().pk} | changed
    return fields if sound is None else fields | {"sound": upload(sound)}


class TestUpload:
    def test_an_mp3_becomes_what_the_pbx_plays(self, as_adam):
        mp3 = written(tone(44100, seconds=2), 44100, format="MP3")
        assert as_adam.post(ADD, form(mp3)).status_code == 302
        kept = Prompt.objects.get()
        assert (kept.name, kept.pbx) == ("Welcome", pbx())
        assert kept.audio == to_au(mp3)
        assert kept.duration == duration(kept.audio)
        assert as_adam.get(f"/prompts/{kept.token}.au").content == kept.audio

    @pytest.mark.parametrize(
        ("sound", "sentence"),
        [
            (b"", "The file is empty. Choose a recording."),
            (b"%PDF-1.7", "This is not a sound file we can read. Use WAV, MP3, Ogg or FLAC."),
            (written(tone(level=0)), "The recording is silent. Check the microphone"),
            (written(tone(seconds=601)), "The recording lasts 10:01 minutes. Cut it to 10:00"),
        ],
        ids=["empty", "other", "silent", "long"],
    )
    def test_what_is_wrong_stands_at_the_field(self, as_adam, sound, sentence):
        answer = as_adam.post(ADD, form(sound))
        assert answer.status_code == 200
        (told,) = answer.context["adminform"].form.errors["sound"]
        assert told.startswith(sentence)
        assert not Prompt.objects.exists()

    def test_a_sound_must_be_chosen(self, as_adam):
        answer = as_adam.post(ADD, form())
        assert answer.context["adminform"].form.errors == {"sound": ["This field is required."]}

    def test_too_large_a_file_is_not_read(self, as_adam, monkeypatch):
        monkeypatch.setattr(forms, "LARGEST", 2**20)
        monkeypatch.setattr(forms, "to_au", pytest.fail)
        errors = as_adam.post(ADD, form(bytes(2**20 + 1))).context["adminform"].form.errors
        assert "larger than 1 MB" in str(errors["sound"])

    def test_a_name_is_given_once_on_a_pbx(self, as_adam, prompt):
        answer = as_adam.post(ADD, form(written(tone())))
        assert b"This PBX already has a prompt of this name." in answer.content

    def test_another_pbx_can_be_neither_seen_nor_chosen(self, as_adam):
        branch = pbx("branch")
        assert b"branch" not in as_adam.get(ADD).content
        assert as_adam.post(ADD, form(written(tone()), pbx=branch.pk)).status_code == 200
        assert not Prompt.objects.exists()


class TestChange:
    def test_the_page_shows_length_address_and_a_player(self, as_adam, prompt):
        page = as_adam.get(change(prompt)).content.decode()
        assert prompt.url in page
        assert "1.0 s" in page
        assert f'<audio controls preload="none" src="{pages(prompt)[3]}">' in page

    def test_the_player_plays_what_callers_hear(self, as_adam, prompt):
        answer = as_adam.get(pages(prompt)[3])
        assert answer["Content-Type"] == "audio/wav"
        samples, rate = soundfile.read(io.BytesIO(answer.content))
        assert (len(samples), rate) == (8000, 8000)

    def test_the_list_shows_them_without_loading_any_sound(self, as_adam, prompt):
        with CaptureQueriesContext(connection) as asked:
            page = as_adam.get(LIST).content.decode()
        assert prompt.url in page
        assert "1.0 s" in page
        assert not any("audio" in query["sql"] for query in asked)
        prompt.pk, prompt.name, prompt.token = None, "Second", "second"
        prompt.save()
        with CaptureQueriesContext(connection) as asked_for_two:
            assert b"Second" in as_adam.get(LIST).content
        assert len(asked_for_two) <= len(asked)

    def test_a_new_name_keeps_sound_and_address(self, as_adam, prompt):
        assert as_adam.post(change(prompt), form(name="Greeting")).status_code == 302
        kept = Prompt.objects.get()
        assert kept.name == "Greeting"
        assert (kept.audio, kept.token) == (prompt.audio, prompt.token)
        assert kept.recorded == prompt.recorded

    def test_a_new_sound_keeps_name_and_address(self, as_adam, prompt):
        as_adam.post(change(prompt), form(written(tone(seconds=2))))
        kept = Prompt.objects.get()
        assert (kept.name, kept.token) == (prompt.name, prompt.token)
        assert kept.duration == 2
        assert kept.recorded > prompt.recorded

    def test_a_wrong_sound_changes_nothing(self, as_adam, prompt):
        answer = as_adam.post(change(prompt), form(b"no sound", name="Greeting"))
        assert b"This is not a sound file we can read" in answer.content
        kept = Prompt.objects.get()
        assert (kept.name, kept.audio) == ("Welcome", prompt.audio)

    def test_deleting_it_ends_the_address(self, as_adam, prompt):
        assert as_adam.post(pages(prompt)[1], {"post": "yes"}).status_code == 302
        assert as_adam.get(f"/prompts/{prompt.token}").status_code == 404


class TestOutsiders:
    def test_another_pbxs_prompts_do_not_exist(self, as_adam, foreign):
        for page in pages(foreign):
            # Django's admin answers an unknown record with its own first page.
            assert as_adam.get(page).status_code in (302, 404)
            assert as_adam.post(page, form() | {"post": "yes"}).status_code in (302, 404)
        assert b"Secret" not in as_adam.get(LIST).content
        assert Prompt.objects.get().name == "Secret"

    def test_nor_can_they_be_deleted_from_the_list(self, as_adam, foreign):
        chosen = {"action": "delete_selected", "_selected_action": foreign.pk, "post": "yes"}
        as_adam.post(LIST, chosen)
        assert Prompt.objects.filter(pk=foreign.pk).exists()

    @pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.SUPERVISOR])
    def test_the_other_roles_are_refused(self, client, prompt, role):
        client.force_login(member("anna", role, "123007"))
        for page in (LIST, ADD, *pages(prompt)):
            assert client.get(page).status_code == 403
            assert client.post(page).status_code == 403
        assert Prompt.objects.exists()

    def test_a_stranger_signs_in_first(self, client, prompt):
        for page in (LIST, ADD, *pages(prompt)):
            assert client.get(page).status_code == 302
            assert b"Welcome" not in client.get(page, follow=True).content

    def test_rights_follow_the_pbx_and_not_the_number_of_the_record(self, db, prompt):
        adam, bert = (member(who, Role.ADMINISTRATOR, on=on) for who, on in OFFICES)
        for action in ("view", "add", "change", "delete"):
            assert adam.has_perm(f"prompts.{action}_prompt", prompt)
            assert not bert.has_perm(f"prompts.{action}_prompt", prompt)


def test_the_limits_are_told_before(as_adam):
    page = as_adam.get(ADD).content.decode()
    assert f"up to {audio.LONGEST / 60:.0f} minutes and {audio.LARGEST // 2**20} MB" in page
