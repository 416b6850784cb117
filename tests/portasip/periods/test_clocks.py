"""The next change across the turns of a clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.portasip.periods import next_instant, parse

from .expressions import expressions

KYIV = ZoneInfo("Europe/Kyiv")
# When clocks turn: by an hour or half an hour either way, and over a day that is left out.
TURNS = [
    ("Europe/Kyiv", datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ("Europe/Kyiv", datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 11, 1, 6, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 4, 4, 15, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
    ("Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),
    ("UTC", datetime(2026, 3, 29, 1, tzinfo=UTC)),
]
NAMES = [("mday", "md"), ("wday", "wd"), ("hour", "hr"), ("hour", "hr"), ("minute", "min")]
MINUTE = timedelta(minutes=1)


def kyiv(*numbers, fold=0):
    return datetime(*numbers, tzinfo=KYIV, fold=fold)


def changes(text, at, count):
    period = parse(text)
    found = []
    for _ in range(count):
        at = next_instant(period, at)
        found.append(at.isoformat())
    return found


@settings(max_examples=80)
@given(expressions(NAMES), st.sampled_from(TURNS), st.integers(-30 * 60, 3 * 60))
def test_the_next_instant_is_the_one_that_stepping_finds(text, turn, minutes):
    zone, instant = ZoneInfo(turn[0]), turn[1] + minutes * MINUTE
    period = parse(text)
    at = instant.astimezone(zone)
    found = next_instant(period, at)
    for _ in range(36 * 60):
        instant += MINUTE
        if period.is_open(instant.astimezone(zone)) != period.is_open(at):
            # In UTC, since Python holds a repeated time unequal to that of any other zone.
            assert found.astimezone(UTC) == instant
            assert found.tzinfo is zone
            return
    assert found is None or found > instant


def test_an_opening_in_a_skipped_hour_comes_when_the_clock_skips_it():
    # The clock goes from 03:00 to 04:00 on 29 March.
    expected = ["2026-03-29T04:00:00+03:00", "2026-03-29T05:00:00+03:00"]
    assert changes("hr {3-4}", kyiv(2026, 3, 28, 23), 2) == expected


def test_a_period_within_a_skipped_hour_does_not_open_that_day():
    assert changes("hr {3} min {10-20}", kyiv(2026, 3, 28, 22), 1) == ["2026-03-30T03:10:00+03:00"]
    assert next_instant(parse("yr {2026} mo {mar} md {29} hr {3}"), kyiv(2026, 1, 1)) is None


def test_a_period_within_a_repeated_hour_opens_twice():
    # The clock goes from 04:00 back to 03:00 on 25 October.
    assert changes("hr {3} min {10-20}", kyiv(2026, 10, 25), 4) == [
        "2026-10-25T03:10:00+03:00",
        "2026-10-25T03:21:00+03:00",
        "2026-10-25T03:10:00+02:00",
        "2026-10-25T03:21:00+02:00",
    ]


def test_a_repeated_hour_stays_open_through_both():
    assert changes("hr {3}", kyiv(2026, 10, 25), 2) == [
        "2026-10-25T03:00:00+03:00",
        "2026-10-25T04:00:00+02:00",
    ]


def test_the_second_of_two_equal_times_has_its_own_future():
    at = kyiv(2026, 10, 25, 3, 15, fold=1)
    assert changes("hr {3} min {30}", at, 1) == ["2026-10-25T03:30:00+02:00"]


def test_a_turn_far_ahead_does_not_matter():
    assert changes("yr {2027}", kyiv(2026, 1, 1), 2) == [
        "2027-01-01T00:00:00+02:00",
        "2028-01-01T00:00:00+02:00",
    ]


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        next_instant(parse(""), datetime(2026, 1, 1))
