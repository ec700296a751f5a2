// Puts our own words over the browser's file input. The real input stays on top, clear as glass: it takes clicks, keys
// and dropped files. A file over the limit is told at once and not sent.
function upload(box) {
  const input = box.querySelector("input[type=file]");
  const names = box.querySelector("[data-upload-names]");
  const most = Number(box.dataset.most);

  function keep(files) {
    const kept = new DataTransfer();
    for (const file of files) kept.items.add(file);
    input.files = kept.files;
  }

  function tell() {
    const files = [...input.files];
    const large = files.filter((file) => file.size > most);
    if (large.length) keep(files.filter((file) => file.size <= most));
    const lines = [
      ...large.map((file) => `«${file.name}» ${box.dataset.tooBig}`),
      ...[...input.files].map((file) => file.name),
    ];
    names.classList.toggle("upload__names--problem", large.length > 0);
    names.textContent = lines.join("\n") || box.dataset.none;
  }

  input.addEventListener("change", tell);
  box.querySelector("label").hidden = false;
  names.hidden = false;
  box.classList.add("upload--ready");
  tell();
}

for (const box of document.querySelectorAll("[data-upload]")) upload(box);
