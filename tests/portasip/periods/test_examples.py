"""The examples of Appendix C, and what its prose says of each scale."""

from datetime import datetime, timedelta

import pytest

from console.portasip.periods import parse

OFFICE = "wd {Mon-Fri} hr {9am-4pm}"
MONDAY = datetime(2026, 11, 23)


def opening(expression, start=MONDAY, hours=24 * 7):
    """The hours from `start` on at which it is open."""
    period = parse(expression)
    return [hour for hour in range(hours) if period.is_open(start + timedelta(hours=hour))]


def days_and_hours(days, hours):
    return [24 * day + hour for day in days for hour in hours]


def test_example_1_is_monday_to_friday_nine_to_five():
    assert opening(OFFICE) == days_and_hours(range(5), range(9, 17))
    assert parse(OFFICE).is_open(datetime(2026, 11, 23, 16, 59, 59, 999_999))
    assert not parse(OFFICE).is_open(datetime(2026, 11, 23, 17))
    assert parse(OFFICE).normal() == "wd {mon-fri} hr {9-16}"


def test_example_2_has_shorter_tuesdays_and_thursdays():
    expected = days_and_hours([0, 2, 4], range(9, 17)) + days_and_hours([1, 3], range(9, 15))
    text = "wd {Mon Wed Fri} hr {9am-4pm}, wd{Tue Thu} hr {9am-2pm}"
    assert opening(text) == sorted(expected)
    assert parse(text).normal() == "wd {mon wed fri} hr {9-16}, wd {tue thu} hr {9-14}"


def test_example_3_takes_every_other_row_of_the_calendar_sheet():
    text = "wk {1 3 5} wd {Mon Wed Fri} hr {9am-4pm}"
    november = datetime(2026, 11, 1)  # a Sunday: the first row is full
    days = {hour // 24 + 1 for hour in opening(text, november, 24 * 30)}
    assert days == {2, 4, 6, 16, 18, 20, 30}


WINTERS = [
    "mo {Nov-Feb}",
    "mo {Jan-Feb Nov-Dec}",
    "mo {jan feb nov dec}",
    "mo {Jan Feb}, mo {Nov Dec}",
    "mo {Jan Feb} mo {Nov Dec}",
]


@pytest.mark.parametrize("text", WINTERS)
def test_example_4_is_the_winter_in_every_spelling(text):
    winter = parse(text)
    days = [datetime(2026, 1, 1) + timedelta(days=day) for day in range(3 * 365)]
    assert [winter.is_open(day) for day in days] == [day.month in (11, 12, 1, 2) for day in days]
    assert winter.next_change(datetime(2026, 7, 1)) == datetime(2026, 11, 1)
    assert winter.next_change(datetime(2026, 12, 1)) == datetime(2027, 3, 1)


def test_example_4_has_one_normal_form_but_for_the_two_sub_periods():
    normals = [parse(text).normal() for text in WINTERS]
    assert normals[3] == "mo {jan-feb}, mo {nov-dec}"
    assert {normals[0], *normals[1:3], normals[4]} == {"mo {nov-feb}"}


def test_example_5_is_every_first_half_hour():
    period = parse("minute {0-29}")
    assert period.is_open(datetime(2026, 11, 23, 5, 29, 59))
    assert period.next_change(datetime(2026, 11, 23, 5, 10)) == datetime(2026, 11, 23, 5, 30)
    assert period.next_change(datetime(2026, 11, 23, 23, 30)) == datetime(2026, 11, 24)


@pytest.mark.parametrize("text", ["hour {12am-11am}", "hr{0-11}"])
def test_example_6_is_the_morning(text):
    assert opening(text, hours=24) == list(range(12))


def test_example_7_is_blocks_of_five_seconds():
    period = parse("sec {0-4 10-14 20-24 30-34 40-44 50-54}")
    opened = [second for second in range(60) if period.is_open(MONDAY + timedelta(seconds=second))]
    assert opened == [second for second in range(60) if second % 10 < 5]
    assert period.next_change(MONDAY) == MONDAY + timedelta(seconds=5)
    assert period.week(MONDAY)[0] == ((0, 1440),)


def test_example_8_changes_halves_from_day_to_day():
    period = parse("wd {1 3 5 7} min {0-29}, wd {2 4 6} min {30-59}")
    assert period.is_open(datetime(2026, 11, 22, 8, 0))  # Sunday is 1
    assert not period.is_open(datetime(2026, 11, 23, 8, 0))
    # Sunday's last half hour is closed, and so is Monday's first.
    closed = datetime(2026, 11, 22, 23, 45)
    assert period.next_change(closed) == datetime(2026, 11, 23, 0, 30)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mo {9-2}", "mo {Sep-Feb}"),
        ("wd{Sunday}", "wd {su}"),
        ("wd {Sun}", "WDAY { 1 }"),
        ("month {January}", "mo {Jan}"),
        ("hr {12noon}", "hr {12pm}"),
        ("hr {12am}", "hr {0}"),
        ("hr {9 am - 4 pm}", "hour{9-16}"),
        ("hr {10pm-6am}", "hr {22-23 0-6}"),
        ("\thr\n{ 9 -\n16 }  ", "hr{09-16}"),
        ("yr {2028-2026}", "yr {2026 2027 2028}"),
        ("wd {mon-fri} hr {9}", "hr {9} wd {mon-wed} wd {thu fri}"),
        ("wd {mon}, wd {2}", "wd {mon}"),
        ("wd {mon} hr {0-23} yr {0-99}", "wd {mon}"),
        ("", "hr {0-23}"),
    ],
)
def test_two_spellings_are_one_period(one, other):
    assert parse(one) == parse(other)
    assert hash(parse(one)) == hash(parse(other))
    assert parse(one).normal() == parse(other).normal()


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_an_empty_expression_is_always_open(text):
    assert parse(text).is_open(MONDAY)
    assert parse(text).next_change(MONDAY) is None
    assert parse(text).normal() == "wd {sun-sat}"


def test_a_year_of_two_digits_belongs_to_the_century_that_is_looked_at():
    years = parse("yr {99-1972}")
    assert [year for year in range(1960, 2101) if years.is_open(datetime(year, 6, 1))] == [
        *range(1972, 2101)
    ]
    assert not years.is_open(datetime(1971, 12, 31))
    assert parse("yr {27}").next_change(datetime(2028, 1, 1)) == datetime(2127, 1, 1)
    assert parse("yr {98-2}").is_open(datetime(2050, 1, 1))
    assert years.normal() == "yr {99-1972}"


def test_day_366_lies_only_in_a_range_that_wraps():
    last = datetime(2028, 12, 31)
    assert not parse("yd {1-365}").is_open(last)
    assert parse("yd {300-10}").is_open(last)
    assert parse("yd {300-10}").normal() == "yd {300-10}"


@pytest.mark.parametrize("text", [*WINTERS, OFFICE])
def test_a_period_shows_its_normal_form(text):
    period = parse(text)
    assert repr(period) == f"Period({period.normal()!r})"
