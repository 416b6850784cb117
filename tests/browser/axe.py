"""What axe finds wrong with a page."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

COLOURS = {"runOnly": ["color-contrast"]}  # all that differs between a light page and a dark one
# Axe describes each element of what passes too, unless it is told that nobody reads it.
READ = {"resultTypes": ["violations"]}


def violations(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    """Each rule that is broken, whatever its impact, with the first elements that break it."""
    found = Axe().run(page, options=READ | (options or {})).response["violations"]
    return [f"{each['id']}: {[node['html'][:160] for node in each['nodes'][:3]]}" for each in found]
