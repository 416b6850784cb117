"""What axe finds wrong with a page."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

COLOURS = {"runOnly": ["color-contrast"]}  # all that differs between a light page and a dark one
# Axe describes each element of what passes too, unless it is told that nobody reads it.
READ = {"resultTypes": ["violations"]}
RUN = """(options) => axe.run({ exclude: [["[data-alike]"]] }, options)
  .then(({ violations }) => violations)"""
# Of lamps and of people that differ in nothing but whom they name, the first stands for all.
ALIKE = """() => {
  const shape = (element) =>
    [element, ...element.querySelectorAll("*")]
      .map((part) => [part.tagName, part.className.baseVal ?? part.className,
        part.dataset.state, part.getAttribute("href"), part.ariaDisabled, part.hidden])
      .join("|");
  for (const kind of [".lamp", ".person"]) {
    const seen = new Set();
    for (const element of document.querySelectorAll(kind)) {
      const its = shape(element);
      element.toggleAttribute("data-alike", seen.has(its));
      seen.add(its);
    }
  }
}"""


def violations(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    """Each rule that is broken, whatever its impact, with the first elements that break it."""
    page.evaluate(ALIKE)
    if not page.evaluate("'axe' in window"):  # half a megabyte to compile
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(RUN, READ | (options or {}))
    return [f"{each['id']}: {[node['html'][:160] for node in each['nodes'][:3]]}" for each in found]
