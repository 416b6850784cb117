// Moments of a page that does not change, in the reader's own zone and written as on the live pages;
// without scripts they are the server's.
const language = document.documentElement.lang || "en";
const time = { timeStyle: "medium", hour12: false };
const clock = new Intl.DateTimeFormat(language, time);
const whole = new Intl.DateTimeFormat(language, { dateStyle: "medium", ...time });

for (const place of document.querySelectorAll("time[data-moment]")) {
  const at = Date.parse(place.dateTime);
  if (Number.isNaN(at)) continue;
  place.textContent = (place.dataset.moment === "clock" ? clock : whole).format(at);
}
