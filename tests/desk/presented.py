"""A board of one desk, made by facts, whose regions tests look at."""

from console.board.facts import ConsultStarted, LinkChanged
from console.board.services import Services
from console.desk import present
from console.portasip.messages import (
    Extension,
    ExtensionsListed,
    Party,
)
from tests.board.office import Office

DESK = "123007"
COLLEAGUE = "123012"
SLOTS = tuple(str(slot) for slot in range(701, 710))
SERVICES = Services(voicemail="*86{extension}", slots=SLOTS, park="*68{slot}", pickup="*69{slot}")
CALLER = Party(number="442079460812", display_name="Helen Marsh")


def a_desk() -> Office:
    """Ruth at hers, with Anna in the next room and nobody on the line."""
    office = Office()
    office.board.epoch = 7
    office.fold(LinkChanged("live", at=office.tick()))
    people = (Extension(DESK, "107", "Ruth Adeyemi"), Extension(COLLEAGUE, "112", "Anna Keller"))
    office.fold(ExtensionsListed(people, office.tick()))
    return office


def talking(office: Office) -> str:
    office.inbound("c1 t", DESK, "tr1", CALLER)
    office.leg("c1 t", "connected", kind="incoming", tracking="tr1")
    return office.call_of("c1 t")


def consulting(office: Office, answered: bool) -> None:
    caller = talking(office)
    office.leg("c1 t", "holding", kind="incoming", tracking="tr1")
    office.fold(ConsultStarted(DESK, "k", caller, "tr2", COLLEAGUE, office.tick()))
    state = "connected" if answered else "ringing"
    office.leg("c2 a", "connected", caller=DESK, callee=COLLEAGUE, kind="outgoing", tracking="tr2")
    office.leg("c2~1o b", state, caller=DESK, callee=COLLEAGUE, kind="incoming", tracking="tr2")


def verbs(office: Office) -> dict[str, bool]:
    """Each key of the active card, and whether it is on."""
    card = present.active(office.board, "main", DESK)["card"]
    return {key["verb"]: not key["off"] for key in card["keys"]}
