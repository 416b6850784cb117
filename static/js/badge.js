// How many ring, in the title and on the icon of the tab.

const title = document.title;
const icon = document.querySelector("link[rel=icon]");
const usual = icon?.getAttribute("href");

function drawn(count) {
  const text = count > 9 ? "9+" : String(count);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M16 0 32 16 16 32 0 16Z" fill="#FCB241"/><text x="16" y="22" font-family="sans-serif" font-size="17" font-weight="700" text-anchor="middle" fill="#281B0E">${text}</text></svg>`;
}

export function show(count, words) {
  const wanted = count ? `(${count}) ${words} – ${title}` : title;
  if (document.title !== wanted) document.title = wanted;
  if (!icon) return;
  const href = count ? `data:image/svg+xml,${encodeURIComponent(drawn(count))}` : usual;
  if (icon.getAttribute("href") !== href) icon.setAttribute("href", href);
}
