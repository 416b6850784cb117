"""The catalogues are whole: what fails here is mended by `make messages` and a translation."""

import gettext
import re

import pytest

from messages import catalogue, compiled, in_pure_rooms
from messages.catalogue import Entry
from messages.found import Found, Key
from messages.gathered import gather

PLACES = re.compile(r"%\(\w+\)s|%%|\{\w+\}|</?\w[^>]*>|&\w+;")


@pytest.fixture(scope="module")
def found() -> Found:
    return gather()


@pytest.fixture(params=catalogue.LANGUAGES)
def language(request) -> str:
    return request.param


def places(text: str) -> list[str]:
    return sorted(PLACES.findall(text))


def ending(text: str) -> str:
    """What a sentence ends with, where that says what kind it is; and the space around it."""
    mark = text.strip()[-1:]
    around = text[: len(text) - len(text.lstrip())] + "|" + text[len(text.rstrip()) :]
    return around + (mark if mark in ".?:…" else "")


def test_the_sentences_of_the_pure_rooms_are_all_known():
    assert in_pure_rooms.is_written(), "make messages"


def test_the_catalogues_say_what_the_code_says(language, found):
    known = set(catalogue.read(language))
    assert (set(found) - known, known - set(found)) == (set(), set()), "make messages"


def test_nothing_is_left_untranslated(language):
    entries = catalogue.read(language)
    missing = [key.text for key, one in entries.items() if one.is_fuzzy or not all(one.said)]
    assert missing == []


def test_translations_keep_places_markup_and_endings(language):
    spoilt = [
        (key.text, said)
        for key, one in catalogue.read(language).items()
        for said in one.said
        if said
        if places(said) not in (places(key.text), places(key.plural or key.text))
        or ending(said) != ending(key.text)
    ]
    assert spoilt == []


def test_what_is_compiled_is_what_is_written(language):
    entries = catalogue.read(language)
    path = compiled.path_of_compiled(language)
    assert path.read_bytes() == compiled.compiled(language, entries), "make messages"
    with path.open("rb") as file:
        known = gettext.GNUTranslations(file)
    for key, one in entries.items():
        if key.context:
            said = known.pgettext(key.context, key.text)
        else:
            said = (
                known.ngettext(key.text, key.plural, 1) if key.plural else known.gettext(key.text)
            )
        assert said == one.said[0]


def test_a_catalogue_is_read_as_it_was_written():
    entries = {
        Key('a "b"\\c\nd'): Entry(['"x"\n\ty'], {"a.html"}, ["a note"], is_fuzzy=True),
        Key("%(n)s call", "%(n)s calls", "bar"): Entry(["1", "2", "3"], {"b.py", "a.py"}),
    }
    assert catalogue.parsed(catalogue.written("uk", entries)) == entries


def test_a_doubtful_translation_is_not_said(tmp_path):
    mo = tmp_path / "x.mo"
    entries = {Key("a"): Entry(["x"], is_fuzzy=True), Key("b"): Entry([""]), Key("c"): Entry(["z"])}
    mo.write_bytes(compiled.compiled("de", entries))
    with mo.open("rb") as file:
        known = gettext.GNUTranslations(file)
    assert [known.gettext(one) for one in "abc"] == ["a", "b", "z"]
