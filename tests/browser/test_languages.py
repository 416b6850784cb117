"""One language from the page to the last pushed word; and from right to left nothing meets."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from .demo import Demo
from .screen import CALLER, RUTH, active

GERMAN = {"locale": "de-DE"}


def choose(page: Page, language: str) -> None:
    """In the user's menu of a page."""
    page.locator(".bar .menu > summary").click()
    page.get_by_role("button", name=language, exact=True).click()


def test_the_sign_in_speaks_ukrainian_before_any_account(
    office: Demo, contexts: Callable[..., BrowserContext]
) -> None:
    page = contexts(locale="de-DE").new_page()
    page.goto(f"{office.url}/desk/")
    expect(page.get_by_role("heading", level=1)).to_have_text("An Ihrem Platz anmelden")
    page.get_by_label("Passwort").fill("typed")
    page.locator(".entrance-foot summary").click()
    page.get_by_role("button", name="Українська").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Вхід до вашого пульта")
    expect(page.locator("html")).to_have_attribute("lang", "uk")
    expect(page).to_have_url(re.compile(r"/accounts/login/\?next=/desk/$"))


def test_a_german_desk_hears_german(office: Demo, desk: Page, enter: Callable[..., Page]) -> None:
    """Page, pushed region, refusal, dates; and who speaks English beside it goes on in English."""
    page = enter(office, "ruth", **GERMAN)
    link = page.get_by_role("status", name="Anlage")
    expect(link).to_have_text("verbunden")
    expect(page.locator("[data-now=day]").first).to_have_text(
        re.compile(r"^(Mo|Di|Mi|Do|Fr|Sa|So)")
    )
    expect(page.locator(f"[data-lamp][data-target='{RUTH}'] .word")).to_have_text("Frei")
    office.pbx.do("incoming_call", to=RUTH, number=CALLER)
    ringing = page.get_by_role("region", name="Klingelt").get_by_role("listitem")
    expect(ringing).to_have_attribute("data-number", CALLER)
    expect(page.locator(f"[data-lamp][data-target='{RUTH}'] .word")).to_have_text("Klingelt")
    office.pbx.do("fail_next", method="answer_call", code="sip.call_control_disabled")
    ringing.get_by_role("button", name="Annehmen").click()
    alert = page.get_by_role("alert").filter(has_text="Annehmen fehlgeschlagen.")
    expect(alert).to_contain_text("Die Anrufsteuerung ist für diese Leitung ausgeschaltet.")
    expect(desk.get_by_role("alert").filter(has_text="Answer failed.")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Alle Tasten")).to_be_visible()


def test_a_refusal_at_the_door_is_german_too(
    office: Demo, desk: Page, enter: Callable[..., Page]
) -> None:
    page = enter(office, "ruth", **GERMAN)
    expect(page.get_by_role("status", name="Anlage")).to_have_text("verbunden")
    page.route("**/desk/commands/**", lambda route: route.continue_(post_data="key="))
    office.pbx.do("incoming_call", to=RUTH, number=CALLER)
    page.get_by_role("button", name="Annehmen").click()
    expect(page.locator("#refusal")).to_have_text("Diese Seite ist veraltet. Laden Sie sie neu.")


def test_the_language_changes_where_she_is_and_stays_hers(
    office: Demo, desk: Page, enter: Callable[..., Page]
) -> None:
    page = enter(office, "omar", "/desk/?pbx=demo")
    choose(page, "Español")
    expect(page).to_have_url(f"{office.url}/desk/?pbx=demo")
    expect(page.get_by_role("button", name="Todas las teclas")).to_be_visible()
    elsewhere = enter(office, "omar", "/supervision/", **GERMAN)
    expect(elsewhere.get_by_role("region", name="Colas")).to_be_visible()
    choose(elsewhere, "English")
    expect(elsewhere.get_by_role("region", name="Queues")).to_be_visible()


MEETING = """() => {
  const what = 'main .key, main .face, main h2, main h3, main b, header .bar > *, .search input';
  const seen = [...document.querySelectorAll(what)]
    .filter((one) => one.offsetParent && !one.closest('.unseen, [hidden], .lamps'))
    .filter((one) => {
      const { left, top, width, height } = one.getBoundingClientRect();
      const there = document.elementFromPoint(left + width / 2, top + height / 2);
      return there && (one.contains(there) || there.contains(one));
    });
  const boxes = seen.map((one) => one.getBoundingClientRect());
  const common = (from, to, a, b) => Math.min(a[to], b[to]) - Math.max(a[from], b[from]) > 1;
  const found = [];
  for (const [at, one] of seen.entries()) {
    for (let next = at + 1; next < seen.length; next += 1) {
      const other = seen[next];
      if (one.contains(other) || other.contains(one)) continue;
      const [a, b] = [boxes[at], boxes[next]];
      if (common('left', 'right', a, b) && common('top', 'bottom', a, b)) {
        found.push(`${one.outerHTML.slice(0, 80)} meets ${other.outerHTML.slice(0, 80)}`);
      }
    }
  }
  return found;
}"""
BEGINS = """(part) => {
  const texts = [...document.querySelector('.active-name').childNodes];
  const text = texts.find((one) => one.nodeType === Node.TEXT_NODE && one.data.includes(part));
  const range = document.createRange();
  range.setStart(text, text.data.indexOf(part));
  range.setEnd(text, text.data.indexOf(part) + part.length);
  return range.getBoundingClientRect().left;
}"""


def test_from_right_to_left_nothing_meets_and_numbers_stay_in_order(
    office: Demo, desk: Page
) -> None:
    office.pbx.do("incoming_call", to=RUTH, number=CALLER)
    desk.get_by_role("button", name="Answer", exact=True).click()
    expect(active(desk)).to_have_attribute("data-number", CALLER)
    desk.evaluate("document.documentElement.dir = 'rtl'")
    for width in (1440, 1024, 390):
        desk.set_viewport_size({"width": width, "height": 900})
        assert desk.evaluate(MEETING) == []
        assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    first, last = (desk.evaluate(BEGINS, part) for part in ("+44", "0123"))
    assert first < last, "the country stands before the number"
