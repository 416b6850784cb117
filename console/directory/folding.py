"""Text as it is compared: without case and accents, so that *keller* finds *Kéller*."""

import unicodedata
from functools import lru_cache

# Letters that have no accent to take away, and yet are typed without one.
_PLAIN = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i",
        "ħ": "h", "ŧ": "t", "ŋ": "n", "ß": "ss",
    }
)  # fmt: skip
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """Latin and Greek letters lose their accents; those of other scripts, as й and ї, are letters
    of their own and stay."""
    plain = _lower(text).translate(_PLAIN)
    return plain if plain.isascii() else "".join(map(_without_accent, plain))


def spellings(text: str) -> tuple[str, ...]:
    """`folded`, and with umlauts written as people without them do: *mueller* is *Müller*."""
    plain = folded(text)
    spelled = folded(_lower(text).translate(_UMLAUTS))
    return (plain,) if spelled == plain else (plain, spelled)


def _lower(text: str) -> str:
    """Composed: to fold the case of a letter may take it apart."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


@lru_cache(maxsize=2_000)
def _without_accent(letter: str) -> str:
    decomposed = unicodedata.normalize("NFKD", letter)
    if not unicodedata.name(decomposed[0], "").startswith(("LATIN", "GREEK", "DIGIT")):
        return letter
    return "".join(each for each in decomposed if not unicodedata.combining(each)).casefold()


def marked(text: str, words: list[str]) -> list[tuple[str, bool]]:
    """`text` in pieces, each with whether one of the typed `words` stands there.

    A word is looked for at the start of a word first, then inside, then as initials.
    """
    plain, places = _placed(text)
    starts = [at for at, one in enumerate(plain) if one != " " and plain[at - 1 : at] in ("", " ")]
    hits = [False] * len(text)
    for word in filter(None, words):
        at = f" {plain}".find(f" {word}")
        at = at if at >= 0 else plain.find(word)
        found = list(range(at, at + len(word))) if at >= 0 else _initials(plain, starts, word)
        for place in found:
            hits[places[place]] = True
    pieces: list[tuple[str, bool]] = []
    for letter, hit in zip(text, hits, strict=True):
        if pieces and pieces[-1][1] == hit:
            pieces[-1] = (pieces[-1][0] + letter, hit)
        else:
            pieces.append((letter, hit))
    return pieces


def _initials(plain: str, starts: list[int], word: str) -> list[int]:
    """Where the initials stand that `word` is: the first of them, or the first and the last."""
    if len(word) < 2:
        return []
    for chosen in (starts[: len(word)], [*starts[:1], *starts[-1:]]):
        if word == "".join(plain[at] for at in chosen):
            return chosen
    return []


def _placed(text: str) -> tuple[str, list[int]]:
    """The folded text, and of each of its letters the place in `text` that it comes from."""
    plain, places = "", list[int]()
    for place, letter in enumerate(text):
        made = folded(letter)
        made = "" if unicodedata.combining(letter) else " " if letter in "-'’." else made
        plain += made
        places += [place] * len(made)
    return plain, places
