// The desk's page: puts back, after every swap, what only this browser knows.

import { describe } from "./keymap.js";
import * as legend from "./legend.js";
import * as presses from "./presses.js";
import * as target from "./target.js";
import * as steady from "./steady.js";
import "./drag.js";
import "./keys.js";
import "./lamps.js";
import "./people.js";
import "./queues.js";

let asked = false;

function refresh() {
  asked = false;
  steady.keep();
  presses.showLink();
  presses.forgetUsed();
  target.show();
  presses.showRowKeys();
  legend.countTabs();
  describe();
}

// Many regions may come in one message: one pass before the next paint serves them all.
function soon() {
  if (asked) return;
  asked = true;
  queueMicrotask(refresh);
}

document.addEventListener("target:changed", presses.showRowKeys);
document.addEventListener("feed:changed", soon);
document.addEventListener("htmx:after:swap", soon);
document.addEventListener("htmx:ws:after:message:incoming", soon);

document.addEventListener("htmx:after:swap", (event) => {
  if (event.detail.ctx?.sourceElement?.id !== "search") return;
  target.found();
  const results = document.getElementById("results");
  const count = document.querySelector("[data-found-count]");
  if (count) count.textContent = document.getElementById("search").value && !results.querySelector("[data-typed]") ? results.querySelector(".found").textContent : "";
});

document.addEventListener("input", (event) => {
  if (event.target.id === "search") target.typed();
});

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-search]")) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const one = event.target.closest?.(".person, .lamp");
  if (one && !event.target.closest("button")) target.choose(one);
  const zone = event.target.closest?.("[data-zone-key]");
  if (zone) show("zone", zone);
  const side = event.target.closest?.("[data-side-key]");
  if (side) show("side", side);
});

// Which part a narrow screen shows.
function show(what, key) {
  const name = `${what}Key`;
  document.getElementById("live").dataset[what] = key.dataset[name];
  for (const each of key.parentElement.querySelectorAll("button")) {
    each.setAttribute("aria-pressed", String(each === key));
  }
}

refresh();
