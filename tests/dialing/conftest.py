"""A desk with a link, a browser at it, and what the browser handed to the link."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from django.test import Client

from console.board.facts import CallDialled, CommandSent, CommandSettled, LinkChanged
from console.links import pictures, switchboard
from console.links.commands import Command
from console.links.models import Role
from console.links.picture import Picture
from console.live import hubs
from console.portasip.messages import (
    CallsListed,
    Extension,
    ExtensionsListed,
    LegChanged,
    LegId,
    Party,
)
from tests.memberships import member

RUTH, PRIYA = "123007", "123012"
NINE = 1_764_000_000.0  # some moment of a morning, in seconds since the epoch
KEY = "3.dial.0123456789abcdef01234567"


class Layer:
    """Stands where the channel layer is: keeps what is sent to the holder of a link."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, dict[str, Any]]] = []

    async def send(self, channel: str, message: dict[str, Any]) -> None:
        self.sent.append((channel, message))

    @property
    def commands(self) -> list[Command]:
        return [msgspec.convert(message["command"], Command) for _, message in self.sent]


class Desk:
    """Tells the picture what becomes of a call that 123007 dialled."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.apply = picture.apply
        self.board = picture.board

    def opens(self) -> None:
        self.picture.begin(3)
        self.apply(LinkChanged("live", at=NINE - 60))
        people = (Extension(RUTH, "107", "Ruth Adeyemi"), Extension(PRIYA, "112", "Priya Raman"))
        self.apply(ExtensionsListed(people, at=NINE - 60))
        self.apply(CallsListed((), since=self.board.facts, at=NINE - 60))

    def sends(self, key: str = KEY) -> None:
        sent = CommandSent(desk=RUTH, key=key, verb="dial", at=NINE, text="+44 118 496 0233")
        self.apply(sent)

    def settles(self, outcome: str, sentence: str = "", key: str = KEY) -> None:
        self.apply(
            CommandSettled(desk=RUTH, key=key, outcome=outcome, at=NINE + 0.3, sentence=sentence)
        )

    def dials(self, key: str = KEY, target: str = "+441184960233", tracking: str = "t1") -> None:
        self.sends(key)
        self.apply(
            CallDialled(desk=RUTH, key=key, target=target, tracking_id=tracking, at=NINE + 0.2)
        )
        self.settles("accepted", key=key)

    def my_phone(self, state: str, at: float = NINE + 1, tracking: str = "t1") -> None:
        self.apply(
            LegChanged(
                leg=LegId(f"{tracking}@pbx", "a"),
                state=state,
                at=at,
                caller=Party(number=RUTH, account_id=RUTH),
                callee=Party(number="+441184960233"),
                direction="outgoing",
                tracking_id=tracking,
            )
        )

    def their_phone(self, state: str, at: float = NINE + 5, tracking: str = "t1") -> None:
        self.apply(
            LegChanged(
                leg=LegId(f"{tracking}@pbx~1o", "b"),
                state=state,
                at=at,
                caller=Party(number=RUTH, account_id=RUTH),
                callee=Party(number="+441184960233"),
                direction="incoming",
                tracking_id=tracking,
            )
        )

    def loses_its_link(self) -> None:
        self.apply(LinkChanged("lost", at=NINE + 90))


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(pictures, "_pictures", {})
    monkeypatch.setattr(hubs, "_hubs", {})
    place = Desk(pictures.picture_of("office"))
    place.opens()
    return place


@pytest.fixture
def layer(monkeypatch: pytest.MonkeyPatch) -> Layer:
    layer = Layer()
    monkeypatch.setattr(switchboard, "get_channel_layer", lambda: layer)
    return layer


@pytest.fixture
def signed_in(db: None) -> Callable[..., Client]:
    """A browser of somebody with this role: `signed_in(Role.SUPERVISOR, "123007")`."""

    def sign_in(
        role: Role = Role.RECEPTIONIST, extension: str = RUTH, on: str = "office", **how: Any
    ) -> Client:
        client = Client(**how)
        client.force_login(member(f"{role} {extension}", role, extension, on))
        return client

    return sign_in


@pytest.fixture
def ruth(desk: Desk, layer: Layer, signed_in: Callable[..., Client]) -> Client:
    return signed_in()
