"""Numbers as people write them, and as the PBX takes them."""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote

import phonenumbers
from phonenumbers import PhoneNumberFormat

LONGEST = 32  # more digits than any number has, with a service code in front
SEPARATORS = re.compile(r"[\s.\-‐-―()\[\]/]+")
DIALLED = re.compile(r"\+?[0-9*#]+")
WITHHELD = {"", "anonymous", "unknown", "restricted", "private", "withheld"}


class NotDialable(Exception):
    """What was typed is no number; the argument says so to the person who typed it."""


def dialable(text: str) -> str:
    """What the PBX is to dial: digits, `*` and `#`, with a leading `+` where one was written.

    Understands `tel:` links and the usual separators. Nothing is added or guessed: an extension,
    a star code and an emergency number are dialled as they stand.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain[:4].lower() == "tel:":
        plain = unquote(plain[4:]).partition(";")[0]
    number = SEPARATORS.sub("", plain)
    if not number:
        raise NotDialable("Type a number first.")
    if not DIALLED.fullmatch(number) or not re.search(r"[0-9*#]", number):
        raise NotDialable("This is not a telephone number.")
    if len(number) > LONGEST:
        raise NotDialable("This number is too long.")
    return number


@lru_cache(maxsize=20_000)
def grouped(number: str) -> str:
    """For reading: `+44 20 7946 0812`; extensions and codes stay as they are."""
    if number.strip().lower() in WITHHELD:
        return "Withheld"
    parsed = _international(number)
    if parsed is None:
        return number
    return phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL)


@lru_cache(maxsize=20_000)
def masked(number: str) -> str:
    """For wallboards: the beginning and the last three digits, the rest as dots."""
    shown = grouped(number)
    digits = [place for place, each in enumerate(shown) if each.isdigit()]
    if len(digits) <= 6:
        return shown
    kept = max(len(digits) // 2 - 1, 2)
    hidden = set(digits[kept:-3])
    return "".join("•" if place in hidden else each for place, each in enumerate(shown))


def _international(number: str) -> phonenumbers.PhoneNumber | None:
    """Only a whole international number is parsed: the library mangles everything shorter."""
    digits = number.removeprefix("+")
    if not digits.isascii() or not digits.isdigit() or not 9 <= len(digits) <= 15:
        return None
    try:
        parsed = phonenumbers.parse("+" + digits)
    except phonenumbers.NumberParseException:
        return None
    return parsed if phonenumbers.is_possible_number(parsed) else None
