// Suggestions under a search box: htmx brings them, the arrows go through them, Enter follows the one chosen. What is chosen is
// told to screen readers as in the combobox pattern of WAI-ARIA. Without scripts the box is a plain form.
for (const box of document.querySelectorAll("[data-suggest]")) {
  const input = box.querySelector("input");
  const list = box.querySelector("[data-suggest-list]");
  const said = box.querySelector("[data-suggest-said]");
  const options = () => [...list.querySelectorAll("[role=option]")];
  const chosen = () => list.querySelector("[aria-selected=true]");

  const show = (isOpen) => {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) input.setAttribute("aria-controls", "suggestions-list");
    else for (const name of ["aria-controls", "aria-activedescendant"]) input.removeAttribute(name);
  };
  const choose = (option) => {
    chosen()?.setAttribute("aria-selected", "false");
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  };
  // One place before the first and after the last is the box itself.
  const move = (step) => {
    const all = [null, ...options()];
    choose(all[(all.indexOf(chosen()) + step + all.length) % all.length]);
  };
  const keys = {
    ArrowDown: () => (list.hidden ? show(true) : move(1)),
    ArrowUp: () => move(-1),
    Escape: () => show(false),
    Enter: () => window.location.assign(chosen().dataset.url),
  };

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  show(false);
  input.addEventListener("keydown", (event) => {
    const isMeant = event.key === "Enter" ? !list.hidden && chosen() : options().length;
    if (!keys[event.key] || !isMeant || event.isComposing) return;
    event.preventDefault();
    keys[event.key]();
  });
  list.addEventListener("htmx:afterSwap", () => {
    const isThere = options().length > 0 && document.activeElement === input;
    said.textContent = isThere ? list.firstElementChild.dataset.said : "";
    show(isThere);
  });
  // A press takes the focus from the box before it is a click: the list must still be there then.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) window.location.assign(option.dataset.url);
  });
  input.addEventListener("blur", () => show(false));
}
