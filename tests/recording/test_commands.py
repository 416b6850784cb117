"""`manage.py record` and `manage.py replay`, as one types them."""

import io
import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from console.links.models import PBX
from tests.consoles import REPOSITORY, Pbx, environment, manage, simulated
from tests.servers import free_port, until

DAY = REPOSITORY / "tests/recordings/transfers-queue-conference.jsonl"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "fault.jsonl"


@pytest.fixture(scope="module")
def office() -> Iterator[Pbx]:
    with simulated() as pbx:
        yield pbx


def add(url: str, password: str = "demo-password") -> PBX:
    pbx = PBX(name="office", url=url, login="demo", scope_key="i_customer", scope_value=30)
    pbx.password = password
    pbx.save()
    return pbx


def ran(*arguments: Any) -> str:
    call_command(*map(str, arguments), stdout=(out := io.StringIO()))
    return out.getvalue()


def refusal(*arguments: Any) -> str:
    with pytest.raises(CommandError) as caught:
        ran(*arguments)
    return str(caught.value)


@pytest.mark.django_db
class TestRecord:
    def test_it_records_for_as_long_as_it_is_told(self, office: Pbx, path: Path) -> None:
        add(office.simulator.url)
        out = ran("record", "office", path, "--for", "0.2")
        frames = len(path.read_text().splitlines()) - 1
        first, second, *_ = out.splitlines()
        assert first == f"Recording office to {path}. Stop with Ctrl-C."
        assert second.startswith(f"{frames} frames (")
        assert second.endswith("The end: the time is up.")
        assert not re.search(r"\bdemo\b", path.read_text())

    def test_unknown_words_are_told_here_and_not_in_the_file(self, office: Pbx, path: Path) -> None:
        add(office.simulator.url)
        office.do("fail_next", "get_on_spot_conference_list", "sip.tomorrow_only")
        out = ran("record", "office", path, "--for", "0.2")
        assert "  code sip.tomorrow_only\n" in out
        assert "tomorrow" not in path.read_text()

    def test_a_file_that_exists_is_refused(self, office: Pbx, path: Path) -> None:
        add(office.simulator.url)
        path.write_text("somebody's")
        assert refusal("record", "office", path) == (
            f"{path} exists and is not overwritten. Give another file name."
        )
        assert path.read_text() == "somebody's"

    def test_a_folder_that_is_not_there_is_told(self, office: Pbx, tmp_path: Path) -> None:
        add(office.simulator.url)
        nowhere = tmp_path / "nowhere" / "fault.jsonl"
        assert refusal("record", "office", nowhere).startswith(f"{nowhere} cannot be written: ")

    def test_an_unknown_pbx_is_told_with_the_known_ones(self, path: Path) -> None:
        add("wss://pbx.example.com:8444/ws")
        assert refusal("record", "ofice", path) == (
            "There is no PBX ofice. Known: office. Add it with addpbx."
        )
        assert not path.exists()

    def test_a_refused_login_leaves_no_file(self, office: Pbx, path: Path) -> None:
        add(office.simulator.url, password="wrong")
        assert refusal("record", "office", path) == (
            "Nothing was recorded. The PBX refused the login "
            "(Server.Session.auth_failed: Authentication failed). "
            "To see why, run: .venv/bin/python manage.py doctor office"
        )
        assert not path.exists()

    def test_a_ca_file_that_is_not_there_leaves_no_file(self, path: Path, tmp_path: Path) -> None:
        add("wss://localhost:1/ws")
        PBX.objects.update(ca_file=str(tmp_path / "ca.pem"))
        assert refusal("record", "office", path) == (
            "Nothing was recorded. The CA file of PBX office cannot be read: "
            "No such file or directory. "
            "To see why, run: .venv/bin/python manage.py doctor office"
        )
        assert not path.exists()

    def test_a_refused_scope_sends_to_the_doctor(self, office: Pbx, path: Path) -> None:
        add(office.simulator.url)
        PBX.objects.update(scope_value=99)
        assert refusal("record", "office", path) == (
            "Nothing was recorded. sip.wrong_parameters: Bad parameters. "
            "To see why, run: .venv/bin/python manage.py doctor office"
        )

    def test_a_pbx_that_is_not_there_leaves_no_file(self, path: Path) -> None:
        add(f"ws://127.0.0.1:{free_port()}/ws")
        said = refusal("record", "office", path)
        assert said.startswith("Nothing was recorded. The PBX cannot be reached: cannot connect")
        assert not path.exists()

    @pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "soon"])
    def test_only_a_length_of_time_is_one(self, path: Path, seconds: str) -> None:
        assert "is not a number above 0" in refusal("record", "office", path, "--for", seconds)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_recording_in_order(
    office: Pbx, path: Path, tmp_path: Path, number: signal.Signals
) -> None:
    variables = environment(
        DATABASE_URL=f"sqlite:///{tmp_path}/db.sqlite3", PBX_PASSWORD="demo-password"
    )
    link = ["--url", office.simulator.url, "--login", "demo", "--scope", "i_customer=30"]
    assert manage(variables, "migrate", "--verbosity", "0").returncode == 0
    assert manage(variables, "addpbx", "x", *link, "--password-env", "PBX_PASSWORD").returncode == 0
    recording = subprocess.Popen(
        [sys.executable, "manage.py", "record", "x", str(path)],
        cwd=REPOSITORY,
        env=variables,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert until(lambda: path.exists() and len(path.read_text().splitlines()) >= 8)
        office.do("incoming_call", "123007")
        assert until(lambda: '"trying"' in path.read_text())
        recording.send_signal(number)
        out, _ = recording.communicate(timeout=20)
    finally:
        recording.kill()
        recording.wait()
    office.do("clear")
    assert recording.returncode == 0
    assert "The end: stopped." in out
    assert all(json.loads(line) for line in path.read_text().splitlines())


class TestCheck:
    def test_a_sound_recording_agrees(self) -> None:
        out = ran("replay", DAY, "--check")
        assert "13 lists: all agree." in out

    def test_a_planted_fault_ends_with_1_and_names_its_line(self, path: Path) -> None:
        lines = DAY.read_text().splitlines()
        lost = max(n for n, line in enumerate(lines) if '"state":"terminated"' in line)
        path.write_text("\n".join(lines[:lost] + lines[lost + 1 :]))
        out = io.StringIO()
        with pytest.raises(SystemExit, match="1"):
            call_command("replay", str(path), "--check", stdout=out)
        assert ", ghost: " in out.getvalue()
        assert "13 lists: 1 disagreement." in out.getvalue()

    def test_programs_get_json(self) -> None:
        report = json.loads(ran("replay", DAY, "--check", "--json"))
        assert (report["agrees"], report["lists"], report["findings"]) == (True, 13, [])

    def test_json_alone_is_refused(self) -> None:
        assert refusal("replay", DAY, "--json") == "--json goes with --check."

    @pytest.mark.parametrize("options", [[], ["--check"]])
    def test_what_is_no_recording_is_told(self, path: Path, options: list[str]) -> None:
        assert refusal("replay", path, *options) == f"{path}: No such file or directory."
        path.write_text("hello\n")
        assert refusal("replay", path, *options) == (
            f"{path}: It is no recording: its first line is no header."
        )


def test_a_replay_says_how_to_link_a_console_to_it(path: Path) -> None:
    path.write_text(DAY.read_text() + "damage\n")
    port = free_port()
    replay = subprocess.Popen(
        [sys.executable, "manage.py", "replay", str(path), "--port", str(port)],
        cwd=REPOSITORY,
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert replay.stdout is not None
    try:
        said = []
        for line in replay.stdout:
            said.append(line.strip())
            if line.startswith("PBX: "):
                break
        replay.terminate()
        assert replay.wait(20) == 0
    finally:
        replay.kill()
        replay.wait()
    address = f"ws://127.0.0.1:{port}/ws"
    assert said[-1] == f"PBX: {address}"
    assert f"addpbx replay --url {address} --login replay --scope i_customer=30" in said[1]
    assert said[2].startswith("Extensions with the most calls: ")


def test_a_port_that_is_taken_is_told(office: Pbx) -> None:
    port = office.simulator.port
    assert refusal("replay", DAY, "--port", port).startswith("The replay cannot listen: ")
