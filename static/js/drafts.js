// Keeps the unsent words of forms with data-draft on this device, says so, and forgets them once they were sent.
// They are forgotten on a page that carries <span data-draft-sent="the same name">, never on a mere submit:
// a refused form, a lost session or a broken line must not cost anybody a word.
// A form with data-keep is saved on the server as well (saving.js).

import { fieldsOf, forget, keyOf, putBack, read, tidy, valuesOf, write } from "./kept.js";
import { Saving } from "./saving.js";

const WAIT = 400;

function clock(at) {
  const moment = new Date(at);
  const options = { timeStyle: "short", hourCycle: "h23" };
  if (moment.toDateString() !== new Date().toDateString()) {
    options.dateStyle = "medium";
  }
  try {
    return new Intl.DateTimeFormat(document.documentElement.lang, options).format(moment);
  } catch {
    return moment.toLocaleString();
  }
}

// Says which sentence of the form's state holds now; {time} and other places are filled.
function say(form, which, at, places = {}) {
  const state = form.querySelector("[data-draft-state]");
  if (!state || state.dataset[which] === undefined) {
    return state;
  }
  let words = state.dataset[which].replace("{time}", at ? clock(at) : "");
  for (const [name, value] of Object.entries(places)) {
    words = words.replace(`{${name}}`, value);
  }
  if (state.textContent !== words) {
    state.textContent = words;
  }
  state.dataset.tone = ["offline", "ended", "refusal", "conflict", "failed"].includes(which) ? "warn" : "";
  return state;
}

function offerToForget(form, key, state) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain";
  button.textContent = state.dataset.forget;
  button.addEventListener("click", () => {
    forget(key);
    form.reset();
    state.textContent = "";
    form.dispatchEvent(new Event("input", { bubbles: true }));
    fieldsOf(form)[0]?.focus();
  });
  state.append(" ", button);
}

class Draft {
  constructor(form) {
    this.form = form;
    this.saving = form.dataset.keep ? new Saving(form, this) : null;
    this.restore();
    form.addEventListener("input", (event) => event.isTrusted && this.changed());
    form.addEventListener("draft-changed", () => this.changed());
    form.addEventListener("submit", (event) => {
      clearTimeout(this.timer);
      this.keep();
      this.saving?.beforeSubmit(event);
    });
    addEventListener("pagehide", () => this.timer && this.keep());
  }

  get key() {
    return keyOf(this.form.dataset.draft, this.form.dataset.owner);
  }

  changed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const kept = this.keep();
      if (!this.saving?.soon(kept)) {
        say(this.form, kept ? (this.state("local") ? "local" : "saved") : "failed", Date.now());
      }
    }, WAIT);
  }

  state(which) {
    return this.form.querySelector("[data-draft-state]")?.dataset[which];
  }

  say(which, at, places) {
    return say(this.form, which, at, places);
  }

  keep(stored = false) {
    this.timer = 0;
    return write(this.key, { values: valuesOf(this.form), revision: this.form.elements.revision?.value, stored });
  }

  // The words now belong to a draft on the server: the page is that draft's from here on.
  became(answer) {
    const { form } = this;
    const former = this.key;
    form.elements.revision.value = answer.revision;
    if (form.dataset.keep !== answer.keep) {
      form.dataset.keep = answer.keep;
      form.dataset.signIn = answer.enter;
      form.dataset.draft = `draft-${answer.draft}`;
      form.action = answer.edit;
      history.replaceState(null, "", answer.edit);
      forget(former);
    }
  }

  restore() {
    const { form, key } = this;
    const visitors = keyOf(form.dataset.draft, "");
    let kept = read(key);
    if (!kept && form.dataset.owner && (kept = read(visitors))) {
      write(key, kept);
      forget(visitors);
    }
    const older = Number(kept?.revision) > Number(form.elements.revision?.value); // this page was made before the last saving
    if (!kept || (kept.stored && !older) || "refused" in form.dataset) {
      return; // the server has them, or has given back what was typed
    }
    if (putBack(form, kept.values)) {
      if (kept.revision && form.elements.revision) {
        form.elements.revision.value = kept.revision;
      }
      const state = say(form, "restored", kept.at);
      if (state) {
        offerToForget(form, key, state);
      }
      form.dispatchEvent(new Event("input", { bubbles: true }));
      for (const box of form.querySelectorAll("[data-preview]")) {
        box.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
  }
}

for (const sent of document.querySelectorAll("[data-draft-sent]")) {
  forget(keyOf(sent.dataset.draftSent, ""));
}
tidy();

for (const form of document.querySelectorAll("form[data-draft]")) {
  new Draft(form);
}
