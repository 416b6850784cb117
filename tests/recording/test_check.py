"""Checking a recording finds what was lost, where, and says so in words and to programs."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from console.board import listing
from console.links.recording.check import Report, check

RECORDINGS = Path(__file__).parent.parent / "recordings"
DAY = RECORDINGS / "transfers-queue-conference.jsonl"
Content = dict[str, Any]


def without(tmp_path: Path, lost: Callable[[Content], bool]) -> tuple[Report, int]:
    """The report on a recording that lacks the last line where `lost` is true, and its number."""
    lines = DAY.read_text().splitlines()
    number = max(n for n, line in enumerate(lines) if lost(json.loads(line).get("received", {})))
    path = tmp_path / "planted.jsonl"
    path.write_text("\n".join(lines[:number] + lines[number + 1 :]) + "\n")
    return check(path), number


def leg_in(*states: str) -> Callable[[Content], bool]:
    def matches(frame: Content) -> bool:
        info = frame.get("result", frame)
        return info.get("call_info", info).get("state") in states

    return matches


def test_a_lost_ending_leaves_a_ghost(tmp_path: Path) -> None:
    report, number = without(tmp_path, leg_in("terminated"))
    (finding,) = report.disagreements
    assert finding.kind == "ghost"
    assert finding.line > number
    assert finding.text.endswith("on the board, not in the list")
    assert report.counters["ghosts"] == 1


def test_a_lost_change_of_state_is_named(tmp_path: Path) -> None:
    report, number = without(tmp_path, leg_in("held"))
    (finding,) = report.disagreements
    assert finding.kind == "state"
    assert finding.line > number
    assert finding.text.endswith("connected on the board, held in the list")


def test_a_lost_participant_is_noticed(tmp_path: Path) -> None:
    report, _ = without(tmp_path, lambda frame: "participant_info" in frame.get("result", {}))
    kinds = [finding.kind for finding in report.disagreements]
    assert set(kinds) == {"conference"}
    assert "in the list, not on the board" in report.disagreements[-1].text


def test_a_lost_list_hides_nothing_else(tmp_path: Path) -> None:
    report, _ = without(tmp_path, lambda frame: "calls_list" in str(frame.get("result")))
    assert not report.disagreements
    assert report.lists == check(DAY).lists - 1


# ---- small recordings, written by hand --------------------------------------------------------


def leg(tag: str, state: str, **more: Any) -> Content:
    return {"call": {"id": f"c{tag}", "tag": tag}, "state": state, "type": "incoming", **more}


def noticed(*legs: Content) -> list[Content]:
    event = "sip.call_control_notifications"
    return [{"received": {"event": event, "result": {"call_info": one}}} for one in legs]


def listed(cseq: int, *legs: Content, between: tuple[Content, ...] = ()) -> list[Content]:
    asked = {"cseq": cseq, "service": "CallControl", "method": "get_sip_calls_list", "params": {}}
    answer = {"cseq": cseq, "result": {"calls_list": list(legs)}}
    return [{"sent": asked}, *between, {"received": answer}]


def recorded(tmp_path: Path, *lines: Content) -> Report:
    path = tmp_path / "written.jsonl"
    stamped = [{"at": number / 10, **line} for number, line in enumerate(lines)]
    header = {"format": 1, "recorded": "2026-11-24T09:00:00+00:00"}
    path.write_text("\n".join(map(json.dumps, [header, *stamped])) + "\n")
    return check(path)


def kinds(report: Report) -> list[tuple[int, str]]:
    return [(finding.line, finding.kind) for finding in report.findings]


def waiting(tag: str, position: int) -> Content:
    return leg(tag, "queued", queue_info={"i_c_queue": 25, "position": position, "operators": 1})


def test_another_order_in_a_queue_is_a_disagreement(tmp_path: Path) -> None:
    report = recorded(
        tmp_path,
        *listed(1),
        *noticed(waiting("1", 0), waiting("2", 1)),
        *listed(2, waiting("1", 1), waiting("2", 0)),
    )
    assert kinds(report) == [(7, "queue")]
    assert report.findings[0].text == "25: c1 1, c2 2 on the board, c2 2, c1 1 listed"


def test_what_changes_while_a_list_is_on_its_way_is_no_disagreement(tmp_path: Path) -> None:
    answered = tuple(noticed(leg("1", "connected"), leg("2", "ringing")))
    report = recorded(
        tmp_path,
        *listed(1, leg("1", "ringing")),
        *listed(2, leg("1", "ringing"), between=answered),
    )
    assert report.findings == []
    assert report.live_at_end == 2


def test_the_first_list_tells_and_does_not_contradict(tmp_path: Path) -> None:
    assert recorded(tmp_path, *listed(1, leg("1", "held"))).findings == []


def test_the_first_list_after_a_login_does_not_contradict_either(tmp_path: Path) -> None:
    """What was told to the session before, or to none, never came."""
    report = recorded(
        tmp_path,
        *listed(1, leg("1", "ringing")),
        {"sent": {"cseq": 2, "service": "Session", "method": "login", "params": {}}},
        *listed(3, leg("1", "connected"), leg("2", "ringing")),
        *listed(4, leg("1", "held"), leg("2", "ringing")),
    )
    assert kinds(report) == [(8, "state")]


def test_what_a_list_leaves_wrong_is_a_disagreement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "_end", lambda board, leg, touched: None)
    report = recorded(tmp_path, *listed(1, leg("1", "ringing")), *listed(2))
    assert kinds(report) == [(5, "uncorrected")]
    assert report.findings[0].text == "legs {'c1 1': 'ringing'} on the board, {} in the list"


def test_a_leg_that_nobody_told_of_is_missing(tmp_path: Path) -> None:
    report = recorded(tmp_path, *listed(1), *listed(2, leg("1", "held")))
    assert kinds(report) == [(5, "missing")]


def test_a_list_that_lags_is_told_but_is_no_disagreement(tmp_path: Path) -> None:
    ended = noticed(leg("1", "terminated"))
    report = recorded(tmp_path, *listed(1, leg("1", "held")), *ended, *listed(2, leg("1", "held")))
    assert kinds(report) == [(6, "lingering")]
    assert report.disagreements == []


def test_what_ends_right_behind_a_list_does_not_linger(tmp_path: Path) -> None:
    ended = noticed(leg("1", "terminated"))
    report = recorded(tmp_path, *listed(1, leg("1", "held")), *ended, *listed(2))
    assert report.findings == []


def test_without_conferences_a_list_is_taken_when_it_comes(tmp_path: Path) -> None:
    asked = {"cseq": 9, "method": "get_on_spot_conference_list", "params": {}}
    refusal = {"cseq": 9, "code": "sip.unsupported_method"}
    report = recorded(
        tmp_path,
        *listed(1),
        {"sent": asked},
        {"received": refusal},
        *listed(2, leg("1", "held")),
        *noticed(leg("1", "connected")),
        *listed(3, leg("1", "connected")),
    )
    assert kinds(report) == [(5, "refused"), (7, "missing")]


def test_unknown_states_and_frames_are_named_by_their_line(tmp_path: Path) -> None:
    odd: list[Content] = [{"received_text": "{"}, {"received": {"event": "sip.presence"}}]
    report = recorded(tmp_path, *noticed(leg("1", "barging")), *odd, {"received": []})
    assert kinds(report) == [
        (2, "unknown state"),
        (3, "not understood"),
        (4, "not understood"),
        (5, "not understood"),
    ]


def test_damaged_lines_are_named_and_the_rest_is_checked(tmp_path: Path) -> None:
    report = recorded(tmp_path, *listed(1), {"at": "?"}, *listed(2, leg("1", "held")))
    assert kinds(report) == [(4, "damaged"), (6, "missing")]


def test_a_refused_list_is_told(tmp_path: Path) -> None:
    asked, _ = listed(1)
    refusal = {"received": {"cseq": 1, "code": "sip.internal_server_error", "message": "no"}}
    report = recorded(tmp_path, asked, refusal)
    assert kinds(report) == [(3, "refused")]
    assert report.lists == 0


@pytest.mark.parametrize("cut", [1, 100, 5000, 40_001])
def test_a_recording_cut_anywhere_is_checked_up_to_there(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "cut.jsonl"
    path.write_bytes(DAY.read_bytes()[:-cut])
    report = check(path)
    assert not report.disagreements
    assert [finding.kind for finding in report.findings] in ([], ["damaged"])
