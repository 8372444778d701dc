// Words selected in the text offer "Comment on these words", by mouse, by touch and by keyboard alike: the offer stands directly behind
// the words in the order of the keyboard. The button beside each part does the same without scripts.

import { marked } from "./marked.js";

const LONGEST = 4000;
const NAMED = 300;
const LINGER = 300;
const link = document.createElement("a");
let hiding;

link.className = "button select-comment";
link.textContent = document.body.dataset.commentWords;
link.hidden = true;
document.querySelector("main").append(link);

function partOf(prose) {
  return prose.closest("[data-comment-url]");
}

function sectionOf(part) {
  const address = new URL(part.dataset.commentUrl, location.href);
  address.searchParams.delete("paragraph");
  return address.href;
}

function offer() {
  const proses = [...document.querySelectorAll("[data-comment-url] .prose")];
  const found = marked(proses);
  const parts = found ? found.touched.map(partOf) : [];
  if (!found || found.words.length > LONGEST || new Set(parts.map(sectionOf)).size !== 1) {
    return false;
  }
  const address = new URL(parts[0].dataset.commentUrl, location.href);
  address.searchParams.set("quotation", found.words.slice(0, found.words.length > NAMED ? NAMED : LONGEST));
  address.searchParams.set("at", found.at);
  address.searchParams.set("to", found.to);
  link.href = address;
  const last = found.touched.at(-1);
  if (last.nextElementSibling !== link) {
    last.after(link);
  }
  return true;
}

document.addEventListener("selectionchange", () => {
  clearTimeout(hiding);
  if (link.textContent && offer()) {
    link.hidden = false;
  } else {
    // A tap on the offer takes the selection away before it is a click.
    hiding = setTimeout(() => {
      link.hidden = document.activeElement !== link;
    }, LINGER);
  }
});
link.addEventListener("pointerdown", (event) => event.preventDefault());
link.addEventListener("blur", () => {
  link.hidden = !offer();
});
