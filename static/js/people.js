// The tabs above the people found: which of them the search shows, and how many each holds.

const search = () => document.getElementById("search");
const count = (tab) => document.querySelector(`[data-people-count="${tab}"]`);

// A search finds fewer than there are: the tabs keep the room that all of them take.
for (const place of document.querySelectorAll("[data-people-count]")) place.style.minInlineSize = `${place.textContent.length}ch`;

// Rows come from the server alone; the search asks, so that a late answer replaces no newer one.
document.addEventListener("change", (event) => {
  if (event.target.name === "tab" || event.target.id === "only") search().dispatchEvent(new Event("tab"));
});

document.addEventListener("htmx:after:swap", (event) => {
  const source = event.detail.ctx?.sourceElement;
  if (source?.id !== "search") return;
  for (const [name, value] of Object.entries(document.getElementById("results").dataset)) {
    if (name.startsWith("count")) count(name.slice("count".length).toLowerCase()).textContent = value;
  }
});

// The people of the company that was called come first, from the next search on; at once where nobody
// is at the rows or typing.
function showCalled() {
  const field = document.getElementById("called");
  const company = document.querySelector(".active-card[data-company]")?.dataset.company ?? "";
  if (!field || field.value === company) return;
  field.value = company;
  const results = document.getElementById("results");
  const isInUse = search().value || results.matches(":hover") || results.contains(document.activeElement);
  if (!isInUse) search().dispatchEvent(new Event("tab"));
}

for (const name of ["htmx:after:swap", "htmx:ws:after:message:incoming"]) document.addEventListener(name, showCalled);
showCalled();

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
