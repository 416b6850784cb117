// Moments of a page that does not change, written as on the live pages; without scripts they are the
// server's.
import { clock, whole } from "./formats.js";

for (const place of document.querySelectorAll("time[data-moment]")) {
  const at = Date.parse(place.dateTime);
  if (Number.isNaN(at)) continue;
  place.textContent = (place.dataset.moment === "clock" ? clock : whole).format(at);
}
