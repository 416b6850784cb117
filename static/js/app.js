// The console as an app. Its worker keeps nothing: it only says when there is no connection.

if ("serviceWorker" in navigator && window.isSecureContext) {
  navigator.serviceWorker.register("/sw.js", { scope: "/" }).catch(() => {}); // the console works without it
}
