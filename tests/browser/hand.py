"""A hand that counts what it presses."""

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

from .screen import search

# Each key of Playwright's is a message there and back, which a busy machine makes slower than
# any hand: the first two letters come at once. In a field they are typed as the others are.
QUICKLY = """letters => {
    const place = document.activeElement ?? document.body;
    if (place.matches("input, textarea")) return false;
    for (const key of letters) {
        const code = `Key${key.toUpperCase()}`;
        const press = { key, code, bubbles: true, cancelable: true };
        place.dispatchEvent(new KeyboardEvent("keydown", press));
    }
    return true;
}"""


@dataclass
class Hand:
    """A press of a key counts, with modifiers or without; so do a click and a drag. Letters and
    digits of a search are only marked: every console wants them."""

    page: Page
    pressed: list[str] = field(default_factory=list)
    counts: list[int] = field(default_factory=lambda: [0])  # in the parts of the task

    def keys(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)
            self._counted(name.upper() if len(name) == 1 else name)

    def letters(self, text: str) -> None:
        """Typed quickly: the second one goes to the search, wherever the focus is."""
        quick = text[:2] if self.page.evaluate(QUICKLY, text[:2]) else ""
        self.page.keyboard.type(text.removeprefix(quick))
        expect(search(self.page)).to_have_value(text)
        expect(self.page.locator("#results")).to_have_attribute("data-q", text)
        self.pressed.append("letters")

    def click(self, place: Locator, says: str) -> None:
        place.click()
        self._counted(f"click {says}")

    def drag(self, card: Locator, place: Locator, says: str) -> None:
        start, end = card.bounding_box(), place.bounding_box()
        assert start is not None
        assert end is not None
        mouse = self.page.mouse
        mouse.move(start["x"] + 70, start["y"] + 14)
        mouse.down()
        mouse.move(start["x"] + 82, start["y"] + 17)
        mouse.move(end["x"] + 30, end["y"] + 12, steps=3)
        expect(self.page.locator("#drag-ghost")).to_be_visible()
        mouse.up()
        self._counted(f"drag {says}")

    def then(self) -> None:
        """The second part of a task, such as retrieving what was parked."""
        self.pressed.append("·")
        self.counts.append(0)

    def _counted(self, what: str) -> None:
        self.pressed.append(what)
        self.counts[-1] += 1
