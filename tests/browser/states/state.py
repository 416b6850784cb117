"""A page in a state, and the list of them all."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.browser.demo import Demo
from tests.browser.screen import link

NOBODY = ""
Step = Callable[[Demo, Page], None]


@dataclass(frozen=True)
class State:
    """A page of one operator (nobody: signed out), brought into a state by `step`."""

    name: str
    path: str
    who: str
    step: Step


STATES: list[State] = []


def state(path: str, who: str = "ruth", name: str = "") -> Callable[[Step], Step]:
    """Adds a state named as its function, `desk_in_a_conference` as desk-in-a-conference."""

    def listed(step: Step) -> Step:
        title = name or step.__name__.replace("_", "-")
        STATES.append(State(title, path, who, step))
        return step

    return listed


def plain(name: str, path: str, who: str = "ruth") -> None:
    """A page as it opens."""

    def opened(place: Demo, page: Page) -> None:
        expect(page.locator("h1, [role=main], main").first).to_be_visible()

    state(path, who, name)(opened)


def live(page: Page) -> None:
    expect(link(page)).to_have_text("live")
