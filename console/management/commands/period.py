import json
from argparse import ArgumentParser
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from console.portasip.periods import HORIZON, Period, PeriodError, next_instant, parse
from console.portasip.periods.clocks import is_skipped

FIRST_YEAR, LAST_YEAR = 1970, 9000  # the document's first; far enough from Python's last
SHOWN = 70  # characters of the expression, so that the caret's line is not broken
UNITS = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))


class Command(BaseCommand):
    help = "Reads a time period of the PBX: its normal form, whether it is open, the next change."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "expression", metavar="EXPRESSION", help="such as 'wd {mon-fri} hr {9am-4pm}'"
        )
        parser.add_argument(
            "--at",
            metavar="TIME",
            help="such as 2026-11-23T10:00, by the clock of the zone (the first of two such times "
            "when clocks go back), or with an offset; default: now",
        )
        parser.add_argument(
            "--zone", metavar="Z", default=settings.TIME_ZONE, help="such as Europe/Kyiv"
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        period = read(options["expression"])
        zone = find_zone(options["zone"])
        at = moment(options["at"], zone)
        change = next_instant(period, at)
        show = as_json if options["json"] else as_text
        self.stdout.write(show(period, at, change, zone))


def read(expression: str) -> Period:
    try:
        return parse(expression)
    except PeriodError as error:
        raise CommandError(f"{error}\n{pointed(expression, error.column)}") from error


def pointed(expression: str, column: int) -> str:
    """The expression, or the part around the column, above a caret under that column."""
    start = max(0, min(column - SHOWN // 2, len(expression) + 1 - SHOWN))
    part = expression[start : start + SHOWN]
    # A tab or a line break would move the caret away.
    line = "".join(character if character.isprintable() else " " for character in part)
    return f"  {line}\n  {'^':>{column - start}}"


def find_zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise CommandError(f"--zone: {name!r} is not a time zone such as Europe/Madrid.") from error


def moment(text: str | None, zone: ZoneInfo) -> datetime:
    if text is None:
        return datetime.now(zone).replace(microsecond=0)
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--at: {text!r} is not a time such as 2026-11-23T10:00.") from error
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise CommandError(f"--at: the year must lie between {FIRST_YEAR} and {LAST_YEAR}.")
    if at.tzinfo is not None:
        return at.astimezone(zone)
    at = at.replace(tzinfo=zone)
    if is_skipped(at):
        raise CommandError(f"--at: {text} does not exist in {zone.key}: its clocks skip it.")
    return at


def as_json(period: Period, at: datetime, change: datetime | None, zone: ZoneInfo) -> str:
    answer = {
        "normal": period.normal(),
        "open": period.is_open(at),
        "at": at.isoformat(),
        "next_change": change and change.isoformat(),
        "zone": zone.key,
    }
    return json.dumps(answer)


def as_text(period: Period, at: datetime, change: datetime | None, zone: ZoneInfo) -> str:
    state = "open" if period.is_open(at) else "closed"
    if change is None:
        following = f"does not change in the next {HORIZON.days // 365} years"
    else:
        following = f"changes {spoken(change)} (in {duration(at, change)})"
    return f"{period}\n{state} at {spoken(at)} {zone.key}\n{following}"


def spoken(at: datetime) -> str:
    seconds = f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"
    return f"{at:%a} {at.day} {at:%b %Y} {seconds}"


def duration(start: datetime, end: datetime) -> str:
    """The largest unit and the one below it: `7 h 0 min`, `212 d 4 h`; at least a second."""
    left = max(1, int(end.timestamp() - start.timestamp()))
    sizes = [size for _, size in UNITS]
    largest = next(place for place, size in enumerate(sizes) if size <= left)
    parts = []
    for name, size in UNITS[largest : largest + 2]:
        count, left = divmod(left, size)
        parts.append(f"{count} {name}")
    return " ".join(parts)
