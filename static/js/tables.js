// A table of the document that is wider than the screen can be scrolled with the keyboard.

for (const table of document.querySelectorAll(".prose table")) {
  if (table.scrollWidth > table.clientWidth) {
    table.tabIndex = 0;
  }
}
