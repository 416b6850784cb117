"""`manage.py serve` as an administrator meets it: it starts, refuses with a sentence, and ends."""

import signal
import socket
import sqlite3
import subprocess
import time
from pathlib import Path

from tests.consoles import (
    STOPS_WITHIN,
    Pbx,
    eventually,
    manage,
    refused,
    serving,
    signed_in,
    watching,
)
from tests.servers import free_port

LARGEST_HEARD = 64 * 1024  # bytes that a browser may say at once


def test_a_screen_gets_the_full_set_then_changes_and_heartbeats(
    ready: dict[str, str], pbx: Pbx, tmp_path: Path
) -> None:
    with serving(ready, tmp_path) as console, watching(console) as desk:
        first = desk.numbered()[0]
        assert first["full"] is True
        pbx.do("incoming_call", "123007", number="441184960233")
        desk.shows("441184960233")
        numbers = [message["seq"] for message in desk.numbered()]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        before = len(desk.beats())
        eventually(lambda: len(desk.beats()) >= before + 2)
        assert desk.beats()[-1]["proved"] > desk.beats()[0]["proved"]
        assert pbx.connections == 1


def test_a_screen_of_a_large_office_is_sent_whole(
    ready: dict[str, str], pbx: Pbx, tmp_path: Path
) -> None:
    pbx.simulator.world.office.hire(400)
    with serving(ready, tmp_path) as console, watching(console) as desk:
        eventually(lambda: desk.has_heard_at_once(LARGEST_HEARD))
        assert desk.code is None


def test_a_command_posted_by_the_page_reaches_the_pbx_once(
    ready: dict[str, str], pbx: Pbx, tmp_path: Path
) -> None:
    with serving(ready, tmp_path) as console, watching(console) as desk:
        pbx.do("incoming_call", "123007")
        pbx.do("answer", "123007")
        eventually(lambda: desk.has("hold"))
        pressed = desk.key("hold")
        assert desk.press("hold", **pressed).status_code == 204
        assert desk.press("hold", **pressed).status_code == 204
        eventually(lambda: desk.has("resume"))
        assert pbx.heard("hold_call") == 1


def test_sigterm_tells_the_screens_to_come_back_logs_out_and_ends_well(
    ready: dict[str, str], pbx: Pbx, tmp_path: Path
) -> None:
    with serving(ready, tmp_path) as console, watching(console) as desk:
        told = time.monotonic()
        assert console.stop() == 0
        assert time.monotonic() - told < STOPS_WITHIN
        eventually(lambda: desk.code is not None)
        assert desk.code == 1012
        eventually(lambda: pbx.connections == 0)
        assert pbx.heard("logout") == pbx.heard("login") == 1


def test_a_page_of_another_origin_opens_no_socket(ready: dict[str, str], tmp_path: Path) -> None:
    with serving(ready, tmp_path) as console:
        client = signed_in(console)
        for origin in ("https://evil.example", f"http://127.0.0.1:{free_port()}", None):
            assert refused(console, client, origin=origin) == 403
        assert refused(console, None) == 403
        assert refused(console, client, screen="supervision") == 403
        assert refused(console, client, screen="no/such/screen") == 403
        assert "Traceback" not in console.log.read_text()


def test_signing_out_and_losing_the_role_close_the_screens(
    ready: dict[str, str], tmp_path: Path
) -> None:
    with serving(ready, tmp_path) as console:
        with watching(console) as desk:
            desk.client.post(
                "/accounts/logout/",
                data={"csrfmiddlewaretoken": desk.client.cookies["csrftoken"]},
                headers={"Referer": console.url},
            )
            eventually(lambda: desk.code == 4403, within=5)
        with watching(console) as desk:
            place = ["--pbx", "office", "--extension", "123012", "--role", "receptionist"]
            assert manage(ready, "addoperator", "ruth", *place).returncode == 0
            eventually(lambda: desk.code == 4403, within=5)


def test_a_locked_database_ends_no_link_and_stops_no_call(
    ready: dict[str, str], pbx: Pbx, tmp_path: Path
) -> None:
    with serving(ready, tmp_path) as console, watching(console) as desk:
        database = sqlite3.connect(tmp_path / "console.sqlite3", isolation_level=None)
        database.execute("BEGIN EXCLUSIVE")
        lists = pbx.heard("get_sip_calls_list")
        pbx.do("incoming_call", "123007", number="441184960233")
        desk.shows("441184960233")
        eventually(lambda: pbx.heard("get_sip_calls_list") > lists + 1)
        database.execute("ROLLBACK")
        database.close()
        assert pbx.heard("login") == 1
        assert desk.code is None


def test_a_pbx_that_is_switched_off_is_logged_out_and_one_switched_on_is_linked(
    ready: dict[str, str], pbx: Pbx, tmp_path: Path
) -> None:
    with serving(ready, tmp_path) as console, watching(console):
        switch(tmp_path, on=False)
        eventually(lambda: pbx.connections == 0, within=10)
        assert pbx.heard("logout") == 1
        switch(tmp_path, on=True)
        eventually(lambda: pbx.connections == 1, within=10)


def switch(folder: Path, on: bool) -> None:
    database = sqlite3.connect(folder / "console.sqlite3")
    with database:
        database.execute("UPDATE links_pbx SET enabled = ?", [on])
    database.close()


def test_an_unapplied_migration_is_named(variables: dict[str, str]) -> None:
    done = manage(variables, "serve", "--port", str(free_port()))
    assert done.returncode == 1
    assert "Unapplied migrations: " in done.stderr
    assert "manage.py migrate" in done.stderr


def test_a_second_serve_on_one_database_says_what_it_needs(
    ready: dict[str, str], pbx: Pbx, tmp_path: Path
) -> None:
    with serving(ready, tmp_path) as console, watching(console):
        second = manage(ready, "serve", "--port", str(free_port()))
        assert second.returncode == 1
        assert "Set REDIS_URL" in second.stderr
        assert "Traceback" not in second.stderr
        assert pbx.connections == 1


def test_a_port_in_use_is_said_in_a_sentence(ready: dict[str, str], tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = manage(ready, "serve", "--port", str(port))
    assert done.returncode == 1
    assert f"Cannot listen on 127.0.0.1:{port}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_killed_console_leaves_nothing_that_keeps_the_next_one_from_starting(
    ready: dict[str, str], pbx: Pbx, tmp_path: Path
) -> None:
    with serving(ready, tmp_path) as first, watching(first):
        first.signal(signal.SIGKILL)
        first.process.wait(5)
        with serving(ready, tmp_path) as second, watching(second):
            eventually(lambda: pbx.connections == 1)


def test_a_wait_that_contradicts_another_stops_the_start(ready: dict[str, str]) -> None:
    done: subprocess.CompletedProcess[str] = manage(
        ready | {"WAIT_RETRY_MIN": "9"}, "serve", "--port", str(free_port())
    )
    assert done.returncode != 0
    assert "WAIT_RETRY_MIN" in done.stderr
