"""Structures: written strictly, read tolerantly, built from what a person typed."""

from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.portasip.errors import InvalidParameter
from console.portasip.limits import ID, MANDATORY, READ_ONLY, SECRET, URL, YES_NO, AtMost, one_of
from console.portasip.structures import BLANK, Blank, Structure, built, read, written


class Song(Structure, frozen=True):
    title: Annotated[str | None, MANDATORY, AtMost(5)] = None
    kind: Annotated[str | None, one_of("waltz", "march")] = None
    loud: Annotated[str | None, YES_NO] = None
    seconds: Annotated[int | Blank | None, ID] = None
    plays: Annotated[int | None, READ_ONLY] = None
    page: Annotated[str | None, URL] = None
    code: Annotated[str | None, SECRET] = None

    def breaches(self) -> Iterator[tuple[str, str]]:
        if self.kind == "march" and self.loud == "N":
            yield "loud", "must be Y for a march"


class Concert(Structure, frozen=True):
    opening: Song | None = None
    songs: tuple[Song, ...] | None = None
    halls: tuple[str, ...] | None = None


WHOLE: dict[str, Any] = {
    "opening": {"title": "Dawn", "seconds": None},
    "songs": [{"title": "Noon", "kind": "march", "loud": "Y", "seconds": 61}],
    "halls": ["north", "south"],
}


def test_what_is_not_said_is_not_written_and_blank_is_null() -> None:
    assert written(Song(title="Dawn")) == {"title": "Dawn"}
    assert written(Song(title="Dawn", seconds=BLANK)) == {"title": "Dawn", "seconds": None}


def test_what_was_read_is_written_again() -> None:
    assert written(read(Concert, WHOLE)) == WHOLE
    assert written(built(Concert, WHOLE)) == WHOLE


@pytest.mark.parametrize(
    ("song", "field", "limit"),
    [
        (Song(), "title", "is required"),
        (Song(title=""), "title", "is required"),
        (Song(title="Dawn b"), "title", "must have at most 5 characters"),
        (Song(title="a\0b"), "title", "must not contain control characters"),
        (Song(title="\ud800"), "title", "must not contain control characters"),
        (Song(title=7), "title", "must be text"),  # type: ignore[arg-type]
        (Song(title="Dawn", kind="polka"), "kind", "must be one of waltz, march"),
        (Song(title="Dawn", loud="yes"), "loud", "must be one of Y, N"),
        (Song(title="Dawn", seconds=0), "seconds", f"must be from 1 to {2**63 - 1}"),
        (Song(title="Dawn", seconds=True), "seconds", "must be a whole number"),
        (Song(title="Dawn", plays=3), "plays", "is read-only"),
        (Song(title="Dawn", page="ftp://x"), "page", "must be an http or https address"),
        (Song(title="Dawn", kind="march", loud="N"), "loud", "must be Y for a march"),
        (Song(title="Dawn", kind=BLANK), "kind", "cannot be blank"),  # type: ignore[arg-type]
    ],
)
def test_each_limit_is_named_with_its_property(song: Song, field: str, limit: str) -> None:
    with pytest.raises(InvalidParameter) as caught:
        written(song)
    assert (caught.value.field, caught.value.limit) == (field, limit)


def test_a_property_inside_others_is_named_by_its_path() -> None:
    concert = Concert(songs=(Song(title="Dawn"), Song(title="Midday")))
    with pytest.raises(InvalidParameter) as caught:
        written(concert)
    assert caught.value.field == "songs[1].title"


def test_what_fits_alone_but_not_together_is_named_by_its_path() -> None:
    with pytest.raises(InvalidParameter) as caught:
        written(Concert(songs=(Song(title="Dawn", kind="march", loud="N"),)))
    assert caught.value.field == "songs[0].loud"


def test_a_secret_stays_out_of_the_repr() -> None:
    assert repr(Song(title="Dawn", plays=0, code="7391")) == "Song(title='Dawn', plays=0, code=…)"


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(InvalidParameter) as caught:
        built(Concert, {"opening": {"titel": "Dawn"}})
    assert str(caught.value) == "opening.titel: is unknown; did you mean title?"


def test_typed_digits_become_numbers_where_a_number_is_wanted() -> None:
    song = built(Concert, {"opening": {"title": 1812, "seconds": "90"}}).opening
    assert song == Song(title="1812", seconds=90)
    assert built(Concert, {"halls": "north"}) == Concert(halls=("north",))
    with pytest.raises(InvalidParameter):
        built(Song, {"title": "Dawn", "seconds": "ninety"})


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from(["opening", "songs", "halls", "title", "seconds", "x"]), inner
        )
    ),
    max_leaves=12,
)


@given(anything)
def test_anything_is_read(value: Any) -> None:
    assert isinstance(read(Concert, value), Concert)


@given(anything)
def test_anything_is_built_or_refused_with_a_field_and_a_limit(value: Any) -> None:
    try:
        said = isinstance(built(Concert, value), Concert)
    except InvalidParameter as refused:
        said = bool(refused.field and refused.limit)
    assert said
