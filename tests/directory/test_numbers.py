"""Numbers as people write them, as the PBX dials them, as screens show them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.directory.numbers import LONGEST, NotDialable, dialable, grouped, masked

HAIR = "\N{HAIR SPACE}\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
MARKED, UNMARKED = "\N{LEFT-TO-RIGHT EMBEDDING}", "\N{POP DIRECTIONAL FORMATTING}"
NUMBERISH = st.text(alphabet="0123456789+*#()-. %tel:;/٣４\u200e\u00a0\x00", max_size=60)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("107", "107"),
        ("123007", "123007"),
        ("112", "112"),
        ("999", "999"),
        ("911", "911"),
        ("*41", "*41"),
        ("*90123", "*90123"),
        ("#31#", "#31#"),
        ("*21*123007#", "*21*123007#"),
        ("+442079460812", "+442079460812"),
        ("+44 (0)20 7946 0812", "+442079460812"),
        ("+44 (20) 7946-0812", "+442079460812"),
        ("(020) 7946 0812", "02079460812"),
        ("020.7946.0812", "02079460812"),
        ("030/1234-5", "03012345"),
        ("0044 20 7946 0812", "00442079460812"),
        (f"+44{HAIR}20\N{NON-BREAKING HYPHEN}7946\N{EN DASH}0812", "+442079460812"),
        (f"{MARKED}+44 20 7946 0812{UNMARKED}", "+442079460812"),
        ("\t 107\n", "107"),
        ("tel:+44-20-7946-0812", "+442079460812"),
        ("TEL:+44.20.7946.0812;ext=12;phone-context=example.com", "+442079460812"),
        ("tel:7042;phone-context=example.com", "7042"),
        ("tel:%2B44%2020%207946%200812", "+442079460812"),
        ("tel%3A%2B442079460812", "+442079460812"),
        ("tel://+442079460812", "+442079460812"),
        ("tel:*90123", "*90123"),
        ("tel:%2341", "#41"),
        ("１０７", "107"),
        ("＋44 20 7946 0812", "+442079460812"),
        ("١٠٧", "107"),
    ],
)
def test_what_the_pbx_is_to_dial(text: str, number: str) -> None:
    assert dialable(text) == number


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Type a number first."),
        (" \N{NO-BREAK SPACE}\n", "Type a number first."),
        ("tel:", "Type a number first."),
        ("tel:;ext=1", "Type a number first."),
        ("()-.", "Type a number first."),
        ("Lena", "This is not a telephone number."),
        ("0800 FLOWERS", "This is not a telephone number."),
        ("javascript:alert(1)", "This is not a telephone number."),
        ("<script>1</script>", "This is not a telephone number."),
        ("sip:107@example.com", "This is not a telephone number."),
        ("https://example.com/107", "This is not a telephone number."),
        ("1\x0007", "This is not a telephone number."),
        ("tel:tel:107", "This is not a telephone number."),
        ("+", "This is not a telephone number."),
        ("*", "This is not a telephone number."),
        ("*#*", "This is not a telephone number."),
        ("107+", "This is not a telephone number."),
        ("++44", "This is not a telephone number."),
        ("+*41", "This is not a telephone number."),
        ("+02079460812", "This is not a telephone number."),
        ("107,,5", "This is not a telephone number."),
        ("107;108", "This is not a telephone number."),
        ("%zz107", "This is not a telephone number."),
        ("½", "This is not a telephone number."),
        ("1" * (LONGEST + 1), "This number is too long."),
        ("+" + "1" * 16, "This number is too long."),
        ("1 " * 5000, "This number is too long."),
    ],
)
def test_what_is_no_number_is_said(text: str, sentence: str) -> None:
    with pytest.raises(NotDialable) as told:
        dialable(text)
    assert str(told.value) == sentence


@given(st.one_of(st.text(), NUMBERISH))
def test_never_anything_but_a_dialable_number_or_a_sentence(text: str) -> None:
    try:
        number = dialable(text)
    except NotDialable:
        return
    assert 0 < len(number) <= LONGEST
    assert number.isascii()
    assert dialable(number) == number
    assert dialable(f"tel:{number.replace('#', '%23')}") == number


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("442079460812", "+44 20 7946 0812"),
        ("+442079460812", "+44 20 7946 0812"),
        ("+44 20 7946 0812", "+44 20 7946 0812"),
        ("441184960233", "+44 118 496 0233"),
        ("12025550142", "+1 202 555 0142"),
        ("107", "107"),
        ("123007", "123007"),
        ("*90123", "*90123"),
        ("999", "999"),
        ("02079460812", "02079460812"),
        ("0" * 40, "0" * 40),
        ("lena", "lena"),
        ("", "Withheld"),
        ("anonymous", "Withheld"),
        ("Unknown", "Withheld"),
    ],
)
def test_numbers_are_grouped_for_reading(number: str, shown: str) -> None:
    assert grouped(number) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("441184960233", "+44 118 ••• •233"),
        ("442079460671", "+44 20 •••• •671"),
        ("447700900118", "+44 7700 •••118"),
        ("376312345", "+376 ••• 345"),
        ("02079460812", "••••••••812"),
        ("*9002079460812", "*••••••••••812"),
        ("107", "107"),
        ("123007", "123007"),
        ("*41", "*41"),
        ("lena@example.com", "••••@•••••••.com"),
        ("", "Withheld"),
    ],
)
def test_wallboards_show_too_little_to_call(number: str, shown: str) -> None:
    assert masked(number) == shown


@given(st.one_of(st.text(max_size=40), NUMBERISH))
def test_whatever_the_pbx_names_can_be_shown(number: str) -> None:
    assert grouped(number)
    assert masked(number)


@given(st.from_regex(r"\+?[1-9][0-9]{8,14}", fullmatch=True))
def test_a_mask_hides_at_least_three_digits_and_shows_the_last_three(number: str) -> None:
    shown = masked(number)
    assert shown.count("•") >= 3
    assert shown.replace(" ", "").endswith(number[-3:])
