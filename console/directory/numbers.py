"""Numbers as people and programs write them, as the PBX dials them, and as we show them.

A number keeps the form in which it was given: `+` stays, `00` stays, and no country is invented for
a number without one. The PBX's own dialling rules know the customer's country; we do not.
"""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote

import phonenumbers
from phonenumbers import PhoneNumberFormat

LONGEST = 32  # more digits than any number has, with a service code in front
LONGEST_TEXT = 500  # of what may be typed; a longer text is no number, whatever it holds
INTERNATIONAL_AT_MOST = 15  # digits of a whole number, by E.164
SHORT_AT_MOST = 6  # digits of an extension or a service code; longer ones may be somebody's number
SHOWN_AT_THE_END = 3
HIDDEN_AT_LEAST = 3
EMERGENCY = frozenset({"110", "112", "119", "911", "999"})

_SEPARATORS = re.compile(r"[\s.\-‐-―−()\[\]/·]+")
_TRUNK_ZERO = re.compile(r"(?<=\d)[\s.\-]*[(\[]\s*0\s*[)\]]")
_DIALLED = re.compile(r"\+[1-9][0-9]*|[0-9*#]*[0-9][0-9*#]*")
_WITHHELD = {"", "anonymous", "unknown", "unavailable", "restricted", "private", "withheld"}


class NotDialable(Exception):
    """What was given is no number; the argument says so to the person who gave it."""


def dialable(text: str) -> str:
    """What the PBX is to dial: digits, `*` and `#`, with a leading `+` where one was written.

    Understands `tel:` addresses, percent-encoding and the usual separators. Parameters of a `tel:`
    address are dropped: the PBX cannot dial an extension behind a number. Extensions, service codes
    and emergency numbers are dialled as they stand. The result is dialable again, unchanged.
    """
    if len(text) > LONGEST_TEXT:
        raise NotDialable("This number is too long.")
    number = _SEPARATORS.sub("", _without_trunk_zero(_plain(text)))
    if not number:
        raise NotDialable("Type a number first.")
    if not _DIALLED.fullmatch(number):
        raise NotDialable("This is not a telephone number.")
    longest = INTERNATIONAL_AT_MOST + 1 if number[0] == "+" else LONGEST
    if len(number) > longest:
        raise NotDialable("This number is too long.")
    return number


@lru_cache(maxsize=20_000)
def grouped(number: str) -> str:
    """For reading: `+44 20 7946 0812`; extensions and codes as they are; "Withheld" for none."""
    plain = number.strip()
    if plain.lower() in _WITHHELD:
        return "Withheld"
    parsed = _international(plain)
    if parsed is None:
        return plain
    written: str = phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL)
    return written.replace("-", " ")


@lru_cache(maxsize=20_000)
def masked(number: str) -> str:
    """For wallboards: `+44 118 ••• •233`. Enough to recognise, too little to call.

    The country and the group after it stay where enough is hidden without them; the last three
    digits stay. Extensions and service codes are no secret and stay whole.
    """
    shown = grouped(number)
    if shown == "Withheld":
        return shown
    places = [place for place, each in enumerate(shown) if each.isalnum()]
    if len(places) <= SHORT_AT_MOST and shown.isascii() and not any(map(str.isalpha, shown)):
        return shown
    hidden = set(_hidden(shown, places[:-SHOWN_AT_THE_END]))
    return "".join("•" if place in hidden else each for place, each in enumerate(shown))


def _hidden(shown: str, places: list[int]) -> list[int]:
    """Which of `places` to hide: those behind the area, else behind the country, else all."""
    groups = shown.split(" ")
    if not shown.startswith("+"):
        return places
    for kept in (2, 1):
        start = len(" ".join(groups[:kept]))
        behind = [place for place in places if place >= start]
        if len(behind) >= HIDDEN_AT_LEAST:
            return behind
    return places


def _plain(text: str) -> str:
    """Without the address's scheme and parameters, its digits as ASCII, without invisible marks."""
    text = unquote(text) if "%" in text else text
    characters = unicodedata.normalize("NFKC", text)
    plain = "".join(_ascii(each) for each in characters).strip()
    if plain[:4].lower() == "tel:":
        plain = plain[4:].partition(";")[0].strip()
    return plain


def _ascii(character: str) -> str:
    """Contacts copied from other programs carry digits of other scripts and marks of direction."""
    if character.isascii():
        return character
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    return "" if unicodedata.category(character) == "Cf" else character


def _without_trunk_zero(plain: str) -> str:
    """`+44 (0)20 …` is dialled without the zero, which stands for calls from inside the country."""
    return _TRUNK_ZERO.sub("", plain, count=1) if plain.startswith("+") else plain


def _international(number: str) -> phonenumbers.PhoneNumber | None:
    """Only a whole international number is parsed: the library mangles everything shorter.

    The PBX writes such numbers without their `+`, so any run of digits as long may be one.
    """
    digits = _SEPARATORS.sub("", number).removeprefix("+")
    if not digits.isascii() or not digits.isdigit() or not 9 <= len(digits) <= 15:
        return None
    try:
        parsed = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return None
    return parsed if phonenumbers.is_possible_number(parsed) else None
