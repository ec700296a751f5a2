// Keeps what is typed in form[data-autosave]: sent without files to that address, at most every five seconds after a
// change and when the page is left. What happened is told in [data-autosave-status], politely.
const WAIT = 5000;

function fields(form) {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (typeof value !== "string") data.delete(name);
  return data;
}

function autosave(form) {
  const status = document.querySelector("[data-autosave-status]");
  let timer = 0;
  let isChanged = false;
  let isSending = false;

  function tell(text) {
    if (status && text) status.textContent = text;
  }

  async function save() {
    window.clearTimeout(timer);
    timer = 0;
    if (!isChanged || isSending) return;
    [isChanged, isSending] = [false, true];
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: fields(form), keepalive: true });
      const told = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
      if (!answer.ok || !told.saved) throw new Error(told.refused);
      tell(told.saved);
    } catch (error) {
      isChanged = true;
      tell(error instanceof TypeError ? status?.dataset.failed : error.message || status?.dataset.failed);
    }
    isSending = false;
  }

  function later() {
    isChanged = true;
    timer ||= window.setTimeout(save, WAIT);
  }

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
  // What is being sent with the page is not sent again behind its back.
  form.addEventListener("submit", () => {
    window.clearTimeout(timer);
    isChanged = false;
  });
}

for (const form of document.querySelectorAll("form[data-autosave]")) autosave(form);
