"""Compiled catalogues (MO), which Django reads: made here, so that no machine needs msgfmt."""

import struct
from pathlib import Path

from messages.catalogue import Catalogue, header, path_of

MAGIC = 0x950412DE


def path_of_compiled(language: str) -> Path:
    return path_of(language).with_suffix(".mo")


def compiled(language: str, catalogue: Catalogue) -> bytes:
    """What is not translated, or doubtful, is left out: it is said in English."""
    pairs = {b"": header(language).encode()}
    for key, entry in catalogue.items():
        if entry.is_fuzzy or not all(entry.said):
            continue
        original = f"{key.text}\0{key.plural}" if key.plural else key.text
        if key.context:
            original = f"{key.context}\4{original}"
        pairs[original.encode()] = "\0".join(entry.said).encode()
    return _table(sorted(pairs.items()))


def _table(pairs: list[tuple[bytes, bytes]]) -> bytes:
    """The header, where each original and each translation lies, then all of them."""
    head = 7 * 4
    start = head + len(pairs) * 16
    places: list[list[int]] = [[], []]
    texts = b""
    for side in (0, 1):
        for pair in pairs:
            places[side] += [len(pair[side]), start + len(texts)]
            texts += pair[side] + b"\0"
    numbers = [MAGIC, 0, len(pairs), head, head + len(pairs) * 8, 0, head]
    return struct.pack(f"<{7 + 4 * len(pairs)}I", *numbers, *places[0], *places[1]) + texts


def write(language: str, catalogue: Catalogue) -> None:
    path_of_compiled(language).write_bytes(compiled(language, catalogue))
