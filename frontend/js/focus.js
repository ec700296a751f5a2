// A page that was sent back with problems begins at their list, so that a screen reader reads it first.
document.querySelector("[data-error-summary]")?.focus();
