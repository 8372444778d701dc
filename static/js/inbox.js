// Keys for the inbox: every one follows a link or presses a button that is on the page. They can be switched off, since single letters disturb
// some ways of typing and speaking; what was chosen is kept on this device.

const KEPT = "inbox-keys";
const panel = document.querySelector("[data-inbox-keys]");
const toggle = document.createElement("button");
let on = true;

function kept() {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true;
  }
}

function say() {
  toggle.textContent = on ? panel.dataset.off : panel.dataset.on;
}

function press(selector, root = document) {
  const found = root.querySelector(selector);
  found?.click();
  return Boolean(found);
}

function rows() {
  return [...document.querySelectorAll("[data-inbox-row]")];
}

function current() {
  return document.activeElement?.closest("[data-inbox-row]");
}

// Beyond the last line the next page is opened, before the first the page before.
function step(by) {
  const all = rows();
  const at = all.indexOf(current());
  const wanted = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
  if (wanted) {
    wanted.querySelector("[data-open]").focus();
    wanted.scrollIntoView({ block: "nearest" });
  } else {
    press(by > 0 ? ".paging [rel=next]" : ".paging [rel=prev]");
  }
  return all.length > 0;
}

function mark() {
  if (!document.querySelector("#chosen :checked, [form=chosen]:checked")) {
    const box = current()?.querySelector("input[type=checkbox]");
    if (!box) {
      return false;
    }
    box.checked = true;
  }
  return press("#chosen [formaction*='/read']");
}

function help() {
  panel.open = !panel.open;
  panel.querySelector("summary").focus();
  return true;
}

const LIST = {
  j: () => step(1),
  k: () => step(-1),
  o: () => current() && press("[data-open]", current()),
  a: () => current() && press("[data-answer]", current()),
  x: () => current() && press("input[type=checkbox]", current()),
  m: mark,
  n: () => location.assign(document.querySelector("[data-inbox=list]").dataset.next) || true,
  "?": help,
};

const ONE = {
  j: () => press("[data-after]"),
  k: () => press("[data-before]"),
  a: () => press("[data-answer]"),
  m: () => press("[data-mark] button"),
  n: () => press("[data-next]"),
  u: () => location.assign(document.querySelector("[data-inbox=one]").dataset.list) || true,
  "?": help,
};

document.addEventListener("keydown", (event) => {
  if (!on || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) {
    return;
  }
  if (event.target.closest("textarea, select, [contenteditable], input:not([type=checkbox])")) {
    return;
  }
  const keys = document.querySelector("[data-inbox=list]") ? LIST : ONE;
  if (keys[event.key]?.()) {
    event.preventDefault();
  }
});

toggle.type = "button";
toggle.className = "plain";
toggle.addEventListener("click", () => {
  on = !on;
  try {
    localStorage.setItem(KEPT, on ? "on" : "off");
  } catch {
    // It holds for this page only.
  }
  say();
});
on = kept();
say();
panel.append(toggle);

// On a narrow screen the first comment comes before all that can be done with the list; the filters stay in sight while some are set.
if (matchMedia("(max-width: 62.5em)").matches) {
  const set = document.querySelector(".inbox-keep");
  for (const fold of document.querySelectorAll(".inbox-more, .inbox-steps, .inbox-filters")) {
    fold.open = Boolean(set) && fold.matches(".inbox-filters");
  }
}

// Who opens a comment has read it; the button stays for those without scripts.
const form = document.querySelector("form[data-mark-read]");
if (form) {
  const body = new FormData(form);
  body.append("quiet", "1");
  fetch(form.action, { method: "POST", body, credentials: "same-origin" })
    .then((response) => {
      if (response.ok) {
        const words = form.querySelector("[data-mark-words]");
        words.textContent = words.dataset.read;
        const button = form.querySelector("button");
        button.hidden = true;
      }
    })
    .catch(() => {});
}
