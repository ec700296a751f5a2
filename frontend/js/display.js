// Applies and saves a choice in the display panel at once. Without scripts its button does the same.
const panels = document.querySelectorAll("form[data-display]");

function apply(input) {
  document.documentElement.dataset[input.name] = input.value;
  for (const panel of panels) {
    for (const other of panel.elements[input.name]) other.checked = other.value === input.value;
  }
}

for (const panel of panels) {
  panel.querySelector("button").hidden = true;
  panel.addEventListener("change", (event) => {
    apply(event.target);
    fetch(panel.action, { method: "POST", body: new FormData(panel), redirect: "manual" });
  });
}
