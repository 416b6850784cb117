"""The laws of who holds a PBX, who hears of it, and who may watch."""

import signal

import redis

from tests.consoles import PBX, csrf, eventually, refused, signed_in
from tests.scaleout.fleet import FAILOVER, Fleet

CALLER = "441184960233"
NO_LONGER_ALLOWED = 4403
PROCESSES = 2


def test_law_1_one_upstream_socket_per_pbx(fleet: Fleet) -> None:
    holder, here, other, there = fleet.pair()
    generation, (socket,) = fleet.generation(), fleet.pbx.sockets()
    fleet.pbx.do("incoming_call", "123007", number=CALLER)
    for screen in (here, there):
        screen.shows(CALLER)
    assert fleet.pbx.sockets() == {socket}
    holder.signal(signal.SIGSTOP)
    eventually(lambda: fleet.holder() is other and there.is_live(), within=FAILOVER)
    written = fleet.pbx.overhears(socket)
    holder.signal(signal.SIGCONT)
    eventually(lambda: socket not in fleet.pbx.sockets())
    assert written == []
    eventually(lambda: fleet.pbx.connections == 1)
    assert fleet.generation() > generation


def test_law_2_a_process_subscribes_once_and_a_gap_means_a_snapshot(fleet: Fleet) -> None:
    _, here, other, there = fleet.pair()
    subscribed = listeners(fleet.layer.url)
    assert 1 <= subscribed <= PROCESSES
    more = [fleet.watch(other) for _ in range(4)]
    assert listeners(fleet.layer.url) == subscribed  # however many screens there are
    fleet.layer.stop()
    fleet.pbx.do("incoming_call", "123007", number=CALLER)
    here.shows(CALLER)
    assert not there.sees(CALLER)
    fleet.layer.start()
    for screen in (there, *more):
        screen.shows(CALLER, within=FAILOVER)
    assert listeners(fleet.layer.url) <= PROCESSES


def listeners(url: str) -> int:
    """How many subscriptions to the feed of the PBX there are."""
    with redis.Redis.from_url(url) as layer:
        channels = [name for name in layer.pubsub_channels() if f"feed.{PBX}".encode() in name]
        return sum(count for _, count in layer.pubsub_numsub(*channels))


def test_law_9_permission_is_asked_for_the_page_the_push_and_the_command(fleet: Fleet) -> None:
    (console,) = fleet.start(1)
    ruth = signed_in(console)
    desk = fleet.watch(console, ruth)
    assert ruth.get("/supervision/").status_code == 403
    assert refused(console, ruth, screen="supervision") == 403
    fleet.pbx.do("incoming_call", "123012", number=CALLER)
    fleet.pbx.do("answer", "123012")
    desk.shows("Talking")
    key = f"{fleet.generation()}.1.0.end"
    assert desk.press("end", key=key, call="1").status_code == 204
    desk.shows("This call has already ended.")
    assert fleet.pbx.heard("terminate_call") == 0
    form = {"csrfmiddlewaretoken": csrf(ruth)}
    ruth.post("/accounts/logout/", data=form, headers={"Referer": console.url})
    eventually(lambda: desk.code == NO_LONGER_ALLOWED, within=5)
    assert refused(console, desk.client) == 403  # which still has the cookie
