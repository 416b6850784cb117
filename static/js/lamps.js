// The lamps: which of them are shown, and the keyboard inside them. One stop of the Tab key; arrows
// move inside, Enter chooses. Whatever changes costs the same among ten lamps and a thousand.

import { keep, kept } from "./kept.js";
import * as legend from "./legend.js";
import * as target from "./target.js";

const KEPT = "lamps"; // in this browser: {show, group}
const place = document.querySelector("[data-lamps]");
const groups = document.querySelector("[data-lamps-groups]");
const none = document.querySelector("[data-lamps-none]");
const choice = { show: "all", group: "" };
let isLate = false; // something would move when nobody points at it

const lamps = () => [...place.querySelectorAll("[data-lamp]")];
const shown = () => lamps().filter((lamp) => lamp.dataset.localHidden === undefined);
const isFiltered = () => choice.show !== "all" || choice.group !== "";
const isInUse = () => place.matches(":hover") || place.contains(document.activeElement);

function fits(lamp) {
  if (choice.group && lamp.dataset.group !== choice.group) return false;
  if (choice.show === "all") return true;
  const isIdle = lamp.dataset.state === "idle";
  return choice.show === "idle" ? isIdle : !isIdle && lamp.dataset.state !== "unknown";
}

// A lamp that no longer fits fades where it stands, and one that begins to fit waits, while the
// pointer or the focus is among them.
function settle(lamp) {
  const fitting = fits(lamp);
  const isHidden = lamp.dataset.localHidden !== undefined;
  if (fitting === !isHidden) lamp.removeAttribute("data-local-dim");
  else if (!isInUse()) lamp.toggleAttribute("data-local-hidden", !fitting);
  else {
    isLate = true;
    if (!isHidden) lamp.dataset.localDim = "";
  }
}

function showNone() {
  none.hidden = !isFiltered() || place.querySelector("[data-lamp]:not([data-local-hidden])") !== null;
}

function filter() {
  isLate = false;
  const present = new Set();
  for (const lamp of lamps()) {
    const fitting = fits(lamp);
    lamp.toggleAttribute("data-local-hidden", !fitting);
    lamp.removeAttribute("data-local-dim");
    if (fitting) present.add(lamp.dataset.group);
  }
  for (const head of place.querySelectorAll("[data-lamps-group]")) {
    head.toggleAttribute("data-local-hidden", !present.has(head.dataset.lampsGroup));
  }
  showNone();
}

function catchUp() {
  if (isLate && !isInUse()) filter();
}

// ---- what changed ---------------------------------------------------------------------------

function listGroups() {
  const names = [...place.querySelectorAll("[data-lamps-group]")].map((head) => head.dataset.lampsGroup).filter(Boolean);
  groups.closest("label").hidden = names.length === 0;
  const all = groups.options[0];
  groups.replaceChildren(all, ...names.map((name) => new Option(name, name)));
  // A department that has gone hides nobody.
  if (!names.includes(choice.group)) choice.group = "";
  groups.value = choice.group;
}

new MutationObserver((changes) => {
  const changed = new Set();
  let isRegrouped = false;
  for (const { type, target: on, addedNodes, removedNodes } of changes) {
    if (type === "attributes") changed.add(on);
    else for (const node of [...addedNodes, ...removedNodes]) isRegrouped ||= node.nodeType === Node.ELEMENT_NODE && node.matches("[data-lamp], [data-lamps-group]");
    for (const node of removedNodes) legend.forget(node);
  }
  if (isRegrouped) return start();
  for (const lamp of changed) {
    if (!lamp.matches("[data-lamp]")) continue;
    legend.note(lamp);
    if (isFiltered()) settle(lamp);
  }
  legend.show();
  if (isFiltered()) showNone();
}).observe(place, { childList: true, subtree: true, attributeFilter: ["data-state", "data-offline", "data-group"] });

function start() {
  for (const lamp of lamps()) legend.note(lamp);
  listGroups();
  if (isFiltered() || place.querySelector("[data-local-hidden]")) filter();
  legend.show();
}

// ---- choosing -------------------------------------------------------------------------------

function remember() {
  const { show, group } = kept(KEPT) ?? {};
  if (["all", "busy", "idle"].includes(show)) choice.show = show;
  if (typeof group === "string") choice.group = group;
}

document.addEventListener("change", ({ target: field }) => {
  if (field.name === "lamps") choice.show = field.value;
  else if (field === groups) choice.group = field.value;
  else return;
  keep(KEPT, choice);
  filter();
});

place.addEventListener("pointerleave", catchUp);
place.addEventListener("focusout", () => setTimeout(catchUp));

// ---- the keyboard ---------------------------------------------------------------------------

// The lamp above or below, by what is seen: headings and filters leave rows of any length.
function across(all, at, step) {
  const { offsetLeft: left, offsetTop: top } = all[at];
  let row = null;
  let best = at;
  for (let i = at + step; i >= 0 && i < all.length; i += step) {
    const lamp = all[i];
    if (lamp.offsetTop === top) continue;
    row ??= lamp.offsetTop;
    if (lamp.offsetTop !== row) break;
    if (best === at || Math.abs(lamp.offsetLeft - left) < Math.abs(all[best].offsetLeft - left)) best = i;
  }
  return best;
}

document.addEventListener("keydown", (event) => {
  if (!place.contains(event.target) || event.altKey || event.ctrlKey || event.metaKey) return;
  const arrow = event.key.startsWith("Arrow");
  if (!arrow && event.key !== "Enter") return;
  const all = shown();
  const at = all.indexOf(event.target);
  if (!all.length || (!arrow && at < 0)) return;
  event.preventDefault();
  if (!arrow) return target.choose(all[at]);
  const to = {
    ArrowRight: () => Math.min(all.length - 1, at + 1),
    ArrowLeft: () => Math.max(0, at - 1),
    ArrowDown: () => across(all, at, 1),
    ArrowUp: () => across(all, at, -1),
  }[event.key];
  all[at < 0 ? 0 : to()].focus();
});

remember();
for (const field of document.querySelectorAll("input[name=lamps]")) field.checked = field.value === choice.show;
start();
