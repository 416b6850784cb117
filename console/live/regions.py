"""Regions: the smallest parts of a page that are redrawn whole.

A slice registers its regions in `AppConfig.ready()`. A region's bytes depend on the board, its key,
the language and whether numbers are masked, and on nothing else: no rights, no reader, no clock.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import get_template
from django.utils import translation
from django.utils.safestring import SafeString

from console.board.state import Board, Touched
from console.live import counts

Keys = Callable[[Board, Touched], Iterable[str]]
Context = Callable[[Board, str, str], dict[str, Any]]


def spoken(language: str | None) -> str:
    """One of our languages; whoever asks for any other gets the one that everything has."""
    known = dict(settings.LANGUAGES)
    return language if language in known else settings.LANGUAGE_CODE


class Variant(NamedTuple):
    """How the bytes of one region may differ between screens."""

    language: str
    masked: bool = False


class Drawn(NamedTuple):
    """The bytes of a region and the values that its template made them of."""

    values: dict[str, Any]
    html: str


class Instance(NamedTuple):
    """One region of one PBX: `("lamp", "123007")`; a region that stands once has the key ""."""

    region: str
    key: str


@dataclass(frozen=True)
class Growing:
    """A frame whose parts, all of the region `part`, come and go one by one, each to its place.

    `order` sorts them by their keys, `has` says whether the frame still holds the one with a key.
    """

    part: str
    order: Callable[[str], Any]
    has: Callable[[Board, str], bool]


@dataclass(frozen=True)
class Region:
    """`touched` names the keys a fold may have changed: too many cost a rendering, too few lie.

    `context(board, pbx, key)` gives plain values of its own, which say all that the template shows:
    what changes later on the board must not change in them. The template's root carries
    `id="{{ id }}"`.
    A region with `parts` frames other regions, which change by themselves: its template prints
    `parts`, their bytes in order, and it is sent again only when its own keys are touched. Without
    a template its parts stand in different places of the page.
    Bytes that nobody may ask for again are not kept (`is_kept`).
    """

    name: str
    template: str
    touched: Keys
    context: Context
    parts: Callable[[Board], Iterable[tuple[str, str]]] | None = None
    growing: Growing | None = None
    is_kept: bool = True

    def id(self, pbx: str, key: str) -> str:
        return f"{self.name}-{pbx}-{key}" if key else f"{self.name}-{pbx}"

    def render(
        self,
        board: Board,
        pbx: str,
        key: str,
        variant: Variant,
        parts: Sequence[str] = (),
        before: "Drawn | None" = None,
    ) -> "Drawn":
        """The region as it is now; `before` is what it was for this key and variant.

        Many a fact touches a region without changing what it shows: then its values are those from
        before, to compare which costs a tenth of rendering them.
        """
        if not self.template:
            return Drawn({}, "".join(parts))
        began = time.perf_counter()
        with _speaking(variant.language):
            values = self.context(board, pbx, key) | {
                "id": self.id(pbx, key),
                "pbx": pbx,
                "key": key,
                "masked": variant.masked,
                # One string: a template takes its time over each of a thousand.
                "parts": [SafeString("".join(parts))] if parts else [],
            }
            if before is not None and before.values == values:
                return before
            html = _template(self.template).render(values).strip()
        counts.rendering[self.name].add(time.perf_counter() - began)
        return Drawn(values, html)


def _template(name: str) -> Any:
    """To find one again costs as much as to render a lamp. While developing, templates change."""
    return get_template(name) if settings.DEBUG else _found_once(name)


_found_once = cache(get_template)


def _speaking(language: str) -> AbstractContextManager[None]:
    """Mostly it is spoken already; to switch for each of a thousand lamps would cost a tenth."""
    spoken = translation.get_language() == language
    return nullcontext() if spoken else translation.override(language)


_regions: dict[str, Region] = {}


def parts_of(instance: Instance, board: Board) -> list[Instance]:
    """What a frame holds, in order; nothing for a region that frames nothing."""
    parts = region_named(instance.region).parts
    return [Instance(*part) for part in parts(board)] if parts else []


def register(region: Region) -> None:
    if region.name in _regions and _regions[region.name] != region:
        raise ValueError(f"Two slices register the region {region.name}.")
    _regions[region.name] = region


def region_named(name: str) -> Region:
    return _regions[name]


def all_regions() -> Iterable[Region]:
    return _regions.values()
