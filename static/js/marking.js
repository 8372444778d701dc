// A bar over <textarea data-marks="id of the bar"> puts the marks of Markdown around the words that are chosen, and takes them
// away again. Its buttons are one stop of the tab key; the arrows go from one to the next. Ctrl or Cmd with B, I and K do the same.

const WRAPS = { bold: "**", italic: "*" };
const KEYS = { b: "bold", i: "italic", k: "link" };

// Puts text in the place of what stands from here to there, so that the browser can undo it, and chooses part of it.
function put(box, from, to, text, first, last) {
  box.focus();
  box.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, text)) {
    box.setRangeText(text, from, to, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  box.setSelectionRange(first, last);
}

// Where the chosen words begin and end, without the blanks around them.
function chosen(box) {
  const words = box.value.slice(box.selectionStart, box.selectionEnd);
  const from = box.selectionStart + (words.trim() ? words.length - words.trimStart().length : 0);
  return [from, from + words.trim().length];
}

function wrap(box, sign) {
  const [from, to] = chosen(box);
  const words = box.value.slice(from, to);
  const size = sign.length;
  const around = box.value.slice(from - size, from) === sign && box.value.slice(to, to + size) === sign;
  const doubled = sign === "*" && box.value[from - 2] === "*" && box.value[from - 3] !== "*";
  if (from >= size && around && !doubled && words) {
    put(box, from - size, to + size, words, from - size, to - size);
  } else {
    put(box, from, to, sign + words + sign, from + size, to + size);
  }
}

function link(box) {
  const [from, to] = chosen(box);
  const words = box.value.slice(from, to);
  const text = `[${words}](https://)`;
  const at = from + (words ? text.length - "https://)".length : 1);
  put(box, from, to, text, at, words ? from + text.length - 1 : at);
}

// Every chosen line gets the sign, or loses it where all have it; an empty line keeps the lines apart from the text around them.
function lines(box, sign, kin) {
  const start = box.value.lastIndexOf("\n", box.selectionStart - 1) + 1;
  const next = box.value.indexOf("\n", Math.max(box.selectionEnd, start));
  const end = next < 0 ? box.value.length : next;
  const rows = box.value.slice(start, end).split("\n");
  const begun = rows.every((row) => !row.trim() || row.startsWith(sign)) && rows.some((row) => row.trim());
  const apart = (row) => row.trim() && !(kin && row.startsWith(sign));
  const before = !begun && apart(box.value.slice(0, start).replace(/\n$/, "").split("\n").at(-1)) ? "\n" : "";
  const after = !begun && apart(box.value.slice(end + 1).split("\n")[0]) ? "\n" : "";
  const text = rows.map((row) => (begun ? row.replace(sign, "") : !row.trim() && rows.length > 1 ? row : sign + row)).join("\n");
  if (before + text + after) {
    put(box, start, end, before + text + after, start + before.length + (rows.length > 1 ? 0 : text.length), start + before.length + text.length);
  }
}

function mark(box, what, bar) {
  if (WRAPS[what]) {
    wrap(box, WRAPS[what]);
  } else if (what === "link") {
    link(box);
  } else if (what === "list") {
    lines(box, "* ", true);
  } else {
    lines(box, `${"#".repeat(Number(bar.dataset.level))} `, false);
  }
}

for (const box of document.querySelectorAll("textarea[data-marks]")) {
  const bar = document.getElementById(box.dataset.marks);
  const buttons = [...bar.querySelectorAll("button")];
  const go = (to) => {
    buttons.forEach((button, at) => {
      button.tabIndex = at === to ? 0 : -1;
    });
    buttons[to].focus();
  };
  buttons.forEach((button, at) => {
    button.tabIndex = at ? -1 : 0;
    button.addEventListener("click", () => mark(box, button.value, bar));
    button.addEventListener("keydown", (event) => {
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
      if (to !== undefined) {
        event.preventDefault();
        go((to + buttons.length) % buttons.length);
      }
    });
  });
  box.addEventListener("keydown", (event) => {
    const what = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && KEYS[event.key.toLowerCase()];
    if (what) {
      event.preventDefault();
      mark(box, what, bar);
    }
  });
  box.before(bar);
  bar.hidden = false;
}
