// Puts our own words over the browser's file input. The real input stays on top, clear as glass: it takes clicks, keys
// and dropped files. A file over the limit is told at once and not sent.
function upload(box) {
  const input = box.querySelector("input[type=file]");
  const names = box.querySelector("[data-upload-names]");
  const most = Number(box.dataset.most);

  function line(text, look = "") {
    const part = document.createElement("span");
    part.className = `upload__name ${look}`;
    part.textContent = text;
    return part;
  }

  function keep(files) {
    const kept = new DataTransfer();
    for (const file of files) kept.items.add(file);
    input.files = kept.files;
  }

  function tell() {
    const files = [...input.files];
    const large = files.filter((file) => file.size > most);
    if (large.length) keep(files.filter((file) => file.size <= most));
    const problems = large.map((file) => line(`«${file.name}» ${box.dataset.tooBig}`, "upload__name--problem"));
    const chosen = [...input.files].map((file) => line(file.name));
    names.replaceChildren(...problems, ...(chosen.length ? chosen : [line(box.dataset.none)]));
  }

  input.addEventListener("change", tell);
  box.querySelector("label").hidden = false;
  names.hidden = false;
  box.classList.add("upload--ready");
  tell();
}

for (const box of document.querySelectorAll("[data-upload]")) upload(box);
