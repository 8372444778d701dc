// A form with <textarea data-preview="#id" data-preview-url="..."> shows what the server makes of the words.

import { replacePart } from "./parts.js";

const WAIT = 300;

for (const box of document.querySelectorAll("form [data-preview]")) {
  let timer;
  let running;
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      running?.abort();
      running = new AbortController();
      try {
        await replacePart(box.dataset.previewUrl, box.dataset.preview, {
          method: "POST",
          body: new FormData(box.form),
          signal: running.signal,
        });
      } catch {
        // The preview is an extra; the former one stays.
      }
    }, WAIT);
  });
}
