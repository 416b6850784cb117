import io

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection

from console.links.credentials import CredentialsUnreadableError
from console.links.models import PBX
from tests.memberships import pbx

pytestmark = pytest.mark.django_db
OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


@pytest.fixture(autouse=True)
def old_key(settings):
    settings.CREDENTIALS_KEYS = [OLD]


@pytest.fixture
def office():
    office = pbx()
    office.password, office.media_password = "hidden-one", "hidden-two"
    office.save()
    return office


def test_passwords_come_back_as_they_were_given(office):
    found = PBX.objects.get()
    assert (found.password, found.media_password) == ("hidden-one", "hidden-two")


def test_neither_the_tables_nor_a_dump_show_them(office):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM links_pbx")
        assert "hidden" not in repr(cursor.fetchall())
    call_command("dumpdata", "links", stdout=(dump := io.StringIO()))
    assert "pbx.example.com" in dump.getvalue()
    assert "hidden" not in dump.getvalue()


def test_the_same_password_is_never_sealed_alike(office):
    before = office.password_sealed
    office.password = "hidden-one"
    assert office.password_sealed != before


def test_an_older_key_still_reads_and_a_save_brings_the_newest(office, settings):
    settings.CREDENTIALS_KEYS = [NEW, OLD]
    found = PBX.objects.get()
    assert found.password == "hidden-one"
    found.save()
    settings.CREDENTIALS_KEYS = [NEW]
    found = PBX.objects.get()
    assert (found.password, found.media_password) == ("hidden-one", "hidden-two")


def test_a_lost_key_is_said_in_a_sentence_and_the_rest_stays_usable(office, settings):
    settings.CREDENTIALS_KEYS = [NEW]
    found = PBX.objects.get()
    with pytest.raises(CredentialsUnreadableError, match="CREDENTIALS_KEYS no longer holds"):
        _ = found.password
    found.enabled = False
    found.save()
    settings.CREDENTIALS_KEYS = [OLD]
    assert PBX.objects.get().password == "hidden-one"


def test_no_password_is_empty():
    assert pbx().password == ""
