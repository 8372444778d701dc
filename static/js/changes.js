// In a comparison, Alt with the arrow down goes to the next change, Alt with the arrow up to the one before.

const changes = [...document.querySelectorAll("[data-change]")];
const MARGIN = 8;

function go(step) {
  const tops = changes.map((change) => change.getBoundingClientRect().top);
  const at = step > 0 ? tops.findIndex((top) => top > MARGIN * 3) : tops.findLastIndex((top) => top < -MARGIN);
  if (at >= 0) {
    changes[at].tabIndex = -1;
    changes[at].focus({ preventScroll: true });
    changes[at].scrollIntoView();
  }
}

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select")) {
    return;
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    go(event.key === "ArrowDown" ? 1 : -1);
  }
});
