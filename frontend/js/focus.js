// Moves the focus to the list of problems of a form that was sent back, so that a screen reader reads it first.
document.querySelector("[data-error-summary]")?.focus();
