// The tabs above the people found: which of them the search shows, and how many each holds.

const search = () => document.getElementById("search");
const count = (tab) => document.querySelector(`[data-people-count="${tab}"]`);

// Rows come from the server alone; the search asks, so that a late answer replaces no newer one.
document.addEventListener("change", (event) => {
  if (event.target.name === "tab") search().dispatchEvent(new Event("tab"));
});

document.addEventListener("htmx:after:swap", (event) => {
  const source = event.detail.ctx?.sourceElement;
  if (source?.id !== "search") return;
  for (const [name, value] of Object.entries(document.getElementById("results").dataset)) {
    if (name.startsWith("count")) count(name.slice("count".length).toLowerCase()).textContent = value;
  }
});

// A star pressed in a row: the tab tells of it at once, the rows stay where they are.
document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  const star = ctx.sourceElement?.closest?.(".star");
  const status = ctx.response?.raw?.status ?? ctx.response?.status;
  if (!star || status !== 200) return;
  const place = count("favourites");
  const step = star.getAttribute("aria-pressed") === "true" ? -1 : 1;
  if (place) place.textContent = String(Number(place.textContent) + step);
});
