"""The replacements: the same shape, the same for the same, another for another."""

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.board.index import base
from console.portasip.disguise import LONGEST, Disguise
from console.portasip.drama import AMERICAN, BRITISH

ours = Disguise(b"one")


@pytest.mark.parametrize("width", [1, 2, 3, 4])
def test_no_short_number_stays_what_it_was_and_no_two_become_one(width: int) -> None:
    numbers = [str(number) for number in range(10 ** (width - 1), 10**width)]
    others = [ours.text(number) for number in numbers]
    assert sorted(others) == sorted(numbers)
    assert all(number != other for number, other in zip(numbers, others, strict=True))


@given(st.sets(st.from_regex(r"[1-9][0-9]{4,40}", fullmatch=True), max_size=50))
def test_different_numbers_stay_different(numbers: set[str]) -> None:
    others = {ours.text(number) for number in numbers}
    assert len(others) == len(numbers)
    assert sorted(map(len, others)) == sorted(map(len, numbers))


@given(st.sets(st.from_regex(r"[0-9a-f]{8}-[0-9a-f]{8}@192\.168\.1\.1(~1o)?", fullmatch=True)))
def test_different_call_ids_stay_different_and_joined(ids: set[str]) -> None:
    assert len({ours.text(one) for one in ids}) == len(ids)
    for one in ids:
        assert ours.text(base(one)) == base(ours.text(one))


@given(st.from_regex(r"[A-Za-z]{1,40}", fullmatch=True))
def test_a_word_keeps_its_length_and_its_capitals(word: str) -> None:
    other = ours.text(word)
    assert [c.isupper() for c in other] == [c.isupper() for c in word]
    assert other.isalpha()


@pytest.mark.parametrize("ending", ["~1o", "~12o", ".o", "o1"])
def test_what_the_pbx_appends_stays(ending: str) -> None:
    assert ours.text(f"ba6783868a4100a8{ending}").endswith(ending)


def test_a_number_is_the_same_wherever_it_stands() -> None:
    other = ours.text("123007")
    assert re.fullmatch(r"[1-9][0-9]{5}", other)
    assert ours.text("123007@192.168.1.1").startswith(f"{other}@10.")
    assert ours.text("sip:123007@192.168.1.1;user=phone").startswith(f"sip:{other}@10.")
    assert ours.text("ext123007").endswith(other)
    assert ours.text("00123007") == f"00{other}"


def test_a_number_with_and_without_its_plus_is_the_same() -> None:
    other = ours.text("442079460123")
    assert ours.text("+442079460123") == f"+{other}"
    assert ours.text("tel:00442079460123") == f"tel:00{other}"


def test_outside_numbers_become_those_kept_for_drama_while_there_are_any() -> None:
    british = {ours.text(f"4420{number:08d}") for number in range(10_000_000, 10_005_000)}
    american = {ours.text(f"1206{number:07d}") for number in range(2_000_000, 2_005_000)}
    assert len(british) == len(american) == 5000
    assert all(number.startswith(BRITISH) for number in british)
    assert all(number.startswith(AMERICAN) for number in american)


def test_when_drama_has_none_left_numbers_are_invented() -> None:
    disguise = Disguise(b"many")
    others = {disguise.text(f"4420{number:08d}") for number in range(10_000_000, 10_009_000)}
    assert len(others) == 9000
    assert all(re.fullmatch(r"44\d{10}", number) for number in others)


def test_other_countries_keep_their_code() -> None:
    assert re.fullmatch(r"34\d{9}", ours.text("34912345678"))


def test_an_address_is_one_again() -> None:
    assert re.fullmatch(r"10(\.\d{1,3}){3}:\d{4}", ours.text("192.168.67.30:5070"))
    assert "example" not in ours.text("anna@pbx.example.com")


def test_words_of_other_scripts_become_letters() -> None:
    assert re.fullmatch(r"[a-z]{6} [a-z]{6} [a-z]{7}", ours.text("Zoë 李雷 Ἀχιλλεὺ"))
    assert ours.text("٠١٢٣٤٥").isascii()


def test_another_secret_gives_other_replacements() -> None:
    numbers = [str(number) for number in range(123001, 123041)]
    assert [Disguise().text(number) for number in numbers] != [ours.text(n) for n in numbers]
    assert "one" not in repr(ours)


def test_a_name_is_the_same_inside_a_longer_one() -> None:
    anna = ours.text("Anna")
    assert ours.text("Anna's conference").startswith(f"{anna}'")


@pytest.mark.parametrize("unit", ["1", "0", "a", "é", "a1", "deadbeef", "\udc80", "1.", "~1o"])
def test_endless_texts_are_cut(unit: str) -> None:
    other = ours.text(unit * 10**6)
    assert other.isascii()
    assert len(other) <= LONGEST + len("10.255.255.255")


@given(st.text(max_size=300))
def test_whatever_the_text_is_it_becomes_ascii(text: str) -> None:
    assert ours.text(text).isascii()
    assert ours.text(text) == ours.text(text)


def test_separators_tell_numbers_apart() -> None:
    parts = [f"{a}{separator}{b}" for a, separator, b in product("12", "-. @", "34")]
    assert len({ours.text(part) for part in parts}) == len(parts)
