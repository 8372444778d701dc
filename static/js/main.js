// Everything works without this file. It brings in only the modules that a page has use for.

const MODULES = {
  "details.menu": "./menus.js",
  ".error-summary": "./errors.js",
  "form[data-draft], [data-draft-sent]": "./drafts.js",
  "form[data-filter]": "./filters.js",
  "[data-links]": "./links.js",
  "form [data-typed]": "./typed.js",
  "form [data-preview]": "./preview.js",
  "textarea[data-marks]": "./marking.js",
  "[data-comment-url]": "./selection.js",
  "[data-passage]": "./passage.js",
  "[data-place]": "./place.js",
  "select[data-speaks]": "./language.js",
  "time[data-here]": "./here.js",
  "[data-change]": "./changes.js",
  "[data-reading]": "./reading.js",
  "[data-inbox-keys]": "./inbox.js",
  "[data-beside]": "./beside.js",
  "[data-passkey]": "./passkeys.js",
  ".quote-link": "./quotes.js",
  ".toc [aria-current]": "./contents.js",
  ".prose table": "./tables.js",
};

for (const [selector, path] of Object.entries(MODULES)) {
  if (document.querySelector(selector)) {
    import(path);
  }
}
