// A comment that lost its words is put to others: they are selected in the text of the section, by mouse, by touch or by keyboard. Without
// scripts a paragraph is taken whole, or the words are copied.

import { before, marked } from "./marked.js";

const LONGEST = 4000;
const LINGER = 300;
const passage = document.querySelector("[data-place]");
const form = document.querySelector(".writing form");
const { words, near, whole } = form.elements;
const button = document.querySelector("[data-take-words]");
const proses = [...passage.querySelectorAll(".prose")];
let hiding;

function take() {
  const found = marked(proses);
  if (!found) {
    return;
  }
  const range = document.getSelection().getRangeAt(0);
  near.value = Number(found.first.closest("[data-start]").dataset.start) + [...before(found.first, range)].length;
  words.value = found.words;
  whole.checked = false;
  form.querySelector("[data-since]")?.remove();
  for (const one of passage.querySelectorAll(".passage-paragraph")) {
    one.classList.toggle("passage-current", found.touched.some((prose) => one.contains(prose)));
  }
  document.getSelection().removeAllRanges();
  button.hidden = true;
  words.focus({ preventScroll: true });
}

if (button) {
  button.hidden = true;
  button.classList.add("quote-words");
  passage.after(button);
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", take);
  document.addEventListener("selectionchange", () => {
    clearTimeout(hiding);
    const found = marked(proses);
    if (found && found.words.length <= LONGEST) {
      button.hidden = false;
    } else {
      hiding = setTimeout(() => {
        button.hidden = document.activeElement !== button;
      }, LINGER);
    }
  });
}

words?.addEventListener("input", () => {
  near.value = "";
});
const current = passage.querySelector(".passage-current");
passage.scrollTop = current ? current.offsetTop - 8 : 0;
