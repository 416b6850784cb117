// How this page writes moments and figures: in its language, and in the zone of the site where one is
// set, else in the browser's. Hours always run from 00 to 23, as on the desk phones and in the lists.

const page = document.documentElement;
const language = page.lang || "en";
const zone = page.dataset.zone ? { timeZone: page.dataset.zone } : {};
export const format = (options) => new Intl.DateTimeFormat(language, { hourCycle: "h23", ...zone, ...options });

export const clock = format({ timeStyle: "medium" });
export const minute = format({ hour: "2-digit", minute: "2-digit" });
export const day = format({ weekday: "short", day: "numeric", month: "short" });
export const whole = format({ dateStyle: "medium", timeStyle: "medium" });
export const tenths = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
