// Sends a form[data-once] only once: a second press is ignored. After going back to the page it can be sent again.
const sent = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]") || event.defaultPrevented) return;
  if (sent.has(form)) event.preventDefault();
  sent.add(form);
});

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-once]")) sent.delete(form);
});
