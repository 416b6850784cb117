"""What a hub keeps of its regions is, after any fact, what it would make of the board anew."""

from collections.abc import Iterator

from bench.audience import Audience
from bench.office import START, BusyOffice, facts_of
from console.board.facts import BoardFact, LinkChanged
from console.live.regions import Instance, Variant, parts_of, region_named
from console.portasip.messages import Extension, ExtensionsListed, QueueListed, QueuesListed

DESKS = ("123007", "123001")
MINUTES = 8
LOOKED_AT_EVERY = 15  # facts


def listed(office: BusyOffice) -> list[BoardFact]:
    phones = office.world.office.extensions.values()
    queues = office.world.queues.values()
    people = tuple(Extension(each.account_id, each.extension_id, each.name) for each in phones)
    names = tuple(QueueListed(str(each.i_c_queue), each.group.name) for each in queues)
    return [
        LinkChanged("live", START), ExtensionsListed(people, START), QueuesListed(names, START)
    ]  # fmt: skip


def kept(audience: Audience) -> Iterator[tuple[Instance, Variant, str]]:
    for instance, variants in audience.hub._rendered.items():
        for variant, drawn in variants.items():
            yield instance, variant, drawn.html


def made(audience: Audience, instance: Instance, variant: Variant) -> str:
    board = audience.picture.board
    parts = [made(audience, part, variant) for part in parts_of(instance, board)]
    pbx, region = audience.picture.pbx, region_named(instance.region)
    return region.render(board, pbx, instance.key, variant, parts).html


async def test_after_any_fact_of_a_busy_morning_what_is_kept_is_what_would_be_made() -> None:
    office, audience = BusyOffice(), Audience(DESKS)
    audience.join()
    audience.take(listed(office))
    looked_at: set[str] = set()
    for number, fact in enumerate(facts_of(office.passes(MINUTES * 60))):
        audience.take([fact])
        if number % LOOKED_AT_EVERY == 0:
            for instance, variant, html in kept(audience):
                assert html == made(audience, instance, variant), (number, fact, instance)
                looked_at.add(instance.region)
    await audience.close()
    assert {"lamp", "state", "active", "ringing", "held", "operator", "livecall"} <= looked_at
