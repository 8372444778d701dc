// Words selected inside one commentable part offer "Comment on these words"; the button beside the part does the same.

const LONGEST = 1000;
const main = document.querySelector("main");
const link = document.createElement("a");
link.className = "button select-comment";
link.textContent = document.body.dataset.commentWords;
link.hidden = true;
main.append(link);

function partOf(node) {
  const element = node instanceof Element ? node : node?.parentElement;
  return element?.closest("[data-comment-url]");
}

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  const words = selection.toString().trim();
  const part = partOf(selection.anchorNode);
  link.hidden = !(link.textContent && words && words.length <= LONGEST && part && part === partOf(selection.focusNode));
  if (!link.hidden) {
    const address = new URL(part.dataset.commentUrl, location.href);
    address.searchParams.set("quotation", words);
    link.href = address;
  }
});
