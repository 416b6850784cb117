"""A PBX's picture that no link feeds, and a browser of each role."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from console.board.facts import LinkChanged
from console.links import pictures
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
    QueueListed,
    QueuePlace,
    QueuesListed,
)
from tests.memberships import member

RUTH, PRIYA = "123007", "123012"
NINE = 1_764_000_000.0  # some moment of a morning, in seconds since the epoch


class Office:
    """Tells the picture what a PBX would: people, queues, callers who wait, calls."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.apply = picture.apply
        self.board = picture.board

    def opens(self, epoch: int = 3) -> None:
        self.picture.begin(epoch)
        self.apply(LinkChanged("live", at=NINE - 60))
        people = (Extension(RUTH, "107", "Ruth Adeyemi"), Extension(PRIYA, "112", "Priya Raman"))
        self.apply(ExtensionsListed(people, at=NINE - 60))
        self.apply(QueuesListed((QueueListed("25", "Sales"), QueueListed("26", "Billing")), NINE))
        self.apply(CallsListed((), since=self.board.facts, at=NINE))

    def waits(self, tag: str, number: str, queue: str = "25", **how: Any) -> str:
        """A caller waits; returns the short id of her call."""
        at = how.get("at", NINE)
        leg = LegId(f"{tag}@pbx", tag)
        self.apply(
            LegChanged(
                leg=leg,
                state="queued",
                at=at,
                caller=Party(number=number, display_name=how.get("name", "")),
                callee=Party(number="123500", huntgroup_id="500"),
                direction="outgoing",
                tracking_id=tag,
                queue=QueuePlace(queue, how.get("position"), how.get("operators")),
            )
        )
        return self.call_of(leg)

    def rings(self, tag: str, number: str, extension: str, state: str = "ringing") -> str:
        leg = LegId(f"{tag}@pbx", tag)
        self.apply(
            LegChanged(
                leg=leg,
                state=state,
                at=NINE,
                caller=Party(number=number),
                callee=Party(number=extension, account_id=extension),
                direction="incoming",
                tracking_id=tag,
            )
        )
        return self.call_of(leg)

    def call_of(self, leg: LegId) -> str:
        """Its short id; "" for a leg that the PBX has ended for good."""
        return self.board.legs[leg].call if leg in self.board.legs else ""

    def leaves(self, tag: str) -> None:
        self.apply(LegChanged(leg=LegId(f"{tag}@pbx", tag), state="terminated", at=NINE + 60))

    def loses_its_link(self) -> None:
        self.apply(LinkChanged("lost", at=NINE + 90, reason="The PBX does not answer."))


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(pictures, "_pictures", {})
    monkeypatch.setattr(hubs, "_hubs", {})
    place = Office(pictures.picture_of("office"))
    place.opens()
    return place


@pytest.fixture
def signed_in(db: None) -> Callable[..., Client]:
    """A browser of somebody with this role: `signed_in(Role.SUPERVISOR)`."""

    def sign_in(role: Role, extension: str = "", on: str = "office") -> Client:
        client = Client()
        client.force_login(member(f"{role} {extension}", role, extension, on))
        return client

    return sign_in
