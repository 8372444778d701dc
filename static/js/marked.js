// The words that a person has marked within a text: what they are, and where they begin and end, counted as the server counts
// (UTF-16 units without white space, from the beginning of the first paragraph).

const BLANK = /[\s\u200b\u00ad\u2060\ufeff\u001c-\u001f\u0085]+/g;
const BLOCKS = "p, li, td, th, dd, dt, blockquote, pre";

function isText(node) {
  return !node.parentElement.closest(".footnote-backref, [hidden]");
}

export function visible(text) {
  return text.replace(BLANK, "");
}

// The text of a prose element from its beginning to a place in it, or from a place to its end.
function* pieces(prose, range) {
  const walker = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!isText(node) || !range.intersectsNode(node)) {
      continue;
    }
    const from = node === range.startContainer ? range.startOffset : 0;
    const to = node === range.endContainer ? range.endOffset : node.length;
    if (to > from) {
      yield [node.data.slice(from, to), node.parentElement.closest(BLOCKS)];
    }
  }
}

function textOf(prose, range) {
  let words = "";
  let former;
  for (const [text, block] of pieces(prose, range)) {
    if (former && block !== former) {
      words += "\n";
    }
    words += text;
    former = block;
  }
  return words;
}

export function before(prose, range) {
  const whole = document.createRange();
  whole.selectNodeContents(prose);
  if (whole.compareBoundaryPoints(Range.START_TO_START, range) >= 0) {
    return "";
  }
  whole.setEnd(range.startContainer, range.startOffset);
  return textOf(prose, whole);
}

// The marked words within these prose elements, in order: { words, first: the element where they begin, at, to }.
export function marked(proses) {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) {
    return null;
  }
  const range = selection.getRangeAt(0);
  const touched = proses.filter((prose) => range.intersectsNode(prose) && textOf(prose, range).trim());
  if (!touched.length) {
    return null;
  }
  const words = touched.map((prose) => textOf(prose, range)).join("\n").trim();
  const at = visible(before(touched[0], range)).length;
  return { words, first: touched[0], at, to: at + visible(words).length, inside: proses.some((p) => p.contains(range.commonAncestorContainer)), touched };
}
