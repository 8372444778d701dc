// At a desk the comments of the section that is being read stand beside the whole text, as on the section's own page, from which they are taken.
// Without this file they are one step away: each section says how many comments it has and leads to them.

const PAUSE = 350;
const wide = window.matchMedia("(min-width: 77.0625em)");
const place = document.querySelector("[data-beside]");
const sections = [...document.querySelectorAll(".doc-section[data-page]")];
const fetched = new Map();
let shown;
let timer;

function current() {
  const line = window.innerHeight / 3;
  return sections.filter((one) => one.getBoundingClientRect().top <= line).at(-1);
}

async function commentsOf(page) {
  const response = await fetch(page, { credentials: "same-origin" });
  if (!response.ok) {
    throw new Error(String(response.status));
  }
  const column = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("#comments");
  column.querySelectorAll("#comments-title, #comment-form").forEach((one) => one.removeAttribute("id"));
  return [...column.childNodes];
}

async function show() {
  const section = wide.matches ? current() : undefined;
  if (section === shown) {
    return;
  }
  shown = section;
  if (!section) {
    place.hidden = true;
    return;
  }
  try {
    if (!fetched.has(section)) {
      fetched.set(section, await commentsOf(section.dataset.page));
    }
    if (shown === section) {
      place.replaceChildren(...fetched.get(section).map((one) => document.importNode(one, true)));
      place.hidden = false;
      place.scrollTop = 0;
    }
  } catch {
    place.hidden = true; // A broken line: the links in the text lead to the comments.
  }
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(show, PAUSE);
}

window.addEventListener("scroll", later, { passive: true });
wide.addEventListener("change", later);
later();
