// How many rows each queue shows: chosen here, kept in this browser.

import { keep, kept } from "./kept.js";

const KEPT = "queue-rows";
const field = document.querySelector("[data-queue-rows]");

function show(rows) {
  field.closest(".queues").dataset.rows = field.value = rows;
}

field.addEventListener("change", () => {
  show(field.value);
  keep(KEPT, field.value);
});

const before = String(kept(KEPT));
if (/^[1-6]$/.test(before)) show(before);
