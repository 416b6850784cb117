// Moments of what is loaded once, written as on the live page: `when`, `day`, `minute`, or the whole.

import { format } from "./formats.js";
import { write } from "./write.js";

const time = { hour: "2-digit", minute: "2-digit" };
const day = { weekday: "short", day: "numeric", month: "short" };
const FORMS = {
  minute: format(time),
  day: format(day),
  when: format({ ...day, ...time }),
  lastYear: format({ day: "numeric", month: "short", year: "numeric" }),
  "": format({ dateStyle: "medium", timeStyle: "short" }),
};
const MONTHS = 300 * 24 * 3600 * 1000; // ms after which a weekday says less than the year

function formOf(kind, at) {
  if ((kind === "day" || kind === "when") && Date.now() - at > MONTHS) return FORMS.lastYear;
  return FORMS[kind] ?? FORMS[""];
}

export function writeMoments(root) {
  for (const place of root.querySelectorAll("time[data-moment]")) {
    const at = Date.parse(place.dateTime);
    const text = Number.isNaN(at) ? "?" : formOf(place.dataset.moment, at).format(at);
    write(place, text);
  }
}
