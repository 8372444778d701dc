// Words selected in the text offer "Comment on these words", by mouse, by touch and by keyboard alike: the offer stands directly behind
// the words in the order of the keyboard. The button beside each part does the same without scripts.

import { marked } from "./marked.js";

const LONGEST = 4000;
const NAMED = 300;
const LINGER = 300;
const link = document.createElement("a");
const GAP = 8;
const HANDLE = 30; // On a touch screen the handle of the selection hangs below its last line.
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

// The last line of the selected words; marked whole, a paragraph may end in the beginning of the next one.
function lastLine() {
  const range = document.getSelection().getRangeAt(0).cloneRange();
  const prose = link.previousElementSibling;
  if (!prose.contains(range.endContainer)) {
    range.setEnd(prose, prose.childNodes.length);
  }
  const lines = [...range.getClientRects()].filter((one) => one.width && one.height);
  return lines.reduce((low, one) => (one.bottom >= low.bottom ? one : low), lines[0]);
}

// Below the last selected line, over the text; where that line is out of sight, at the edge of the screen.
function place() {
  const line = !link.hidden && document.getSelection().rangeCount && !document.getSelection().isCollapsed ? lastLine() : null;
  if (!line) {
    return;
  }
  const part = link.parentElement;
  const box = part.getBoundingClientRect();
  const gap = window.matchMedia("(pointer: coarse)").matches ? HANDLE : GAP;
  const bar = document.querySelector(".bottom-bar")?.offsetHeight ?? 0;
  const lowest = window.innerHeight - bar - link.offsetHeight - GAP;
  const top = Math.max(GAP, Math.min(line.bottom + gap, lowest));
  const left = Math.max(link.previousElementSibling.offsetLeft, Math.min(line.right - box.left, part.clientWidth) - link.offsetWidth);
  link.style.top = `${top - box.top - part.clientTop}px`;
  link.style.left = `${left}px`;
}

document.addEventListener("selectionchange", () => {
  clearTimeout(hiding);
  if (link.textContent && offer()) {
    link.hidden = false;
    place();
  } else {
    // A tap on the offer takes the selection away before it is a click.
    hiding = setTimeout(() => {
      link.hidden = document.activeElement !== link;
    }, LINGER);
  }
});
window.addEventListener("scroll", place, { passive: true });
window.addEventListener("resize", place);
link.addEventListener("pointerdown", (event) => event.preventDefault());
link.addEventListener("blur", () => {
  link.hidden = !offer();
});
