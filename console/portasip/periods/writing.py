"""The one spelling of a sub-period."""

from . import bits, years
from .scales import SCALES, WDAY, YEAR, Scale
from .subperiod import SubPeriod


def written(part: SubPeriod, brief: bool = False) -> str:
    """Return `wd {mon-fri} hr {9-16}`, or in brief `wd{2-6}hr{9-16}`: no text is shorter.

    Scales that hold all their values are left out; one that is always open is `wd {sun-sat}`.
    """
    gap = "" if brief else " "
    given = [scale for scale in SCALES if not _is_full(part, scale)]
    return gap.join(
        f"{scale.code}{gap}{{{_values(part, scale, brief)}}}" for scale in given or [WDAY]
    )


def _is_full(part: SubPeriod, scale: Scale) -> bool:
    return not part.year if scale is YEAR else getattr(part, scale.name) == scale.full


def _values(part: SubPeriod, scale: Scale, brief: bool) -> str:
    ranges = part.year if scale is YEAR else _runs(scale, getattr(part, scale.name))
    labels = [(scale.label(first, brief), scale.label(last, brief)) for first, last in ranges]
    return " ".join(first if first == last else f"{first}-{last}" for first, last in labels)


def _runs(scale: Scale, numbers: int) -> years.Years:
    """A run that passes the scale's end is one range that wraps, and stands last: `hr {22-5}`."""
    runs = tuple(bits.runs(numbers))
    if len(runs) > 1 and runs[0][0] == scale.first and runs[-1][1] == scale.end:
        return (*runs[1:-1], (runs[-1][0], runs[0][1]))
    return runs
