// The display panel: a choice is seen and kept at once; without this its button does the same.
const panels = document.querySelectorAll("form[data-display]");

function choose(input) {
  document.documentElement.dataset[input.name] = input.value;
  for (const panel of panels) {
    for (const other of panel.elements[input.name]) other.checked = other.value === input.value;
  }
}

for (const panel of panels) {
  panel.querySelector("button").hidden = true;
  panel.addEventListener("change", (event) => {
    choose(event.target);
    fetch(panel.action, { method: "POST", body: new FormData(panel), redirect: "manual" });
  });
}
