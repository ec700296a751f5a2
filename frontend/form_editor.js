// The e-form editor works without this. With it, moving things up and down does not reload the page, and an answer that
// says what is wrong gets the focus.

function fresh(text) {
  return new DOMParser().parseFromString(text, "text/html").querySelector("[data-editor]");
}

async function quietly(event) {
  const button = event.submitter;
  const form = event.target.closest("form[data-quiet]");
  if (!form || !button) return;
  event.preventDefault();
  const data = new FormData(form);
  data.set(button.name, button.value);
  const answer = await fetch(form.action, { method: "POST", body: data });
  const next = fresh(await answer.text());
  // What cannot be shown in place is sent as the browser would.
  if (!next) return window.location.reload();
  document.querySelector("[data-editor]").replaceWith(next);
  const refusal = next.querySelector("[data-focus]");
  // At the end of its way a button is gone: its opposite takes its place.
  const again = document.getElementById(button.id) ?? document.getElementById(opposite(button.id));
  (refusal ?? again)?.focus();
}

function opposite(id) {
  return id.includes("up-") ? id.replace("up-", "down-") : id.replace("down-", "up-");
}

document.addEventListener("submit", quietly);
document.querySelector("[data-focus]")?.focus();
