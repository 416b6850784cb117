"""Which time periods appendix C allows."""

import pytest

from console.simulator.media.periods import wrong_period


@pytest.mark.parametrize(
    "period",
    [
        "wd {Mon-Fri} hr {9am-4pm}",
        "wd {Mon Wed Fri} hr {9am-4pm}, wd{Tue Thu} hr {9am-2pm}",
        "wk {1 3 5} wd {Mon Wed Fri} hr {9am-4pm}",
        "mo {Nov-Feb}",
        "mo {Jan-Feb Nov-Dec}",
        "mo {jan feb nov dec}",
        "mo {Jan Feb}, mo {Nov Dec}",
        "mo {Jan Feb} mo {Nov Dec}",
        "minute {0-29}",
        "hour {12am-11am}",
        "sec {0-4 10-14 20-24 30-34 40-44 50-54}",
        "wd {1 3 5 7} min {0-29}, wd {2 4 6} min {30-59}",
        "year{99-1972 2026}month{September - 2}",
        " WDAY { Sunday } HR { 12noon 11 pm } ",
    ],
)
def test_the_documents_periods_are_right(period: str) -> None:
    assert wrong_period(period) == ""


@pytest.mark.parametrize(
    ("period", "complaint"),
    [
        ("wd {mo-fr},", "a sub-period is empty"),
        ("weekday {mo}", "no scale weekday"),
        ("wd mo-fr", "'wd mo-fr' is no scale {range}"),
        ("wd {mo-fr", "'wd {mo-fr' is no scale {range}"),
        ("wd {}", "wd has no range"),
        ("wd {mo-}", "mo- is no range of wd"),
        ("wd {8}", "8 is no range of wd"),
        ("hr {13pm}", "13pm is no range of hr"),
        ("mo {0}", "0 is no range of mo"),
        ("yr {1969}", "1969 is no range of yr"),
        ("min {jan}", "jan is no range of min"),
    ],
)
def test_a_wrong_period_is_told_why(period: str, complaint: str) -> None:
    assert wrong_period(period) == complaint
