// Choices that this browser keeps: plain values under one name each.

export function kept(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null; // storage is switched off, or holds what we did not write
  }
}

export function keep(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // the choice then lasts as long as the page
  }
}
