"""Text without case and accents, and which part of a name a search has found."""

import pytest

from console.directory.folding import folded, marked, spellings


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("Kéller", "keller"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Søren Kjærgård", "soren kjaergard"),
        ("Łukasz", "lukasz"),
        ("Đorđe", "dorde"),
        ("Ñandú", "nandu"),
        ("Ange\u0301lique", "angelique"),
        ("Ἀθῆναι", "αθηναι"),
        ("Мішель Їжак", "мішель їжак"),
        ("Андрій", "андрій"),
        ("Ґанок", "ґанок"),
    ],
)
def test_latin_and_greek_letters_lose_their_accents_and_others_stay(
    written: str, compared: str
) -> None:
    assert folded(written) == compared
    assert folded(compared) == compared


def test_an_umlaut_is_found_in_both_of_its_spellings() -> None:
    assert spellings("Müller") == ("muller", "mueller")
    assert spellings("Mueller") == ("mueller",)


@pytest.mark.parametrize(
    ("name", "words", "hits"),
    [
        ("Anna Keller", ["kel"], ["Kel"]),
        ("Anna Kéller", ["kel", "an"], ["An", "Kél"]),
        ("Rakel Nystrom", ["kel"], ["kel"]),
        ("Kelly Rakel", ["kel"], ["Kel"]),
        ("Groß", ["gross"], ["Groß"]),
        ("Anna Keller", ["ak"], ["A", "K"]),
        ("Anna Maria Keller", ["ak"], ["A", "K"]),
        ("Anna Keller", ["zz"], []),
        ("Anna Keller", [""], []),
        ("Marie-Luise Ott", ["luise"], ["Luise"]),
    ],
)
def test_the_part_that_was_found_is_marked(name: str, words: list[str], hits: list[str]) -> None:
    pieces = marked(name, words)
    assert "".join(text for text, _ in pieces) == name
    assert [text for text, hit in pieces if hit] == hits
