"""The product agrees with the appendix's prose on any expression at any moment."""

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from console.portasip.periods import LONGEST, Span, parse

from . import prose
from .expressions import expressions, moments

many = settings(max_examples=150)


@many
@given(expressions(), moments)
@example("yd {360-5}", datetime(2028, 12, 31))
@example("yd {1-365}", datetime(2028, 12, 31))
@example("wk {6}", datetime(2026, 8, 30))
@example("yr {99-1972}", datetime(1998, 5, 5))
@example("yr {99-1972}", datetime(2031, 5, 5))
def test_it_is_open_when_the_prose_says_so(text, at):
    assert parse(text).is_open(at) == prose.is_open(text, at)


@many
@given(expressions(), moments)
def test_the_normal_form_means_the_same_and_is_its_own_normal_form(text, at):
    period = parse(text)
    normal = str(period)
    assert parse(normal) == period
    assert parse(normal).normal() == normal
    assert prose.is_open(normal, at) == prose.is_open(text, at)


@settings(max_examples=100)
@given(expressions(), moments)
@example("mo {feb} md {29}", datetime(2026, 3, 1))
@example("sec {0-29}, sec {30-59} md {1}", datetime(2026, 11, 30, 23, 59, 59))
def test_the_next_change_is_the_one_that_stepping_finds(text, at):
    steps = 400
    expected = prose.next_change(text, at, steps)
    found = parse(text).next_change(at)
    if expected is None:
        assert found is None or found > at + timedelta(seconds=steps - 1)
    else:
        assert found == expected


@many
@given(expressions(), moments)
def test_the_next_change_flips_and_nothing_flips_before_it(text, at):
    period = parse(text)
    change = period.next_change(at)
    if change is None:
        return
    before = change - timedelta(microseconds=1)
    assert at < change
    assert period.is_open(change) != period.is_open(at) == period.is_open(before)
    middle = at + (change - at) / 2
    assert prose.is_open(text, middle) == period.is_open(at)


@settings(max_examples=40)
@given(expressions(), moments, st.data())
def test_a_minute_is_drawn_open_when_one_of_its_seconds_is(text, at, data):
    week = parse(text).week(at.date())
    assert len(week) == 7
    for day, spans in enumerate(week):
        assert all(0 <= span.start < span.end <= 1440 for span in spans)
        assert all(one.end < other.start for one, other in pairwise(spans))
        minute = data.draw(st.integers(0, 1439))
        midnight = datetime.combine(at, datetime.min.time()) + timedelta(days=day)
        seconds = [midnight + timedelta(minutes=minute, seconds=second) for second in range(60)]
        is_drawn = any(start <= minute < end for start, end in spans)
        assert is_drawn == any(prose.is_open(text, second) for second in seconds)


@many
@given(st.sets(st.integers(1, 12), min_size=1), st.sets(st.integers(0, 23), min_size=1), st.data())
def test_equal_meaning_within_a_sub_period_gives_equal_text(months, hours, data):
    def spelled(code, values):
        shuffled = data.draw(st.permutations(sorted(values)))
        return [f"{code} {{{value}}}" for value in shuffled]

    scales = data.draw(st.permutations([*spelled("mo", months), *spelled("hour", hours)]))
    listed = " ".join(f"{value}" for value in sorted(months))
    other = f"hr {{{' '.join(map(str, sorted(hours)))}}} month {{{listed}}} sec {{0-59}}"
    assert parse(" ".join(scales)).normal() == parse(other).normal()


def test_the_longest_expression_still_has_a_normal_form():
    parts = [f"md{{{day}}}mo{{{month}}}" for day in range(10, 32) for month in range(1, 10)]
    text = ",".join(parts[: (LONGEST + 1) // len(parts[0] + ",")])
    period = parse(text)
    assert len(text) > LONGEST - 12
    assert len(period.normal()) <= LONGEST
    assert parse(period.normal()) == period


def test_a_week_shows_office_hours():
    week = parse("wd {mon-fri} hr {9-16}, wd {sat} hr {10} min {0-29}").week(datetime(2026, 11, 23))
    assert week[:5] == [(Span(540, 1020),)] * 5
    assert week[5:] == [(Span(600, 630),), ()]
