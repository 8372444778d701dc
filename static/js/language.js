// The words of a comment are in the language that is chosen for them: for spelling, hyphens and voices.

for (const list of document.querySelectorAll("select[data-speaks]")) {
  list.addEventListener("change", () => {
    for (const name of list.dataset.speaks.split(" ")) {
      list.form.elements[name]?.setAttribute("lang", list.value);
    }
    const shown = list.form.querySelector("[data-language]");
    if (shown) {
      shown.textContent = list.selectedOptions[0].textContent;
      shown.lang = list.value;
    }
  });
}
