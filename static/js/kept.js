// What this browser keeps of unsent words, and how they get from a form into its keeping and back.

const PREFIX = "draft:";
const DAY = 24 * 3600 * 1000;
const KEPT_TYPES = new Set(["text", "textarea", "search", "url", "email", "radio", "checkbox", "select-one", "date"]);

export function fieldsOf(form) {
  return [...form.elements].filter(
    (field) => field.name && KEPT_TYPES.has(field.type) && field.autocomplete !== "off" && field.autocomplete !== "one-time-code"
  );
}

export function valuesOf(form) {
  const values = {};
  for (const field of fieldsOf(form)) {
    if (field.type === "radio" || field.type === "checkbox") {
      if (field.checked) {
        values[field.name] = [...(values[field.name] || []), field.value];
      }
    } else if (field.value !== field.defaultValue || field.value !== "") {
      values[field.name] = field.value;
    }
  }
  return values;
}

export function putBack(form, values) {
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

// The words of different people on one device are kept apart; a visitor's belong to whoever signs in next.
export function keyOf(name, owner) {
  return PREFIX + (owner ? `${owner}:` : "") + name;
}

export function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

export function write(key, kept) {
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), ...kept }));
    return true;
  } catch {
    return false;
  }
}

export function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // A device that keeps nothing has nothing to forget.
  }
}

// Words that the server has as well are kept for a day, all others for a quarter of a year.
export function tidy() {
  try {
    for (const key of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
      const kept = read(key);
      if (!kept || Date.now() - kept.at > (kept.stored ? DAY : 90 * DAY)) {
        forget(key);
      }
    }
  } catch {
    // As above.
  }
}
