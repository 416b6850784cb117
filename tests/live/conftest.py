"""Regions and screens of the tests' own, over a picture that no link feeds."""

from collections.abc import Iterator
from typing import Any

import pytest

from console.links import pictures
from console.links.picture import Picture
from console.links.waits import Waits
from console.live import hubs, regions, screens
from console.live.hub import Hub
from console.live.regions import Region
from console.live.screens import Screen

TEMPLATES = {
    "lamp.html": '<li id="{{ id }}">{{ key }} {{ state }}</li>',
    "lamps.html": '<ul id="{{ id }}">{% for part in parts %}{{ part }}{% endfor %}</ul>',
    "link.html": '<p id="{{ id }}">{{ state }}{% if masked %} masked{% endif %}</p>',
}


@pytest.fixture(autouse=True)
def _own_regions(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    loader = ("django.template.loaders.locmem.Loader", TEMPLATES)
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": [loader]},
        }
    ]
    monkeypatch.setattr(regions, "_regions", {})
    monkeypatch.setattr(screens, "_screens", dict(screens._screens))
    monkeypatch.setattr(pictures, "_pictures", {})
    monkeypatch.setattr(hubs, "_hubs", {})


def state_of(board: Any, key: str) -> str:
    return "busy" if any(leg.extension == key for leg in board.legs.values()) else "free"


@pytest.fixture
def lamp() -> Region:
    region = Region(
        name="lamp",
        template="lamp.html",
        touched=lambda board, touched: touched.extensions,
        context=lambda board, pbx, key: {"state": state_of(board, key)},
    )
    regions.register(region)
    return region


@pytest.fixture
def lamps(lamp: Region) -> Region:
    region = Region(
        name="lamps",
        template="lamps.html",
        touched=lambda board, touched: [""] if touched.people else [],
        context=lambda board, pbx, key: {},
        parts=lambda board: [("lamp", extension) for extension in board.extensions],
    )
    regions.register(region)
    return region


@pytest.fixture
def link() -> Region:
    region = Region(
        name="link",
        template="link.html",
        touched=lambda board, touched: [""] if touched.link else [],
        context=lambda board, pbx, key: {"state": board.link.state},
    )
    regions.register(region)
    return region


@pytest.fixture
def screen(lamps: Region, link: Region) -> Screen:
    return Screen("office", lambda board, seat: [("link", ""), ("lamps", "")], lambda _: True)


@pytest.fixture
def picture() -> Picture:
    return pictures.picture_of("main")


@pytest.fixture
def hub(picture: Picture) -> Iterator[Hub]:
    hub = Hub(picture, Waits(coalesce=0.01))
    yield hub
    hub.close()
