import io
import json
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

OFFICE = "wd {Mon-Fri} hr {9am-4pm}"


def period(*arguments):
    call_command("period", *arguments, stdout=(out := io.StringIO()))
    return out.getvalue()


def refusal(*arguments):
    with pytest.raises(CommandError) as caught:
        period(*arguments)
    return str(caught.value)


def test_people_read_the_normal_form_the_state_and_the_next_change():
    assert period(OFFICE, "--at=2026-11-23T10:00", "--zone=Europe/Kyiv") == (
        "wd {mon-fri} hr {9-16}\n"
        "open at Mon 23 Nov 2026 10:00 Europe/Kyiv\n"
        "changes Mon 23 Nov 2026 17:00 (in 7 h 0 min)\n"
    )


@pytest.mark.parametrize(
    ("expression", "at", "last_line"),
    [
        (OFFICE, "2026-11-21T10:00", "changes Mon 23 Nov 2026 09:00 (in 1 d 23 h)"),
        ("sec {30-59}", "2026-11-21T10:00:18", "changes Sat 21 Nov 2026 10:00:30 (in 12 s)"),
        ("min {30}", "2026-11-21T10:20:18", "changes Sat 21 Nov 2026 10:30 (in 9 min 42 s)"),
        ("hr {9}", "2026-11-21T08:59:59.5", "changes Sat 21 Nov 2026 09:00 (in 1 s)"),
        ("", "2026-11-21", "does not change in the next 400 years"),
    ],
)
def test_the_wait_is_told_in_two_units(expression, at, last_line):
    assert period(expression, f"--at={at}", "--zone=UTC").splitlines()[-1] == last_line


def test_programs_read_json():
    assert json.loads(period(OFFICE, "--at=2026-11-23T16:30Z", "--zone=Europe/Kyiv", "--json")) == {
        "normal": "wd {mon-fri} hr {9-16}",
        "open": False,
        "at": "2026-11-23T18:30:00+02:00",
        "next_change": "2026-11-24T09:00:00+02:00",
        "zone": "Europe/Kyiv",
    }


def test_a_period_that_never_changes_has_no_next_change_in_json():
    assert json.loads(period("", "--json"))["next_change"] is None


def test_the_wait_counts_the_hour_that_the_clock_skips():
    lines = period("hr {9}", "--at=2026-03-28T20:00", "--zone=Europe/Kyiv").splitlines()
    assert lines[-1] == "changes Sun 29 Mar 2026 09:00 (in 12 h 0 min)"


def test_of_two_equal_times_the_first_is_meant_unless_an_offset_says_otherwise():
    zone = ("--zone=Europe/Kyiv", "--json")
    first = json.loads(period("hr {9}", "--at=2026-10-25T03:30", *zone))
    second = json.loads(period("hr {9}", "--at=2026-10-25T03:30+02:00", *zone))
    assert first["at"] == "2026-10-25T03:30:00+03:00"
    assert second["at"] == "2026-10-25T03:30:00+02:00"


@override_settings(TIME_ZONE="America/Bogota")
def test_without_options_it_tells_of_now_in_the_console_s_zone():
    before = datetime.now(UTC).replace(microsecond=0)
    answer = json.loads(period("", "--json"))
    assert before <= datetime.fromisoformat(answer["at"]) <= datetime.now(UTC)
    assert answer["at"].endswith("-05:00")
    assert answer["zone"] == "America/Bogota"


def test_a_mistake_is_pointed_at():
    assert refusal("wd {fri} hr {24}") == (
        "Column 14: hour goes from 0 to 23, or 12am to 11pm.\n  wd {fri} hr {24}\n               ^"
    )


@pytest.mark.parametrize("before", ["\n\t", "min {1-5}, " * 20])
@pytest.mark.parametrize("after", ["", ", min {1-5}" * 20])
def test_the_caret_stands_below_the_mistake_wherever_it_is(before, after):
    _, line, caret = refusal(f"{before}hr {{24}}{after}").split("\n")
    assert line[caret.index("^") :].startswith("24}")
    assert len(line) < 80


def test_what_is_missing_at_the_end_is_pointed_at_behind_it():
    _, line, caret = refusal("min {1-5}, " * 20 + "hr {2").split("\n")
    assert caret.index("^") == len(line)


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        ("--at=tomorrow", "--at: 'tomorrow' is not a time such as 2026-11-23T10:00."),
        ("--at=9999-12-31", "--at: the year must lie between 1970 and 9000."),
        ("--at=0001-01-01T00:00+14:00", "--at: the year must lie between 1970 and 9000."),
        ("--at=2026-03-29T03:30", "--at: 2026-03-29T03:30 does not exist in Europe/Kyiv:"),
        ("--zone=Mars", "--zone: 'Mars' is not a time zone such as Europe/Madrid."),
        ("--zone=", "--zone: '' is not a time zone such as Europe/Madrid."),
        ("--zone=../../etc/passwd", "--zone: '../../etc/passwd' is not a time zone"),
    ],
)
def test_a_wrong_option_gets_a_sentence(option, sentence):
    assert refusal(OFFICE, "--zone=Europe/Kyiv", option).startswith(sentence)
