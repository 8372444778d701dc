// Scrolls the contents so far that the section being read stands in sight; the page itself stays where it is.

const contents = document.querySelector(".toc");
const current = contents.querySelector("[aria-current]");
const below = current.getBoundingClientRect().bottom - contents.getBoundingClientRect().bottom;

if (below > 0) {
  contents.scrollTop += below + contents.clientHeight / 3;
}
