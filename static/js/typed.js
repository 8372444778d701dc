// A step that cannot be taken back waits until the words were typed; the server checks them again.

for (const block of document.querySelectorAll("form [data-typed]")) {
  const form = block.closest("form");
  const box = block.querySelector("input:not([type=hidden])");
  form.addEventListener("submit", (event) => {
    const taken = event.submitter?.classList.contains("final") ?? true;
    if (taken && box.value.trim() !== block.dataset.typed) {
      event.preventDefault();
      block.querySelector("[data-typed-error]").hidden = false;
      box.setAttribute("aria-invalid", "true");
      box.focus();
      box.select();
    }
  });
}
