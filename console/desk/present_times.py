"""Durations that do not tick, as templates print them."""


def duration(seconds: float | None) -> str:
    """m:ss, h:mm:ss past an hour; "" when unknown. Never negative."""
    if seconds is None:
        return ""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def between(start: float | None, end: float | None) -> str:
    """How long it was from one moment to another; "" when either is unknown."""
    return "" if start is None or end is None else duration(end - start)
