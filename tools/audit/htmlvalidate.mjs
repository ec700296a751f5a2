// What html-validate asks of our pages: the standard, and what helps people who do not see them.
export default {
  root: true,
  extends: ["html-validate:standard", "html-validate:a11y"],
  rules: {
    // Submitting is what a button of a form does unless told otherwise, and what ours are for.
    "no-implicit-button-type": "off",
    // The menus of a narrow and of a wide screen have one name: a style shows one of them, and axe sees which.
    "unique-landmark": "off",
    // A list of terms may have a name.
    "aria-label-misuse": ["error", { allowAnyNamable: true }],
  },
};
