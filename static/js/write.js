// What changes without a word of the server's: ages, durations, counts. The text node that stands in
// a place is given the new words. A new node would have the browser ask each `:has()` around it again,
// and style the page anew for every tenth of a second.

export function write(place, text) {
  const node = place.firstChild;
  if (node?.nodeType === Node.TEXT_NODE && node === place.lastChild) {
    if (node.data !== text) node.data = text;
  } else if (place.textContent !== text) place.textContent = text;
}
