// The editor of e-forms works without this. With it, moving things up and down does not reload the page, and the answer to
// a change that was refused gets the focus.

async function submitInPlace(event) {
  const button = event.submitter;
  const form = event.target.closest("form[data-quiet]");
  if (!form || !button) return;
  event.preventDefault();
  const data = new FormData(form);
  data.set(button.name, button.value);
  const response = await fetch(form.action, { method: "POST", body: data });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const editor = page.querySelector("[data-editor]");
  // A page without an editor, such as the sign-in page, cannot be shown in place.
  if (!editor) return window.location.reload();
  document.querySelector("[data-editor]").replaceWith(editor);
  const refusal = editor.querySelector("[data-focus]");
  // A thing at the end has no button in that direction any more: the opposite one gets the focus.
  const sameButton = document.getElementById(button.id) ?? document.getElementById(oppositeId(button.id));
  (refusal ?? sameButton)?.focus();
}

function oppositeId(id) {
  return id.includes("up-") ? id.replace("up-", "down-") : id.replace("down-", "up-");
}

document.addEventListener("submit", submitInPlace);
document.querySelector("[data-focus]")?.focus();
