"""What a screen reader is told of a page."""

from typing import Any

from playwright.sync_api import Page

# What stands in a live region once a frame is drawn, when it has changed: as it is read out.
LISTENING = """
(() => {
  const heard = (window.heard = []);
  const last = new WeakMap(), changed = new Set();
  const regions = '[aria-live]:not([aria-live=off]), [role=status], [role=alert]';
  const spoken = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE || node.ariaHidden === 'true') return '';
    return node.checkVisibility() ? [...node.childNodes].map(spoken).join('') : '';
  };
  const read = () => {
    for (const region of changed) {
      const words = (region.checkVisibility() ? spoken(region) : '').replace(/\\s+/g, ' ').trim();
      if (last.get(region) === words || !region.isConnected) continue;
      last.set(region, words);
      const isUrgent = region.matches('[role=alert], [aria-live=assertive]');
      if (words) heard.push({ words, isUrgent });
    }
    changed.clear();
  };
  const note = (node) => {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    const region = element?.closest?.(regions);
    if (region) changed.add(region);
    for (const one of element?.querySelectorAll?.(regions) ?? []) changed.add(one);
  };
  new MutationObserver((changes) => {
    if (!changed.size) requestAnimationFrame(read);
    for (const change of changes) {
      if (change.type !== 'childList') note(change.target);
      else if (change.target.closest?.(regions)) note(change.target);
      else change.addedNodes.forEach(note);
    }
  }).observe(document, { childList: true, characterData: true, subtree: true });
})();
"""


def heard(page: Page) -> list[dict[str, Any]]:
    """What was read out since the page began listening, oldest first."""
    told: list[dict[str, Any]] = page.evaluate("window.heard")
    return told


def hears(page: Page, wanted: list[str]) -> bool:
    """Whether these are said one after the other; some may be in one sentence."""
    rest = " | ".join(each["words"] for each in heard(page))
    for words in wanted:
        _, found, rest = rest.partition(words)
        if not found:
            return False
    return True


def urgent(page: Page) -> str:
    """What was said at once, to whoever was listening to something else, in one text."""
    return " | ".join(each["words"] for each in heard(page) if each["isUrgent"])
