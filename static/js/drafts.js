// Keeps the unsent words of forms with data-draft on this device, says so, and forgets them once they were sent.
// They are forgotten on a page that carries <span data-draft-sent="the same name">, never on a mere submit:
// a refused form, a lost session or a broken line must not cost anybody a word.

const PREFIX = "draft:";
const WAIT = 400;
const KEPT_TYPES = new Set(["text", "textarea", "search", "url", "email", "radio", "checkbox", "select-one", "date"]);

function fieldsOf(form) {
  return [...form.elements].filter(
    (field) => field.name && KEPT_TYPES.has(field.type) && field.autocomplete !== "off"
  );
}

function valuesOf(form) {
  const values = {};
  for (const field of fieldsOf(form)) {
    if (field.type === "radio" || field.type === "checkbox") {
      if (field.checked) {
        values[field.name] = [...(values[field.name] || []), field.value];
      }
    } else if (field.value !== "") {
      values[field.name] = field.value;
    }
  }
  return values;
}

function putBack(form, values) {
  let changed = false;
  for (const field of fieldsOf(form)) {
    const kept = values[field.name];
    if (kept === undefined) {
      continue;
    }
    if (field.type === "radio" || field.type === "checkbox") {
      const checked = kept.includes(field.value);
      changed ||= checked !== field.checked;
      field.checked = checked;
    } else if (field.value !== kept) {
      field.value = kept;
      changed = true;
    }
  }
  return changed;
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, values) {
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), values }));
    return true;
  } catch {
    return false;
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // A device that keeps nothing has nothing to forget.
  }
}

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

function say(form, which, at) {
  const state = form.querySelector("[data-draft-state]");
  if (state) {
    state.textContent = state.dataset[which].replace("{time}", at ? clock(at) : "");
  }
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
    fieldsOf(form)[0]?.focus();
  });
  state.append(" ", button);
}

function restore(form, key) {
  const kept = read(key);
  if (!kept || "refused" in form.dataset) {
    return; // after a refusal the server has given back what was typed
  }
  if (putBack(form, kept.values)) {
    const state = say(form, "restored", kept.at);
    if (state) {
      offerToForget(form, key, state);
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function watch(form) {
  const key = PREFIX + form.dataset.draft;
  let timer;
  restore(form, key);
  form.addEventListener("input", (event) => {
    if (!event.isTrusted) {
      return;
    }
    clearTimeout(timer);
    timer = setTimeout(() => say(form, write(key, valuesOf(form)) ? "saved" : "failed", Date.now()), WAIT);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    write(key, valuesOf(form));
  });
}

for (const sent of document.querySelectorAll("[data-draft-sent]")) {
  forget(PREFIX + sent.dataset.draftSent);
}

for (const form of document.querySelectorAll("form[data-draft]")) {
  watch(form);
}
