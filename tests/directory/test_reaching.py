"""How often, and how, an operator reaches somebody: counted from what the PBX accepted."""

import pytest
from asgiref.sync import sync_to_async

from console.directory import reaching
from console.directory.models import Reached
from console.directory.own import own_of
from console.directory.reaching import Reaching
from console.links.commands import Command
from console.links.models import Membership, Role
from tests.memberships import member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def seat(transactional_db: None) -> Membership:
    return member("ruth", Role.RECEPTIONIST, "123007").memberships.get()


def sent(verb: str = "transfer", target: str = "123012", **more: str) -> Command:
    values = {"pbx": "office", "desk": "123007", "key": "1.a", "operator": "ruth"} | more
    return Command(verb=verb, target=target, expires=0.0, **values)  # type: ignore[arg-type]


async def counted(*told: tuple[Command, str]) -> Reaching:
    witness = Reaching()
    for command, outcome in told:
        witness.settled(command, outcome, "", 0.1)
    await witness.write()
    return witness


async def test_accepted_commands_are_counted_by_number_and_way(seat: Membership) -> None:
    commands = (sent(), sent("voicemail"), sent("dial", "+4411"))
    for _ in range(2):
        await counted(*((command, "accepted") for command in commands))
    own = await sync_to_async(own_of)(seat)
    assert own.reached["123012"].count == 4
    assert own.reached["4411"].count == 2
    assert await Reached.objects.acount() == 3


async def test_the_last_way_is_remembered(seat: Membership) -> None:
    await counted((sent(), "accepted"))
    await counted((sent("mobile"), "accepted"))
    assert (await sync_to_async(own_of)(seat)).reached["123012"].way == "mobile"


@pytest.mark.parametrize(
    ("command", "outcome"),
    [
        (sent(), "refused"),
        (sent(), "unknown"),
        (sent("hold", ""), "accepted"),
        (sent("hold"), "accepted"),
        (sent(operator="nobody"), "accepted"),
        (sent(pbx="gone"), "accepted"),
    ],
)
async def test_nothing_else_counts(seat: Membership, command: Command, outcome: str) -> None:
    await counted((command, outcome))
    assert await Reached.objects.acount() == 0


async def test_what_cannot_be_written_waits_for_the_database(
    seat: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import OperationalError

    def away(batch: object) -> None:
        raise OperationalError("away")

    with monkeypatch.context() as broken:
        broken.setattr(reaching, "written", away)
        witness = await counted((sent(), "accepted"))
        assert len(witness.waiting) == 1
    await witness.write()
    assert not witness.waiting
    assert await Reached.objects.acount() == 1


async def test_numbers_not_reached_for_long_are_forgotten(
    seat: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reaching, "KEPT_AT_MOST", 2)
    for number in ("1", "2", "3"):
        await counted((sent(target=number), "accepted"))
    kept = {number async for number in Reached.objects.values_list("number", flat=True)}
    assert kept == {"2", "3"}
