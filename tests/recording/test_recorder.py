"""Recording a PBX: everything is there, and nobody is in it."""

import asyncio
import json
import os
import re
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from console.links.recording.recorder import TIME_IS_UP, Recorder, header
from console.links.recording.tape import Damaged, Recording, Tape
from console.portasip.anonymous import Anonymous
from console.portasip.errors import LinkLost, Refused
from console.simulator import Simulator
from console.simulator.identifiers import PHONES_ADDRESS, SWITCH_ADDRESS
from tests.links.conftest import SHORT
from tests.recording.office import (
    CALLERS,
    DESK,
    SECRET,
    Taping,
    a_busy_quarter_of_an_hour,
    config_of,
    folded,
    folded_raw,
    pattern,
    taping,
)


def everything_said_of_the_office(pbx: Simulator) -> set[str]:
    """Names, accounts, outside numbers and addresses."""
    office = pbx.world.office
    extensions, groups = office.extensions.values(), office.hunt_groups
    names = [*(each.name for each in extensions), *(group.name for group in groups), office.name]
    numbers = [
        *(each.account_id for each in extensions),
        *(group.account_id for group in groups),
        *(phone.account_id for phone in office.phones()),
        *CALLERS,
        "442079460111",
        "34912345678",
    ]
    places = [PHONES_ADDRESS, SWITCH_ADDRESS, "192.168.67.30", "127.0.0.1", pbx.url, pbx.password]
    lasts = [each.lastname for each in extensions if len(each.lastname) > 4]
    return {*names, *numbers, *places, *lasts, "Greta", "Swann", "Anna", SECRET.decode()} - {""}


def unique_ids(frames: list[bytes]) -> set[str]:
    """The random parts of call ids, tags, tracking ids and session ids."""
    found: set[str] = set()
    for frame in frames:
        for key, value in strings(json.loads(frame)):
            if key in ("id", "tag", "tracking_id", "session_id") and not str(value).isdigit():
                found |= set(re.findall(r"[0-9A-Za-z]{8,}", str(value)))
    return found


def strings(value: Any, key: str = "") -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        return [pair for name, inner in value.items() for pair in strings(inner, name)]
    if isinstance(value, list):
        return [pair for inner in value for pair in strings(inner, key)]
    return [(key, value)]


def frames_of(path: Path) -> str:
    """What was said, without its moments: `0.123034` is nobody's account."""
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert all("at" in line for line in lines[1:])
    return "\n".join(json.dumps(line | {"at": 0}, ensure_ascii=False) for line in lines)


async def test_nobody_is_in_the_file(recorded: Taping) -> None:
    written = frames_of(recorded.path)
    told = everything_said_of_the_office(recorded.pbx)
    raw = b"".join(recorded.heard.raw).decode()
    assert sum(one in raw for one in told) > 20, "the office must have said something"
    assert [one for one in told if one in written] == []
    ids = unique_ids(recorded.heard.raw)
    assert len(ids) > 30
    assert [one for one in ids if one in written] == []


async def test_no_login_no_session_and_no_address_is_in_the_file(recorded: Taping) -> None:
    pairs = [pair for line in recorded.path.read_text().splitlines()
             for pair in strings(json.loads(line))]  # fmt: skip
    keys = {key for key, _ in pairs}
    assert not keys & {"session_id", "auth_info", "login", "password", "url", "host"}
    assert set(Recording(recorded.path).header) == {"format", "recorded", "release", "scope_key"}


async def test_the_board_of_the_file_is_that_of_the_pbx(recorded: Taping) -> None:
    folding = folded(recorded.path)
    now, then = pattern(folding.board), pattern(folded_raw(recorded.heard.raw))
    assert now == then
    assert len(now["legs"]) > 8
    assert now["queues"]["25"]
    assert now["conferences"]
    truth = recorded.pbx.truth()
    assert len(now["legs"]) == len(truth["legs"])


@pytest.mark.parametrize("shape", ["bare", "unwrapped", "wrapped"])
@pytest.mark.parametrize("per_leg", [False, True])
async def test_whatever_a_pbx_writes_the_boards_are_alike(
    tmp_path: Path, shape: str, per_leg: bool
) -> None:
    async with Simulator("quiet", queue_shape=shape, tracking_per_leg=per_leg) as pbx:
        async with taping(pbx, tmp_path / "fault.jsonl") as tape:
            await a_busy_quarter_of_an_hour(pbx)
        then = folded_raw(tape.heard.raw)
    assert pattern(folded(tape.path).board) == pattern(then)


async def test_what_got_lost_on_the_way_is_found_in_the_file(
    pbx: Simulator, tmp_path: Path
) -> None:
    async with taping(pbx, tmp_path / "fault.jsonl") as tape:
        pbx.disturb_notifications(drop=0.5, seed=3)
        await a_busy_quarter_of_an_hour(pbx)
    report = folded(tape.path).report
    assert {finding.kind for finding in report.disagreements} >= {"ghost", "state", "missing"}


async def test_every_recorded_list_agrees(recorded: Taping) -> None:
    report = folded(recorded.path).report
    assert report.lists == 2, "one at the start, one at the end"
    assert report.disagreements == []
    assert [finding.kind for finding in report.findings] == ["not understood"]


async def test_the_same_is_replaced_by_the_same(recorded: Taping) -> None:
    others: dict[str, set[str]] = {}
    lines = [line for line in Recording(recorded.path).lines() if not isinstance(line, Damaged)]
    assert len(lines) == len(recorded.heard.raw)
    for raw, line in zip(recorded.heard.raw, lines, strict=True):
        before = dict_of(strings(json.loads(raw)))
        for key, after in dict_of(strings(json.loads(line.frame))).items():
            if key in ("id", "account_id", "display_name", "tag") and len(before[key]) == 1:
                others.setdefault(str(before[key][0]), set()).add(str(after[0]))
    assert len(others) > 10
    assert all(len(replaced) == 1 for replaced in others.values())


def dict_of(pairs: list[tuple[str, Any]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


async def test_requests_are_recorded_with_their_answers(recorded: Taping) -> None:
    lines = [json.loads(line) for line in recorded.path.read_text().splitlines()[1:]]
    asked = {line["sent"]["cseq"]: line["sent"]["method"] for line in lines if "sent" in line}
    answered = [line["received"]["cseq"] for line in lines if "cseq" in line.get("received", {})]
    assert sorted(asked) == sorted(answered)
    assert list(asked.values())[:4] == [
        "login", "enable_api_notifications", "get_sip_calls_list", "get_on_spot_conference_list",
    ]  # fmt: skip
    moments = [line["at"] for line in lines]
    assert moments == sorted(moments)
    assert moments[0] >= 0


async def test_it_has_a_session_of_its_own_and_logs_out(pbx: Simulator, tmp_path: Path) -> None:
    async with taping(pbx, tmp_path / "fault.jsonl"):
        assert pbx.connections == 1
    assert pbx.received[-1]["method"] == "logout"
    assert pbx.connections == 0


async def test_only_its_owner_may_read_the_file(recorded: Taping) -> None:
    assert stat.S_IMODE(os.stat(recorded.path).st_mode) == 0o600


async def test_it_ends_by_itself_when_told_so(pbx: Simulator, tmp_path: Path) -> None:
    config = config_of(pbx)
    with Tape(tmp_path / "fault.jsonl", header(config)) as tape:
        assert await Recorder(config, tape, SHORT).run(0.01) == TIME_IS_UP
    assert folded(tape.path).report.lists == 2


async def test_lists_are_taken_again_and_again(pbx: Simulator, tmp_path: Path) -> None:
    async with taping(pbx, tmp_path / "fault.jsonl", waits=SHORT) as tape:
        await tape.until(lambda: tape.lists() >= 6)
    assert folded(tape.path).report.lists >= 3


@pytest.mark.parametrize("end", ["drop_connections", "stop", "silence"])
async def test_when_the_link_ends_the_recording_is_whole(
    pbx: Simulator, tmp_path: Path, end: str
) -> None:
    async with taping(pbx, tmp_path / "fault.jsonl", waits=SHORT, ends="the link ended: ") as tape:
        done = getattr(pbx, end)()
        if asyncio.iscoroutine(done):
            await done
    report = folded(tape.path).report
    assert report.frames == tape.tape.frames
    assert report.findings == []
    pbx.silence(False)


async def test_an_expired_session_is_replaced_by_another(pbx: Simulator, tmp_path: Path) -> None:
    async with taping(pbx, tmp_path / "fault.jsonl", waits=SHORT) as tape:
        pbx.expire_sessions()
        await tape.until(lambda: pbx.received[-1]["method"].startswith("get_") and logins(pbx) == 2)
        pbx.incoming_call(DESK)
        await tape.until(lambda: any(b'"trying"' in raw for raw in tape.heard.raw))
    assert "refused" in {finding.kind for finding in folded(tape.path).report.findings}


def logins(pbx: Simulator) -> int:
    return sum(request["method"] == "login" for request in pbx.received)


async def test_a_session_that_cannot_be_replaced_ends_it(pbx: Simulator, tmp_path: Path) -> None:
    ends = "the session ended: "
    async with taping(pbx, tmp_path / "fault.jsonl", waits=SHORT, ends=ends) as tape:
        pbx.refuse_logins()
        pbx.expire_sessions()
    assert folded(tape.path).report.lists >= 1


@pytest.mark.parametrize("trouble", ["fail_next", "leave_unanswered"])
async def test_a_list_that_fails_is_part_of_the_recording(
    pbx: Simulator, tmp_path: Path, trouble: str
) -> None:
    code = ["sip.internal_server_error"] if trouble == "fail_next" else []
    waits = replace(SHORT, request_deadline=0.1)
    async with taping(pbx, tmp_path / "fault.jsonl", waits=waits) as tape:
        getattr(pbx, trouble)("get_sip_calls_list", *code)
        before = tape.lists()
        await tape.until(lambda: tape.lists() >= before + 2)
    asked = sum(request["method"] == "get_sip_calls_list" for request in pbx.received)
    assert folded(tape.path).report.lists == asked - 1


async def test_a_pbx_without_conferences_is_asked_for_them_once(
    pbx: Simulator, tmp_path: Path
) -> None:
    pbx.unsupport("CallControl.get_on_spot_conference_list")
    config = config_of(pbx)
    with Tape(tmp_path / "fault.jsonl", header(config)) as tape:
        await Recorder(config, tape, SHORT).run(0.01)
    assert sum("conference" in each["method"] for each in pbx.received) == 1
    assert [finding.kind for finding in folded(tape.path).report.findings] == ["refused"]


async def test_a_refused_login_is_an_error(pbx: Simulator, tmp_path: Path) -> None:
    config = config_of(pbx, password="wrong")
    with Tape(tmp_path / "fault.jsonl", header(config)) as tape, pytest.raises(Refused):
        await Recorder(config, tape, SHORT).run()
    assert "wrong" not in tape.path.read_text()


async def test_a_session_that_may_hear_nothing_is_given_back(
    pbx: Simulator, tmp_path: Path
) -> None:
    pbx.fail_next("enable_api_notifications", "Server.CallControl.sip.call_control_disabled")
    config = config_of(pbx)
    with Tape(tmp_path / "fault.jsonl", header(config)) as tape, pytest.raises(Refused):
        await Recorder(config, tape, SHORT).run()
    assert [request["method"] for request in pbx.received][-1] == "logout"


async def test_a_pbx_that_is_not_there_is_an_error(pbx: Simulator, tmp_path: Path) -> None:
    await pbx.stop()
    config = config_of(pbx)
    with Tape(tmp_path / "fault.jsonl", header(config)) as tape, pytest.raises(LinkLost):
        await Recorder(config, tape, SHORT).run()


async def test_a_full_file_ends_it_between_two_frames(pbx: Simulator, tmp_path: Path) -> None:
    config = config_of(pbx)
    with Tape(tmp_path / "fault.jsonl", header(config), largest=1500) as tape:
        why = await Recorder(config, tape, SHORT, Anonymous()).run()
    assert why == "the file has reached its 0 MiB"
    assert tape.path.stat().st_size <= 1500
    assert folded(tape.path).report.frames == tape.frames > 3
