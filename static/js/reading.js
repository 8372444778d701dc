// Notes a section as read once its end has been on the screen for a while; the button beside it does the same at once.
// Only forms that are there anyway are sent, by their own address and token, and only for people who are signed in.

const DWELL = 4000;
const GATHER = 1000;
const form = document.querySelector("form[data-reading]");
const waiting = new Set();
const noted = new Set();
let timer;

async function send() {
  const names = [...waiting];
  waiting.clear();
  const body = new FormData(form);
  body.delete("section");
  names.forEach((name) => body.append("section", name));
  body.append("quiet", "1");
  try {
    const response = await fetch(form.action, { method: "POST", body, credentials: "same-origin", keepalive: true });
    if (response.ok) {
      names.forEach((name) => noted.add(name));
      say();
    }
  } catch {
    // A broken line: the button stays, and the next visit notes it.
  }
}

function say() {
  const left = [...document.querySelectorAll("[data-read]")].some((part) => !noted.has(part.dataset.read));
  if (!left) {
    form.querySelector("[role=status]").textContent = form.dataset.reading;
    form.querySelector("button").hidden = true;
  }
}

const dwelling = new Map();
const watcher = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    const name = target.parentElement.dataset.read;
    clearTimeout(dwelling.get(name));
    if (isIntersecting && !noted.has(name)) {
      dwelling.set(name, setTimeout(() => wasRead(target, name), DWELL));
    }
  }
});

function wasRead(end, name) {
  if (document.visibilityState === "visible") {
    watcher.unobserve(end);
    waiting.add(name);
    clearTimeout(timer);
    timer = setTimeout(send, GATHER);
  }
}

for (const part of document.querySelectorAll("[data-read]")) {
  const end = document.createElement("span");
  end.className = "read-end";
  part.append(end);
  watcher.observe(end);
}
