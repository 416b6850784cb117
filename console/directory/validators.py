"""What is said of a company, checked: each refusal is a ValidationError with its sentence."""

from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from console.directory.numbers import NotDialable, dialable
from console.live.said import said
from console.portasip.periods import PeriodError, parse

NUMBERS_AT_MOST = 50


def numbers_in(text: str) -> list[str]:
    """One number a line, in any notation, as they are dialled; none twice."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > NUMBERS_AT_MOST:
        raise ValidationError(_("At most %(most)d numbers.") % {"most": NUMBERS_AT_MOST})
    numbers, refusals = [], []
    for line in lines:
        try:
            numbers.append(dialable(line))
        except NotDialable as told:
            refusals.append(f"{line[:40]}: {said(str(told))}")
    if refusals:
        raise ValidationError(refusals)
    return list(dict.fromkeys(numbers))


def validate_period(text: str) -> None:
    try:
        parse(text)
    except PeriodError as error:
        raise ValidationError(
            _("Column %(column)d: %(sentence)s")
            % {"column": error.column, "sentence": said(error.sentence)}
        ) from error


def validate_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValidationError(
            _("%(name)s is not a time zone such as Europe/Madrid.") % {"name": name[:60]}
        ) from error
