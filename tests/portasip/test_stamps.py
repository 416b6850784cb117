"""The clock of the PBX against ours."""

from console.portasip.messages import LegChanged, LegId
from console.portasip.stamps import ClockOffset, offset_from


def trying(start: float | None, at: float, state: str = "trying") -> LegChanged:
    return LegChanged(LegId("a", "b"), state, at, start_time=start)


def test_a_new_call_shows_the_offset() -> None:
    assert offset_from(trying(1060.0, 1000.0)) == 60.0


def test_nothing_else_shows_it() -> None:
    assert offset_from(trying(None, 1000.0)) is None
    assert offset_from(trying(1060.0, 1000.0, "ringing")) is None


def test_the_guess_of_the_handshake_stands_until_a_call_was_seen() -> None:
    assert ClockOffset().seconds is None
    offset = ClockOffset(first=0.0)
    offset.observe(trying(None, 1000.0))
    assert offset.seconds == 0.0
    offset.observe(trying(1060.0, 1000.0))
    assert offset.seconds == 60.0


def test_a_late_fact_and_a_stamp_cut_to_the_second_do_not_lower_it() -> None:
    offset = ClockOffset()
    for late in (0.9, 0.1, 5.0, 0.4):
        offset.observe(trying(2000.0, 2000.0 + late))
    assert offset.seconds is not None
    assert abs(offset.seconds + 0.1) < 1e-9


def test_a_clock_that_was_put_right_is_followed() -> None:
    offset = ClockOffset(window=2)
    for wrong in (60.0, 0.0, 0.0):
        offset.observe(trying(1000.0 + wrong, 1000.0))
    assert offset.seconds == 0.0
