"""Whatever is typed is a period, or an error that names the column and what is allowed."""

import pickle

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from console.portasip.periods import LONGEST, PeriodError, parse

from .expressions import expressions

many = settings(max_examples=200)


def refused(text):
    with pytest.raises(PeriodError) as caught:
        parse(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "column", "sentence"),
    [
        ("wd {fri} hr {24}", 14, "hour goes from 0 to 23, or 12am to 11pm."),
        ("hr {9-13pm}", 7, "hour goes from 0 to 23, or 12am to 11pm."),
        ("hr {0am}", 5, "hour goes from 0 to 23, or 12am to 11pm."),
        ("hr {9:30-10}", 6, "hour goes from 0 to 23, or 12am to 11pm."),
        ("min{60}", 5, "minute goes from 0 to 59."),
        ("sec{1 x}", 7, "second goes from 0 to 59."),
        ("mo {0}", 5, "month goes from 1 to 12, or jan to dec."),
        ("mo {jan ju}", 9, "month goes from 1 to 12, or jan to dec."),
        ("wd {mon-8}", 9, "wday goes from 1 to 7, or sun to sat."),
        ("wd {mon-fri} {9}", 14, "'{' is no scale; the scales are year (yr), month (mo)"),
        ("wk{7}", 4, "week goes from 1 to 6."),
        ("md{32}", 4, "mday goes from 1 to 31."),
        ("yd{366}", 4, "yday goes from 1 to 365."),
        ("yr{100}", 4, "year is 0 to 99 of the current century, or 1970 and later."),
        ("yr{2026 1969}", 9, "year is 0 to 99 of the current century, or 1970 and later."),
        ("hr {²}", 5, "hour goes from 0 to 23"),
        ("hr {9 16", 9, "the values of hour end with a brace: }."),
        ("hr {9,16}", 6, "values in braces stand apart by spaces; a comma ends a sub-period."),
        ("hr {}", 5, "a value is missing here; hour goes from 0 to 23"),
        ("hr {9-}", 7, "a value is missing here; hour goes from 0 to 23"),
        ("hr {-9}", 5, "a value is missing here; hour goes from 0 to 23"),
        ("hr {1-2-3}", 8, "a value is missing here; hour goes from 0 to 23"),
        ("hr 9", 4, "hour needs its values in braces, as in hr {1-5}."),
        ("mo", 3, "month needs its values in braces, as in mo {1-5}."),
        ("hr {1}}", 7, "'}' is no scale; the scales are year (yr)"),
        ("hours {1}", 1, "'hours' is no scale; the scales are year (yr)"),
        ("hr {1},", 8, "a scale is missing here; the scales are year (yr)"),
        ("hr {1},, hr {2}", 8, "',' is no scale; the scales are year (yr)"),
        ("none", 1, "'none' is no scale"),
        ("\ud800", 1, "'\\ud800' is no scale"),
        (" " * (LONGEST + 1), LONGEST + 1, "a period has at most 2000 characters."),
    ],
)
def test_a_mistake_is_named_with_its_column(text, column, sentence):
    error = refused(text)
    assert error.column == column
    assert error.sentence.startswith(sentence)
    assert str(error) == f"Column {column}: {error.sentence}"
    assert str(error).isprintable()


def test_a_long_word_does_not_fill_the_sentence():
    assert len(str(refused("x" * LONGEST))) < 250


def test_an_error_survives_pickling():
    error = refused("hr {24}")
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.column, copy.sentence) == (error.column, error.sentence)


def error_of(text):
    """The error, None for a period; anything else that is raised fails the test."""
    try:
        parse(text)
    except PeriodError as error:
        return error
    return None


def check(text):
    error = error_of(text)
    assert error is None or 1 <= error.column <= len(text) + 1
    assert error is None or error.sentence.endswith(".")


@many
@given(st.text())
@example("{" * LONGEST)
@example("yr{" + "9" * (LONGEST - 4) + "}")
@example("hr{1}" * 400)
@example("hr{٣}")
@example("x" * 10_000_000)
def test_any_text_is_a_period_or_an_error(text):
    check(text)


@many
@given(expressions(), st.data())
def test_a_mistyped_expression_is_a_period_or_an_error(text, data):
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(text)))
        typed = data.draw(st.sampled_from(["", "{", "}", ",", "-", " ", "9", "am", "x", "\0", "é"]))
        text = text[:place] + typed + text[place + data.draw(st.integers(0, 2)) :]
    check(text)
