"""`/metrics` and `/readyz` of a console that runs, while what they tell of happens."""

import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx2
import pytest

from tests.consoles import (
    PBX,
    SECRETS,
    SOON,
    STOPS_WITHIN,
    Console,
    Pbx,
    deaf,
    environment,
    eventually,
    prepared,
    serving,
    signed_in,
    simulated,
    watching,
)
from tests.figures import TOKEN, Scrape
from tests.servers import listens


def variables(folder: Path) -> dict[str, str]:
    database = f"sqlite:///{folder / 'console.sqlite3'}"
    return environment(DATABASE_URL=database, METRICS_TOKEN=TOKEN, **SECRETS)


def on_a_copy(console: Console, folder: Path) -> dict[str, str]:
    """The environment of a console of its own, prepared by copying what another was given."""
    with (
        closing(sqlite3.connect(console.log.parent / "console.sqlite3")) as given,
        closing(sqlite3.connect(folder / "console.sqlite3")) as copy,
    ):
        given.backup(copy)
    return variables(folder)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Console, Pbx]]:
    folder = tmp_path_factory.mktemp("office")
    with simulated() as pbx:
        prepared(variables(folder), pbx)
        with serving(variables(folder), folder) as console:
            eventually(lambda: state(console, "live") == 1)
            yield console, pbx


@pytest.fixture
def console(office: tuple[Console, Pbx]) -> Console:
    return office[0]


@pytest.fixture
def pbx(office: tuple[Console, Pbx]) -> Pbx:
    office[1].do("clear")
    return office[1]


def state(console: Console, name: str) -> float:
    return Scrape(console).get("link_state", pbx=PBX, state=name)


def links(console: Console) -> dict[str, str]:
    """The state of each link, as `/readyz` names it."""
    return dict(httpx2.get(f"{console.url}/readyz").json()["links"])


def test_a_link_that_is_lost_and_comes_back(console: Console, pbx: Pbx) -> None:
    before = Scrape(console)
    assert before.get("link_held", pbx=PBX) == 1
    assert before.get("link_epoch", pbx=PBX) > 0
    pbx.do("refuse_logins", "internal_error")
    pbx.do("drop_connections")
    eventually(lambda: state(console, "lost") == 1)
    eventually(lambda: links(console) == {PBX: "lost"})  # connecting, at each further try
    assert httpx2.get(f"{console.url}/readyz").status_code == 200
    pbx.do("refuse_logins", "")
    eventually(lambda: state(console, "live") == 1)
    after = Scrape(console)
    for each in ("connecting", "live", "lost"):
        was, now = (one.get("link_changes_total", state=each) for one in (before, after))
        assert now > was
    assert after.get("link_proof_age_seconds", pbx=PBX) < SOON


def test_from_the_frame_of_the_pbx_to_a_browser_that_acknowledges(
    console: Console, pbx: Pbx
) -> None:
    with watching(console) as desk:
        assert Scrape(console).get("browsers", pbx=PBX, screen="desk") == 1
        desk.acknowledge()
        before = Scrape(console)
        pbx.do("incoming_call", "123007", number="441184960233")
        desk.shows("441184960233")
        eventually(lambda: Scrape(console).get("unacknowledged_messages", pbx=PBX) > 0)
        desk.acknowledge()
        count = "frame_to_browser_seconds_count"
        eventually(lambda: Scrape(console).get(count) > before.get(count))
        after = Scrape(console)
        assert after.get("unacknowledged_messages", pbx=PBX) == 0
        taken = after.get("frame_to_browser_seconds_sum") - before.get(
            "frame_to_browser_seconds_sum"
        )
        assert 0 < taken / (after.get(count) - before.get(count)) < SOON
        for what in ("fold_seconds_count", "render_seconds_count", "calls"):
            assert after.get(what) > before.get(what)
    eventually(lambda: Scrape(console).get("browsers", pbx=PBX, screen="desk") == 0)
    assert Scrape(console).get("sockets_closed_total", by="browser") > 0


def test_a_command_by_its_verb_and_outcome(console: Console, pbx: Pbx) -> None:
    with watching(console) as desk:
        pbx.do("incoming_call", "123007")
        pbx.do("answer", "123007")
        eventually(lambda: desk.has("hold"))
        pressed = desk.key("hold")
        for _ in range(2):
            assert desk.press("hold", **pressed).status_code == 204
        hold = {"pbx": PBX, "verb": "hold", "outcome": "accepted"}
        eventually(lambda: Scrape(console).get("commands_total", **hold) == 1)
    after = Scrape(console)
    assert after.get("command_seconds_count", pbx=PBX, verb="hold") == 1
    assert 0 < after.get("command_seconds_sum", pbx=PBX, verb="hold") < SOON
    assert after.get("second_presses_total", pbx=PBX) == 1
    eventually(lambda: Scrape(console).get("history_waiting") == 0)
    eventually(lambda: Scrape(console).get("audit_waiting") == 0)
    written = Scrape(console)
    assert written.get("history_written_total") > after.get("calls")
    assert written.get("audit_written_total") > 1  # asked and settled


def test_rubbish_and_events_of_a_later_release(console: Console, pbx: Pbx) -> None:
    def noted(what: str) -> float:
        return Scrape(console).get("board_noted_total", pbx=PBX, what=what)

    rubbish, unknown = noted("not_understood"), noted("unknown_event")
    pbx.do("send_raw", "{")
    pbx.do("send_raw", '{"event": "sip.weather", "result": {}}')
    pbx.do("send_raw", '{"event": "sip.weather", "result": {}}')
    eventually(lambda: noted("unknown_event") == unknown + 2)
    assert noted("not_understood") == rubbish + 1


def test_an_outsider_learns_nothing(console: Console) -> None:
    for headers in ({}, {"Authorization": "Bearer guess"}):
        answer = httpx2.get(f"{console.url}/metrics", headers=headers)
        nothing = httpx2.get(f"{console.url}/nothing", headers=headers)
        assert (answer.status_code, answer.text) == (404, nothing.text)


def test_while_it_ends_a_process_is_not_ready(console: Console, tmp_path: Path) -> None:
    # It ends within a second or so, in which a busy machine may not come to ask.
    answers = (ending(console, tmp_path / str(number)) for number in range(3))
    answer = next(filter(None, answers))
    assert (answer.status_code, answer.json()["ending"]) == (503, True)


def ending(console: Console, folder: Path) -> httpx2.Response | None:
    """What a console of its own says while it ends; None if it was over before."""
    folder.mkdir()
    with (
        serving(on_a_copy(console, folder), folder) as own,
        httpx2.Client(base_url=own.url, timeout=SOON) as balancer,
        # A screen that does not answer the farewell keeps the console waiting for a moment.
        deaf(own, signed_in(own)),
    ):
        assert balancer.get("/readyz").json()["ending"] is False  # and keeps its connection
        own.signal(signal.SIGTERM)
        eventually(lambda: not listens(own.port))
        try:
            return balancer.get("/readyz")
        except httpx2.RemoteProtocolError:
            return None
        finally:
            assert own.process.wait(STOPS_WITHIN) == 0
