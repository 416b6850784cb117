// The dial window: Esc closes it, one press dials once, E ends.

function close() {
  window.close(); // only a window that a script opened closes
  if (!window.closed) location.assign("/");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.repeat) return;
  if (event.key === "Escape") return close();
  const letter = event.altKey && event.shiftKey ? event.code.replace("Key", "").toLowerCase() : event.altKey ? "" : event.key.toLowerCase();
  if (letter === "e") document.querySelector(".progress [data-verb=end]")?.click();
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
