// In a form[data-show][data-hide] each password can be shown while it is typed. It is sent as a password again, so that
// the browser keeps it among passwords and not among words to suggest.
for (const form of document.querySelectorAll("form[data-show]")) {
  for (const input of form.querySelectorAll("input[type=password]")) {
    const name = form.querySelector(`label[for="${input.id}"]`)?.textContent.trim() ?? "";
    const button = document.createElement("button");
    const row = document.createElement("div");
    const turn = (shown) => {
      input.type = shown ? "text" : "password";
      button.textContent = shown ? form.dataset.hide : form.dataset.show;
      button.setAttribute("aria-label", `${button.textContent}: ${name}`);
    };
    button.type = "button";
    button.className = "govuk-button govuk-button--secondary reveal__button";
    button.addEventListener("click", () => turn(input.type === "password"));
    form.addEventListener("submit", () => turn(false));
    row.className = "reveal";
    input.replaceWith(row);
    row.append(input, button);
    turn(false);
  }
}
