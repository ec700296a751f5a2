// A form[data-once] is sent once: a second press is ignored. Coming back to the page makes it whole again.
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
