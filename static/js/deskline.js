// The desk note does not change under somebody's hands: while it has the focus, or holds what is not saved
// yet, the foot of the desk asks for nothing new. In the menu, who is away sees it at once.

const note = () => document.getElementById("desknote");

const isDisputed = () => document.querySelector(".desknote-conflict") !== null;

function isBusy() {
  const field = note();
  return Boolean(field) && (document.activeElement === field || field.value !== field.defaultValue || isDisputed());
}

document.addEventListener("htmx:before:request", (event) => {
  const source = event.detail.ctx?.sourceElement;
  if (source?.id === "deskline" && isBusy()) event.preventDefault();
  if (source?.id === "desknote" && isDisputed()) event.preventDefault(); // she decides first
});

document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.sourceElement?.id !== "desknote" || (ctx.response?.raw?.status ?? ctx.response?.status) !== 200) return;
  ctx.sourceElement.defaultValue = ctx.request.body?.get?.("text") ?? ctx.sourceElement.value;
});
