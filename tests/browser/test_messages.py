"""Message for…: from the card to the recipient's mailbox, and what waits when that fails."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.mailbox import Mailbox, mailbox

from .demo import Demo, demo
from .screen import RUTH, active, name_of, press, search, talks

ANNA = "123003"
WITHIN = 20_000  # ms: what the page asks for every few seconds, on a busy machine


@pytest.fixture(scope="module")
def post() -> Iterator[Mailbox]:
    with mailbox() as server:
        yield server


@pytest.fixture(scope="module")
def office(post: Mailbox) -> Iterator[Demo]:
    """With a mail server, unlike the others' office."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EMAIL_URL", post.url)
        patch.setenv("EMAIL_FROM", "reception@example.com")
        with demo() as place:
            yield place


def panel(page: Page) -> Locator:
    return page.get_by_role("tabpanel", name="Messages")


def writes(page: Page, email: str, text: str) -> None:
    form = page.get_by_role("dialog", name="Message")
    form.get_by_label("E-mail").fill(email)
    form.get_by_role("textbox", name="Message").fill(text)
    press(form, "Send")
    expect(form).to_be_hidden()


def test_a_message_for_the_chosen_person_reaches_her_mailbox(
    office: Demo, desk: Page, post: Mailbox
) -> None:
    post.letters.clear()
    talks(office, desk, "442079460411")
    name = name_of(desk, ANNA)
    search(desk).fill(name)
    expect(active(desk)).to_contain_text(f"To {name}")
    press(active(desk), "Message for…")
    form = desk.get_by_role("dialog", name="Message")
    expect(form.get_by_label("For")).to_have_value(name)
    expect(form.get_by_label("Number")).to_have_value("+44 20 7946 0411")
    writes(desk, "anna@example.com", "Please call back today.")
    desk.get_by_role("tab", name="Messages").click()
    expect(panel(desk)).to_contain_text("Sent")
    expect(panel(desk).get_by_role("listitem").filter(has_text="call back today")).to_contain_text(
        "Sent"
    )
    [letter] = post.letters
    assert letter["To"] == "anna@example.com"
    assert "+44 20 7946 0411" in letter.get_content()
    office.pbx.do("hang_up", number=RUTH)


def test_a_message_that_the_server_refuses_waits_for_a_better_address(
    office: Demo, desk: Page, post: Mailbox
) -> None:
    post.said["RCPT"] = "550 no such mailbox"
    desk.get_by_role("tab", name="Messages").click()
    press(panel(desk), "New message")
    writes(desk, "nobody@example.com", "The parcel is here.")
    row = panel(desk).get_by_role("listitem").filter(has_text="The parcel is here.")
    expect(row).to_contain_text("550 no such mailbox", timeout=WITHIN)
    expect(desk.get_by_role("tab", name="Messages")).to_contain_text("1")
    post.said.clear()
    press(row, "Change recipient nobody@example.com")
    form = desk.get_by_role("dialog", name="Message")
    form.get_by_label("E-mail").fill("somebody")
    press(form, "Send")
    expect(form).to_contain_text("Enter a valid email address.")
    form.get_by_label("E-mail").fill("omar@example.com")
    press(form, "Send")
    expect(row).to_contain_text("omar@example.com")
    expect(row).to_contain_text("Sent", timeout=WITHIN)
    assert post.letters[-1]["To"] == "omar@example.com"


def test_a_message_begun_is_still_there_when_its_form_is_opened_again(
    office: Demo, desk: Page
) -> None:
    talks(office, desk, "442079460412")
    press(active(desk), "Message for…")
    form = desk.get_by_role("dialog", name="Message")
    form.get_by_role("textbox", name="Message").fill("half a message")
    desk.keyboard.press("Escape")
    expect(form).to_be_hidden()
    press(active(desk), "Message for…")
    expect(form.get_by_role("textbox", name="Message")).to_have_value("half a message")
    desk.keyboard.press("Escape")
