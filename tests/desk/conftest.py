"""A desk whose board is fed by the test, and the channel its commands leave by."""

import asyncio

import msgspec
import pytest
from channels.layers import channel_layers, get_channel_layer
from django.test import AsyncClient

from console.board.facts import LinkChanged
from console.links import pictures
from console.links.commands import Command
from console.links.models import Membership, Role
from console.links.picture import Picture
from console.live import hubs
from console.portasip.messages import (
    Extension,
    ExtensionsListed,
    LegChanged,
    LegId,
    Party,
    QueueListed,
    QueuesListed,
)
from tests.board.office import Office
from tests.desk.presented import DESK, a_desk
from tests.memberships import member

PEOPLE = (
    Extension("123007", "107", "Ruth Adeyemi", True),
    Extension("123012", "112", "Anna Kéller", True),
    Extension("123013", "113", "Markus Kellner", False),
)


@pytest.fixture(autouse=True)
def _fresh_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_pictures", {})
    monkeypatch.setattr(hubs, "_hubs", {})
    channel_layers.backends.clear()


@pytest.fixture
def office() -> Office:
    """A desk without calls and one queue, of a PBX that has just told all it knows."""
    office = a_desk()
    office.fold(QueuesListed((QueueListed("25", "Reception"),), office.tick()))
    office.snapshot()
    return office


@pytest.fixture
def seat(transactional_db: None) -> Membership:
    """Ruth, receptionist at 123007. Views look her up in another thread, hence no transaction."""
    return member("ruth", Role.RECEPTIONIST, DESK).memberships.get()


@pytest.fixture
def picture(seat: Membership) -> Picture:
    """Her PBX, live, with three people and one queue."""
    picture = pictures.picture_of(seat.pbx.name)
    picture.begin(5)
    picture.apply(LinkChanged("live", at=100.0))
    picture.apply(ExtensionsListed(PEOPLE, at=100.0))
    picture.apply(QueuesListed((QueueListed("25", "Reception"),), at=100.0))
    return picture


@pytest.fixture
async def ruth(seat: Membership, picture: Picture) -> AsyncClient:
    client = AsyncClient()
    await client.aforce_login(seat.user)
    return client


def rings(
    extension: str = DESK, number: str = "441184960233", tag: str = "t1", state: str = "ringing"
) -> LegChanged:
    return LegChanged(
        leg=LegId("call-1@pbx", tag),
        state=state,
        at=110.0,
        caller=Party(number=number),
        callee=Party(number=extension, account_id=extension),
        direction="incoming",
    )


class Handed:
    """The commands that reached the channel of the PBX's link."""

    def __init__(self, pbx: str) -> None:
        self.pbx = pbx

    async def all(self) -> list[Command]:
        commands: list[Command] = []
        while True:
            receiving = get_channel_layer().receive(f"link.{self.pbx}")
            try:
                message = await asyncio.wait_for(receiving, 0.02)
            except TimeoutError:
                return commands
            commands.append(msgspec.convert(message["command"], Command))


@pytest.fixture
async def handed(picture: Picture) -> Handed:
    return Handed(picture.pbx)
