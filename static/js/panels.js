// The tabs of the right zone. What stands behind a tab is loaded when it is opened and dropped when
// it is left, so that nothing is asked for that nobody sees.

const tabs = () => [...document.querySelectorAll("[data-panel-key]")];

function open(tab, withFocus = false) {
  const page = document.getElementById("live");
  page.dataset.panel = tab.dataset.panelKey;
  for (const each of tabs()) {
    const isOpen = each === tab;
    const panel = document.getElementById(each.getAttribute("aria-controls"));
    each.setAttribute("aria-selected", String(isOpen));
    each.tabIndex = isOpen ? 0 : -1;
    panel.hidden = !isOpen;
    if (panel.dataset.panel === undefined) continue;
    if (isOpen) window.htmx.trigger(panel, "panel:open");
    else panel.replaceChildren();
  }
  if (withFocus) tab.focus();
}

export function openPanel(name) {
  const tab = document.querySelector(`[data-panel-key=${name}]`);
  if (tab) open(tab);
}

document.addEventListener("click", (event) => {
  const tab = event.target.closest?.("[data-panel-key]");
  if (tab) return open(tab);
  // The parts of a narrow desk are all of them live.
  if (event.target.closest?.("[data-side-key], [data-zone-key]") && document.getElementById("live").dataset.panel !== "live") openPanel("live");
});

document.addEventListener("keydown", (event) => {
  const tab = event.target.closest?.("[data-panel-key]");
  if (!tab || event.altKey || event.ctrlKey || event.metaKey) return;
  const all = tabs().filter((each) => each.checkVisibility());
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const at = all.indexOf(tab);
  const to = event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : step ? (at + step + all.length) % all.length : -1;
  if (to < 0) return;
  event.preventDefault();
  event.stopPropagation();
  open(all[to], true);
});

// Nothing came: the panel says so, unless it shows something already.
export function failed(panel) {
  if (!panel.hidden && !panel.childElementCount) panel.textContent = panel.dataset.failed;
}
