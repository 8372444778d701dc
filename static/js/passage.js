// The passage beside the comment form: its quoted words are marked and in sight, and words selected in it can be quoted with one button.

import { before, marked, visible } from "./marked.js";

const passage = document.querySelector("[data-passage]");
const form = document.querySelector(".writing form");
const button = document.querySelector("[data-quote-words]");
const { quote, proposed, near } = form.elements;
const proses = [...passage.querySelectorAll(".passage-paragraph .prose")];
let hiding;

function changed(field) {
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function show(words) {
  const shown = form.querySelector("[data-quoted]");
  shown.textContent = words;
  shown.hidden = !words;
  document.getElementById("quoted-title").hidden = !words;
}

// Whether the wording is still that of the text, so that another quotation may take its place.
function untouched() {
  return !proposed.value.trim() || proposed.value.trim() === quote.value.trim();
}

function take() {
  const found = marked(proses);
  if (!found) {
    return;
  }
  const start = Number(found.first.closest("[data-start]").dataset.start);
  const range = document.getSelection().getRangeAt(0);
  const fresh = untouched();
  quote.value = found.words;
  near.value = start + [...before(found.first, range)].length;
  if (fresh) {
    proposed.value = found.words;
  }
  show(found.words);
  highlight(range.cloneRange());
  document.getSelection().removeAllRanges();
  button.hidden = true;
  changed(proposed);
  form.dispatchEvent(new Event("draft-changed"));
  form.elements.body.focus({ preventScroll: true });
}

function highlight(range) {
  if (window.Highlight && CSS.highlights) {
    CSS.highlights.set("quotation", new Highlight(range));
  }
}

// The place of so many visible characters in the text of some elements.
function placeOf(count, elements) {
  let left = count;
  for (const element of elements) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const here = node.parentElement.closest(".footnote-backref") ? 0 : visible(node.data).length;
      if (here >= left && here) {
        let at = 0;
        while (left > visible(node.data.slice(0, at)).length) {
          at += 1;
        }
        return [node, at];
      }
      left -= here;
    }
  }
  return null;
}

function markQuotation() {
  const words = visible(quote.value);
  const text = visible(proses.map((prose) => prose.textContent.replaceAll("↩", "")).join(""));
  const current = proses.findIndex((prose) => prose.closest(".passage-current"));
  const skipped = visible(proses.slice(0, Math.max(0, current)).map((prose) => prose.textContent.replaceAll("↩", "")).join("")).length;
  const start = words ? text.indexOf(words, skipped) : -1;
  if (start < 0) {
    CSS.highlights?.delete("quotation");
    return;
  }
  const from = placeOf(start + 1, proses);
  const to = placeOf(start + words.length, proses);
  if (from && to) {
    const range = document.createRange();
    range.setStart(from[0], from[1] - 1);
    range.setEnd(to[0], to[1]);
    highlight(range);
  }
}

function bringIntoSight() {
  const current = passage.querySelector(".passage-current");
  if (current) {
    passage.scrollTop = current.offsetTop - 8;
  }
}

document.addEventListener("selectionchange", () => {
  clearTimeout(hiding);
  const found = marked(proses);
  if (found && found.words.length <= 4000) {
    button.hidden = false;
  } else {
    hiding = setTimeout(() => {
      button.hidden = document.activeElement !== button;
    }, 300);
  }
});
button.addEventListener("pointerdown", (event) => event.preventDefault());
button.addEventListener("click", take);
quote.addEventListener("input", () => {
  show(quote.value);
  markQuotation();
  changed(proposed);
});
passage.after(button);
bringIntoSight();
markQuotation();
