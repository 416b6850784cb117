"""How far `next_change` looks, and how long it takes."""

from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest

from console.portasip.periods import HORIZON, LONGEST, parse

NOW = datetime(2026, 11, 24, 10, 30, 15, 500_000)


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("yr {2027}", datetime(2027, 1, 1)),
        ("yr {2040} sec {7}", datetime(2040, 1, 1, 0, 0, 7)),
        ("mo {feb} md {29}", datetime(2028, 2, 29)),
        ("mo {feb} md {29} wd {mon} hr {9}", datetime(2044, 2, 29, 9)),
        ("yr {2020-2040}", datetime(2041, 1, 1)),
        ("mo {feb} md {30}", None),
        ("hr {0-11}, hr {12-23}", None),
        ("wd {sun-tue}, wd {wed-sat}", None),
        ("yr {1999}", None),
        ("yr {2500}", None),
    ],
)
def test_the_next_change_is_found_far_ahead_within_milliseconds(text, change):
    period = parse(text)
    durations = []
    for _ in range(5):
        start = perf_counter()
        assert period.next_change(NOW) == change
        durations.append(perf_counter() - start)
    # Ample for a busy machine; stepping by minutes would take seconds. None looks at 400 years.
    assert min(durations) < (0.005 if change else 0.05)


def test_a_change_beyond_the_limit_is_none():
    period = parse("hr {12}")
    noon = datetime(2026, 11, 24, 12)
    assert period.next_change(NOW, limit=noon - NOW) == noon
    assert period.next_change(NOW, limit=noon - NOW - timedelta(microseconds=1)) is None
    assert period.next_change(NOW, limit=timedelta(0)) is None
    assert period.next_change(NOW, limit=timedelta(days=-1)) is None


def test_the_calendar_repeats_after_the_horizon():
    assert (datetime(2026, 11, 24) + HORIZON) == datetime(2426, 11, 24)
    rare = parse("mo {feb} md {29} wd {sun} yr {2196-2500}")
    assert rare.next_change(datetime(2197, 1, 1)) == datetime(2224, 2, 29)


def test_the_end_of_python_s_years_is_no_error():
    period = parse("hr {12}")
    assert period.next_change(datetime(9999, 12, 31, 11)) == datetime(9999, 12, 31, 12)
    assert period.next_change(datetime(9999, 12, 31, 13)) is None
    assert parse("").next_change(datetime.max) is None


def test_a_change_is_strictly_after_the_moment():
    period = parse("hr {12}")
    assert period.next_change(datetime(2026, 11, 24, 12)) == datetime(2026, 11, 24, 13)
    last = datetime(2026, 11, 24, 11, 59, 59, 999_999)
    assert period.next_change(last) == datetime(2026, 11, 24, 12)


def test_a_time_with_a_zone_is_read_by_its_own_hands():
    at = NOW.replace(tzinfo=UTC)
    change = parse("hr {12}").next_change(at)
    assert change == datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_hundreds_of_tangled_sub_periods_are_answered_within_seconds():
    tangle = [f"wd{{{1 + i % 7}}}md{{{1 + i % 31}}}min{{{i % 60}}}" for i in range(80)]
    text = ",".join([*tangle, "hr{0-11}", "hr{12-23}"])
    assert len(text) < LONGEST
    start = perf_counter()
    assert parse(text).next_change(NOW) is None
    assert perf_counter() - start < 5
