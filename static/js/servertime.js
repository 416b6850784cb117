// The server's clock, as the last heartbeat told it. A module of its own: the page loads live.js by
// an address with a version, and whoever imported it by another would run it a second time.

let told = 0; // ms
let offset = 0; // ms

export const serverNow = () => Date.now() + offset;
export const lastBeat = () => told;

export function setServerTime(now) {
  told = now;
  offset = now - Date.now();
}
