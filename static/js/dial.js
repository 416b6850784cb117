// The dial window: Esc closes it, one press dials once, the key of End ends.

import * as keymap from "./keymap.js";

function close() {
  window.close(); // only a window that a script opened closes
  if (!window.closed) location.assign("/");
}

document.addEventListener("keydown", (event) => {
  if (event.repeat) return;
  if (event.key === "Escape") return close();
  const isSingle = keymap.singleKeys && !event.altKey && !event.ctrlKey && !event.metaKey;
  const act = keymap.hasModifier(event) ? keymap.actWithModifier(event) : isSingle ? keymap.actOf(event) : "";
  if (act === "end") document.querySelector(".progress [data-verb=end]")?.click();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) close();
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-once]");
  if (!form) return;
  if (form.dataset.sent !== undefined) return event.preventDefault();
  form.dataset.sent = "";
  form.querySelector("[type=submit]").setAttribute("aria-disabled", "true");
});
