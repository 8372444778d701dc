// A list follows its filters without a new page; where that fails the form is sent as ever.

import { replacePart } from "./parts.js";

for (const form of document.querySelectorAll("form[data-filter]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const address = new URL(form.action);
    for (const [name, value] of new FormData(form)) {
      if (value !== "") {
        address.searchParams.append(name, value);
      }
    }
    try {
      const part = await replacePart(address, form.dataset.filter);
      history.replaceState(null, "", address);
      part.tabIndex = -1;
      part.focus();
    } catch {
      location.assign(address);
    }
  });
}
