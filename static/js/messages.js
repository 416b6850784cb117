// The form of a message: opened when it has come, closed when the console has kept it.

const dialog = document.getElementById("message-dialog");
const form = () => dialog?.querySelector("[data-message-form]");
const said = document.getElementById("message-said");
const SHOW_FOR = 6000; // ms

function openForm() {
  if (!dialog.open) dialog.showModal();
  const first = form()?.querySelector("[aria-invalid=true], .error ~ input") ?? ["#id_to_name", "#id_to_email", "#id_text"].map((id) => form()?.querySelector(id)).find((field) => field && !field.value);
  first?.focus();
}

let timer = null;
function tell() {
  clearTimeout(timer);
  timer = setTimeout(() => said.replaceChildren(), SHOW_FOR);
}

function choose(button) {
  const { recipient, name, email } = button.dataset;
  form().querySelector("[name=to_extension]").value = recipient;
  form().querySelector("[name=to_name]").value = name;
  const field = form().querySelector("[name=to_email]");
  field.value = email || field.value;
  document.getElementById("message-people").replaceChildren();
  (field.value ? form().querySelector("textarea") ?? field : field).focus();
}

// What she began to write about a call is still there when she comes back to it.
document.addEventListener("click", (event) => {
  const key = event.target.closest?.("[data-message-for]");
  if (!key || key.dataset.about === undefined || form()?.dataset.about !== key.dataset.about) return;
  if (!form().querySelector("textarea")?.value) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  openForm();
}, true);

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-close-message]")) dialog.close();
  const one = event.target.closest?.("[data-recipient]");
  if (one) choose(one);
});

// The address belongs to whom it was chosen for.
document.addEventListener("input", (event) => {
  if (event.target.id === "id_to_name" && form()) form().querySelector("[name=to_extension]").value = "";
});

document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail.ctx?.target;
  if (target?.id === "message-said") tell();
  if (target?.id !== "message-form") return;
  if (form()) return openForm();
  // Kept: what came is the sentence alone.
  said.textContent = target.textContent;
  target.replaceChildren();
  dialog.close();
  tell();
});
