"""Telephone numbers that nobody has: the ranges kept free for films and books."""

from collections.abc import Callable

# By the length of the whole number and its country code: the prefixes, and how many digits follow.
# Ofcom's list for drama, one range an area; 555-0100 to 0199 in every American area.
BRITISH = (
    "441134960", "441144960", "441154960", "441164960", "441174960", "441214960", "441314960",
    "441414960", "441514960", "441914980", "442896496", "442920180", "441632960", "443069990",
)  # fmt: skip
AMERICAN = tuple(f"1{area}55501" for area in range(201, 990) if area % 100 != 11)
RANGES = {(12, "44"): (BRITISH, 3), (11, "1"): (AMERICAN, 2)}


def country_code(number: str) -> str:
    """Return the country code, or what may pass for one: enough to keep a number plausible."""
    return number[0] if number[0] in "17" else number[:2]


class Drama:
    """Gives each number one of its country's ranges, never the same to two."""

    def __init__(self, hashed: Callable[[str], int]) -> None:
        self._hashed = hashed
        self._given: dict[str, str] = {}
        self._taken: dict[str, set[int]] = {}

    def number(self, number: str) -> str:
        """Return the invented number; "" where the country keeps none or half are taken."""
        if number in self._given:
            return self._given[number]
        country = country_code(number)
        prefixes, width = RANGES.get((len(number), country), ((), 0))
        taken, size = self._taken.setdefault(country, set()), len(prefixes) * 10**width
        if len(taken) * 2 >= size:
            return ""  # to look for a free one would take longer and longer
        place = self._hashed(number) % size
        while place in taken:
            place = (place + 1) % size
        taken.add(place)
        prefix, rest = divmod(place, 10**width)
        self._given[number] = f"{prefixes[prefix]}{rest:0{width}d}"
        return self._given[number]
