// A section of the new text is dragged to the section it comes from. The list of choices behind "Correct" does the same, by keyboard and
// without scripts.

const form = document.querySelector("form[data-drag]");
const drop = document.querySelector("[data-drop-new]");
const targets = [...document.querySelectorAll("[data-olds]")];
let dragged;

function field(name, value) {
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = name;
  input.value = value;
  form.append(input);
}

function words(text) {
  return text.split(" ").filter(Boolean);
}

// A row of several old sections takes no drop: which of them is meant is for the list of choices.
function takes(target) {
  return dragged && words(target.dataset.olds).length < 2 && (target === drop || words(target.dataset.olds).length === 1)
    && !(words(target.dataset.news).includes(dragged.dataset.new));
}

for (const chip of document.querySelectorAll("[data-new]")) {
  chip.draggable = true;
  chip.addEventListener("dragstart", (event) => {
    dragged = chip;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", chip.textContent);
    drop.hidden = false;
  });
  chip.addEventListener("dragend", () => {
    dragged = undefined;
    drop.hidden = true;
  });
}

for (const target of targets) {
  target.addEventListener("dragover", (event) => {
    if (takes(target)) {
      event.preventDefault();
      target.classList.add("dropping");
    }
  });
  target.addEventListener("dragleave", () => target.classList.remove("dropping"));
  target.addEventListener("drop", (event) => {
    target.classList.remove("dropping");
    if (!takes(target)) {
      return;
    }
    event.preventDefault();
    field("old", target.dataset.olds);
    for (const uid of words(target.dataset.news)) {
      field("new", uid);
    }
    field("alone", dragged.dataset.new);
    form.submit();
  });
}
