// Saves a form[data-autosave] as a draft: it sends the fields, without files, to that address five seconds after a change
// and when the page is left. [data-autosave-status], a polite live region, shows the result.
const DELAY_MS = 5000;

function fieldsWithoutFiles(form) {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (typeof value !== "string") data.delete(name);
  return data;
}

function autosave(form) {
  const status = document.querySelector("[data-autosave-status]");
  let timer = 0;
  let isChanged = false;
  let isSending = false;

  function showStatus(text) {
    if (status && text) status.textContent = text;
  }

  async function save() {
    window.clearTimeout(timer);
    timer = 0;
    if (!isChanged || isSending) return;
    [isChanged, isSending] = [false, true];
    try {
      const response = await fetch(form.dataset.autosave, { method: "POST", body: fieldsWithoutFiles(form), keepalive: true });
      const result = response.headers.get("content-type")?.includes("json") ? await response.json() : {};
      if (!response.ok || !result.saved) throw new Error(result.refused);
      showStatus(result.saved);
    } catch (error) {
      isChanged = true;
      showStatus(error instanceof TypeError ? status?.dataset.failed : error.message || status?.dataset.failed);
    }
    isSending = false;
  }

  function saveLater() {
    isChanged = true;
    timer ||= window.setTimeout(save, DELAY_MS);
  }

  form.addEventListener("input", saveLater);
  form.addEventListener("change", saveLater);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
  // The page itself carries the changes now: they are not sent twice.
  form.addEventListener("submit", () => {
    window.clearTimeout(timer);
    isChanged = false;
  });
}

for (const form of document.querySelectorAll("form[data-autosave]")) autosave(form);
