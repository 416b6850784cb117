"""The waits between tries."""

from itertools import islice
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from console.portasip.backoff import Pace, delays


@given(st.integers())
def test_every_wait_lies_between_the_shortest_and_the_longest(seed: int) -> None:
    assert all(0.25 <= wait <= 4.0 for wait in islice(delays(random=Random(seed)), 50))


@given(st.integers())
def test_the_cap_doubles(seed: int) -> None:
    waits = list(islice(delays(random=Random(seed)), 4))
    assert [wait <= cap for wait, cap in zip(waits, (0.5, 1, 2, 4), strict=True)] == [True] * 4


def test_the_waits_are_spread_over_the_whole_width() -> None:
    waits = list(islice(delays(random=Random(1)), 500))[4:]
    assert min(waits) < 0.5
    assert max(waits) > 3.75


def test_a_link_that_falls_at_once_keeps_its_pace() -> None:
    pace = Pace(random=Random(1))
    assert max(pace.wait(True, lived=59) for _ in range(100)) > 3


def test_only_a_healthy_minute_starts_the_pace_anew() -> None:
    pace = Pace(random=Random(1))
    for _ in range(10):
        pace.wait(True)
    assert all(pace.wait(True, lived=60) <= 0.5 for _ in range(100))


def test_refused_credentials_wait_the_longest() -> None:
    assert Pace().wait(retryable=False) == 60
