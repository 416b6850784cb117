"""A PBX with three people and a group, and somebody who works on it."""

import pytest
from django.test import Client

from console.directory import phonebook
from console.links import pictures
from console.links.models import PBX, Role
from console.links.picture import Picture
from console.live import hubs
from console.portasip.messages import Extension, ExtensionsListed, HuntGroup, HuntGroupsListed
from tests.memberships import member, pbx

PEOPLE = (
    Extension("123007", "107", "Ruth Adeyemi", True, "Vale"),
    Extension("123012", "112", "Anna Keller", True, "Vale"),
    Extension("123013", "113", "Markus Kellner", False, "Vale"),
)


@pytest.fixture(autouse=True)
def _fresh_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_pictures", {})
    monkeypatch.setattr(hubs, "_hubs", {})
    monkeypatch.setattr(phonebook, "_books", {})


@pytest.fixture
def office(db: None) -> PBX:
    place = pbx("office")
    picture = pictures.picture_of("office")
    picture.apply(ExtensionsListed(PEOPLE, at=100.0))
    picture.apply(HuntGroupsListed((HuntGroup("510", "Reception", "25"),), at=100.0))
    return place


@pytest.fixture
def picture(office: PBX) -> Picture:
    return pictures.picture_of("office")


@pytest.fixture
def ruth(office: PBX) -> Client:
    client = Client()
    client.force_login(member("ruth", Role.RECEPTIONIST, "123007"))
    return client


@pytest.fixture
def stranger(db: None) -> Client:
    """She works on another PBX."""
    pbx("elsewhere")
    client = Client()
    client.force_login(member("eve", Role.ADMINISTRATOR, "900", on="elsewhere"))
    return client
