"""The figures of browsers and of what is rendered for them."""

from collections.abc import Callable

from console.figures import counter, gauge, summary
from console.live import counts
from console.live.browser import Browser
from console.live.hubs import all_hubs
from console.live.screens import all_screens


def browsers() -> dict[tuple[str, str], int]:
    """By PBX and screen; a screen that nobody watches any more counts 0."""
    found = {(hub.picture.pbx, one.name): 0 for hub in all_hubs() for one in all_screens()}
    for hub in all_hubs():
        for screen, count in hub.watched():
            found[hub.picture.pbx, screen] = found.get((hub.picture.pbx, screen), 0) + count
    return found


def of_browsers(read: Callable[[list[Browser]], int]) -> Callable[[], dict[str, int]]:
    return lambda: {hub.picture.pbx: read(hub.browsers()) for hub in all_hubs()}


gauge("browsers", "Browsers connected.", browsers, "pbx", "screen")
gauge(
    "browsers_behind",
    "Browsers beyond their bounds, which get a full set as soon as they read again.",
    of_browsers(lambda found: sum(each.is_behind for each in found)),
    "pbx",
)
gauge(
    "unacknowledged_messages",
    "Messages that browsers were sent and have not acknowledged, of all browsers.",
    of_browsers(lambda found: sum(each.backlog for each in found)),
    "pbx",
)
gauge(
    "unacknowledged_messages_most",
    "Messages that one browser was sent and has not acknowledged, of the slowest.",
    of_browsers(lambda found: max((each.backlog for each in found), default=0)),
    "pbx",
)
counter(
    "full_sets",
    "Full sets sent: to a browser that came, that missed something, or that had fallen behind.",
    lambda: counts.full_sets,
    "pbx",
)
counter(
    "browsers_fell_behind",
    "Times a browser fell behind its bounds and lost its backlog.",
    lambda: counts.happened["fell_behind"],
)
counter(
    "browser_gaps",
    "Times a browser noticed a gap in its messages and asked for a full set.",
    lambda: counts.happened["missed"],
)
counter(
    "sockets_closed",
    "Sockets of browsers that ended, by code and by whom: 1012 restart, 1013 too slow, "
    "4403 no longer allowed; 1006 without a word.",
    lambda: counts.closed,
    "code",
    "by",
)
summary(
    "render_seconds",
    "Regions rendered and the time it took, without the parts they frame.",
    lambda: counts.rendering,
    "region",
)
