"""Pages also stand from right to left: styles name sides by the flow of the text."""

import re

from messages.found import REPOSITORY

STYLES = sorted((REPOSITORY / "static/css").glob("*.css"))
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
NAMED = re.compile(r"(?<![.\w-])[\w-]*\b(?:left|right)\b[\w-]*", re.IGNORECASE)
AT_POINTER = "inset: 0 auto auto 0"  # the origin of what follows the pointer over the screen
SHORT = re.compile(r"\b(?:inset|margin|padding)\s*:\s*([^;}]+)")


def parts(value: str) -> list[str]:
    """The values of a shorthand; what stands in brackets is one."""
    while "(" in value:
        value = re.sub(r"\w*[\w-]*\(([^()]*)\)", lambda found: re.sub(r"\W+", "_", found[0]), value)
    return value.split()


def physical(style: str) -> list[str]:
    plain = COMMENT.sub("", style)
    sided = [
        found[0]
        for found in SHORT.finditer(plain)
        if differs(parts(found[1])) and found[0] != AT_POINTER
    ]
    return NAMED.findall(plain) + sided


def differs(values: list[str]) -> bool:
    """Whether the four sides were given, the right one other than the left."""
    return len(values) == 4 and values[1] != values[3]


def test_no_style_names_left_or_right() -> None:
    every = {file.name: physical(file.read_text()) for file in STYLES}
    assert {name: found for name, found in every.items() if found} == {}


def test_a_physical_side_is_found() -> None:
    style = "a { margin-left: 1px; inset: 0 calc(1px + var(--a)) 0 auto } /* left */"
    assert physical(style) == ["margin-left", "inset: 0 calc(1px + var(--a)) 0 auto "]
