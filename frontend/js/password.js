// Adds a button that shows the typed text to each password of a form[data-show][data-hide]. The field is a password again
// when the form is sent, so that the browser stores it among passwords and not among suggestions.
for (const form of document.querySelectorAll("form[data-show]")) {
  for (const input of form.querySelectorAll("input[type=password]")) {
    const name = form.querySelector(`label[for="${input.id}"]`)?.textContent.trim() ?? "";
    const button = document.createElement("button");
    const row = document.createElement("div");
    const toggle = (isShown) => {
      input.type = isShown ? "text" : "password";
      button.textContent = isShown ? form.dataset.hide : form.dataset.show;
      button.setAttribute("aria-label", `${button.textContent}: ${name}`);
    };
    button.type = "button";
    button.className = "govuk-button govuk-button--secondary reveal__button";
    button.addEventListener("click", () => toggle(input.type === "password"));
    form.addEventListener("submit", () => toggle(false));
    row.className = "reveal";
    input.replaceWith(row);
    row.append(input, button);
    toggle(false);
  }
}
