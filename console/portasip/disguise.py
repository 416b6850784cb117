"""Other numbers and words in place of the real ones: the same shape, the same for the same.

Numbers and words go through keyed permutations, so that different originals stay different and
nothing need be remembered. The key is random and kept nowhere: without it nobody can try all
numbers and see which of them gives the replacement.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from hashlib import blake2b
from random import Random
from secrets import token_bytes

from .drama import Drama, country_code

LONGEST = 20_000  # characters; no text of the document comes near, and the rest only costs time
CHUNK = 32  # characters of one number or word that are permuted together
SMALL = 20_000  # a domain up to here is one shuffled ring, which leaves nothing where it was
ROUNDS = 8  # of a Feistel network
CACHED = 65_536  # texts whose replacements are remembered, to save time alone
CACHEABLE = 200  # characters
FOREIGN = 6  # letters at least for a word of another script: enough to tell words apart
SHORTEST_OUTSIDE = 10  # digits; below are extensions, accounts, tags and ports

# What the PBX appends to ids (`~1o`, `.o`, `o1`) and the schemes of addresses stay.
TOKEN = re.compile(
    r"(?P<address>(?<!\w)(?<!\w\.)\d{1,3}(?:\.\d{1,3}){3}(?!\.?\w))"
    r"|(?P<kept>(?<=~)\d{1,2}o(?!\w)|(?<=\.)o(?!\w)|(?<=[0-9a-f])o\d(?!\w)"
    r"|(?<!\w)(?:sips?|tel|https?|wss?)(?=:))"
    r"|(?P<hex>(?<![A-Za-z0-9])(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{8,32}(?=(?:o\d)?(?![A-Za-z0-9])))"
    r"|(?P<number>\d+)"
    r"|(?P<word>(?:[A-Za-z]|[^\x00-\x7f])+)",
    re.ASCII,
)
DIGITS, LETTERS = "0123456789", "abcdefghijklmnopqrstuvwxyz"
ALPHABETS = {"number": DIGITS, "rest": DIGITS, "hex": DIGITS + "abcdef", "word": LETTERS}


def _is_mixed(token: str) -> bool:
    return not token.isdigit() and not token.isalpha()


# What a replacement must be, so that it reads as the same kind of token again.
FITS: dict[str, Callable[[str], bool]] = {
    "number": lambda token: token[0] != "0",
    "hex": _is_mixed,
}


class Disguise:
    """The replacements of one recording. A `secret` is given in tests alone."""

    def __init__(self, secret: bytes = b"") -> None:
        self._secret = secret or token_bytes(32)
        self._drama = Drama(lambda number: self._hash("drama", number))
        self._rings: dict[tuple[str, int], dict[str, str]] = {}
        self._cached = lru_cache(CACHED)(self._text)

    def __repr__(self) -> str:
        return "<Disguise>"

    def text(self, text: str) -> str:
        """Return `text` with every number, word, address and id replaced; ASCII, whatever came.

        ASCII punctuation and the case of letters stay. What lies beyond LONGEST is cut off.
        """
        return self._cached(text) if len(text) <= CACHEABLE else self._text(text[:LONGEST])

    def digits(self, text: str) -> str:
        """Return `text` with its numbers replaced, and its words as they are."""
        return re.sub(r"\d+", lambda found: self.text(found[0]), text[:LONGEST])

    def _text(self, text: str) -> str:
        return TOKEN.sub(self._token, text)

    def _token(self, found: re.Match[str]) -> str:
        kind, token = found.lastgroup, found[0]
        if kind == "number":
            return self._number(token)
        if kind == "word":
            return self._word(token) if token.isascii() else self._foreign(token)
        if kind == "hex":
            return self._permuted("hex", token)
        return token if kind == "kept" else self._address(token)

    def _address(self, token: str) -> str:
        number = self._hash("address", token)
        return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"

    def _number(self, digits: str) -> str:
        """Zeros in front are a prefix one dials: what follows is the number without them."""
        number = digits.lstrip("0")
        if not number:
            return digits
        return digits[: len(digits) - len(number)] + self._dialled(number)

    def _dialled(self, number: str) -> str:
        if len(number) < SHORTEST_OUTSIDE:
            return self._permuted("number", number)
        if len(number) > CHUNK:
            return "".join(self._permuted("rest", part) for part in _chunks(number))
        country = country_code(number)
        rest = number[len(country) :]
        return self._drama.number(number) or country + self._permuted("rest", rest)

    def _word(self, word: str) -> str:
        lower = "".join(self._permuted("word", part) for part in _chunks(word.lower()))
        return "".join(
            new.upper() if old.isupper() else new for old, new in zip(word, lower, strict=True)
        )

    def _foreign(self, word: str) -> str:
        """A word with letters beyond a to z becomes one without."""
        length = min(max(len(word), FOREIGN), CHUNK)
        number = self._hash("foreign", word.encode("utf-8", "surrogatepass").hex())
        return _spelt(number % 26**length, LETTERS, length)

    def _permuted(self, kind: str, token: str) -> str:
        """Another token of the same kind and length: never the same one for two."""
        fits = FITS.get(kind, lambda _: True)
        if len(ALPHABETS[kind]) ** len(token) <= SMALL:
            return self._ring(kind, len(token), fits)[token]
        token = self._shuffled(kind, token)
        while not fits(token):  # walks along its cycle, which leads back to one that fits
            token = self._shuffled(kind, token)
        return token

    def _ring(self, kind: str, length: int, fits: Callable[[str], bool]) -> dict[str, str]:
        ring = self._rings.get((kind, length))
        if ring is None:
            alphabet = ALPHABETS[kind]
            every = (_spelt(n, alphabet, length) for n in range(len(alphabet) ** length))
            tokens = [token for token in every if fits(token)]
            Random(self._hash(kind, str(length))).shuffle(tokens)
            ring = dict(zip(tokens, [*tokens[1:], tokens[0]], strict=True))
            self._rings[kind, length] = ring
        return ring

    def _shuffled(self, kind: str, token: str) -> str:
        """A Feistel network on the two halves of the token, read as numbers."""
        alphabet, half = ALPHABETS[kind], len(token) // 2
        left, right = _valued(token[:half], alphabet), _valued(token[half:], alphabet)
        lengths = (half, len(token) - half)
        for turn in range(ROUNDS):
            mixed = left + self._hash(kind, f"{len(token)} {turn} {right}")
            left, right = right, mixed % len(alphabet) ** lengths[turn % 2]
        return _spelt(left, alphabet, lengths[0]) + _spelt(right, alphabet, lengths[1])

    def _hash(self, purpose: str, token: str) -> int:
        digest = blake2b(f"{purpose} {token}".encode(), digest_size=24, key=self._secret)
        return int.from_bytes(digest.digest(), "big")


def _chunks(token: str) -> Iterable[str]:
    return (token[start : start + CHUNK] for start in range(0, len(token), CHUNK))


def _spelt(number: int, alphabet: str, length: int) -> str:
    digits = []
    for _ in range(length):
        number, digit = divmod(number, len(alphabet))
        digits.append(alphabet[digit])
    return "".join(reversed(digits))


def _valued(token: str, alphabet: str) -> int:
    value = 0
    for character in token:
        value = value * len(alphabet) + alphabet.index(character)
    return value
