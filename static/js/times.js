// Moments of a page that does not change, in the reader's own zone; without scripts they are the server's.
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });

for (const time of document.querySelectorAll("time[data-moment]")) {
  const at = Date.parse(time.dateTime);
  if (!Number.isNaN(at)) time.textContent = (time.dataset.moment === "clock" ? clock : whole).format(at);
}
