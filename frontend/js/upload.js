// Shows our own wording in place of the browser's file input. The real input stays on top, transparent, and takes clicks,
// keys and dropped files. A file over the limit is reported at once and not sent.
function enhance(box) {
  const input = box.querySelector("input[type=file]");
  const names = box.querySelector("[data-upload-names]");
  const maxBytes = Number(box.dataset.most);

  function createLine(text, modifier = "") {
    const line = document.createElement("span");
    line.className = `upload__name ${modifier}`;
    line.textContent = text;
    return line;
  }

  function replaceFiles(files) {
    const transfer = new DataTransfer();
    for (const file of files) transfer.items.add(file);
    input.files = transfer.files;
  }

  function update() {
    const files = [...input.files];
    const tooLarge = files.filter((file) => file.size > maxBytes);
    if (tooLarge.length) replaceFiles(files.filter((file) => file.size <= maxBytes));
    const problems = tooLarge.map((file) => createLine(`«${file.name}» ${box.dataset.tooBig}`, "upload__name--problem"));
    const chosen = [...input.files].map((file) => createLine(file.name));
    names.replaceChildren(...problems, ...(chosen.length ? chosen : [createLine(box.dataset.none)]));
  }

  input.addEventListener("change", update);
  box.querySelector("label").hidden = false;
  names.hidden = false;
  box.classList.add("upload--ready");
  update();
}

for (const box of document.querySelectorAll("[data-upload]")) enhance(box);
