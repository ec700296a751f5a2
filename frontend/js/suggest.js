// Suggestions under a search box: htmx loads them, the arrow keys move through them, Enter follows the selected one. Screen
// readers get it by the combobox pattern of WAI-ARIA. Without scripts the box is a plain form.
for (const box of document.querySelectorAll("[data-suggest]")) {
  const input = box.querySelector("input");
  const list = box.querySelector("[data-suggest-list]");
  const announcement = box.querySelector("[data-suggest-said]");
  const options = () => [...list.querySelectorAll("[role=option]")];
  const selected = () => list.querySelector("[aria-selected=true]");

  const show = (isOpen) => {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) input.setAttribute("aria-controls", "suggestions-list");
    else for (const name of ["aria-controls", "aria-activedescendant"]) input.removeAttribute(name);
  };
  const select = (option) => {
    selected()?.setAttribute("aria-selected", "false");
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  };
  // The box itself is one place before the first option and after the last.
  const move = (step) => {
    const all = [null, ...options()];
    select(all[(all.indexOf(selected()) + step + all.length) % all.length]);
  };
  const keys = {
    ArrowDown: () => (list.hidden ? show(true) : move(1)),
    ArrowUp: () => move(-1),
    Escape: () => show(false),
    Enter: () => window.location.assign(selected().dataset.url),
  };

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  show(false);
  input.addEventListener("keydown", (event) => {
    const isOurs = event.key === "Enter" ? !list.hidden && selected() : options().length;
    if (!keys[event.key] || !isOurs || event.isComposing) return;
    event.preventDefault();
    keys[event.key]();
  });
  list.addEventListener("htmx:afterSwap", () => {
    const isOpen = options().length > 0 && document.activeElement === input;
    announcement.textContent = isOpen ? list.firstElementChild.dataset.said : "";
    show(isOpen);
  });
  // A press takes the focus from the box before the click: the list must stay open until then.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) window.location.assign(option.dataset.url);
  });
  input.addEventListener("blur", () => show(false));
}
