// Runs before the first paint: the theme chosen in this browser, else the operator's, else the system's.
(() => {
  const KEY = "theme";
  const root = document.documentElement;

  function kept() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage may be switched off
    }
  }

  function show(theme) {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  }

  function mark() {
    const theme = root.dataset.theme ?? "system";
    for (const input of document.querySelectorAll("input[name=theme]")) input.checked = input.value === theme;
  }

  show(kept() ?? root.dataset.themeWish);
  document.addEventListener("DOMContentLoaded", mark);
  document.addEventListener("change", (event) => {
    if (event.target.name !== "theme") return;
    show(event.target.value);
    try {
      localStorage.setItem(KEY, event.target.value);
    } catch {
      // the choice then lasts as long as the page
    }
  });
})();
