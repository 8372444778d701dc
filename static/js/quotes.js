// Shows which words a comment quotes while the pointer or the focus is on it.

for (const comment of document.querySelectorAll(".comment[id]")) {
  const link = comment.querySelector('a[href^="#q-"]');
  const mark = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!mark) {
    continue;
  }
  const show = (on) => mark.classList.toggle("hit-by-comment", on);
  comment.addEventListener("pointerenter", () => show(true));
  comment.addEventListener("pointerleave", () => show(false));
  comment.addEventListener("focusin", () => show(true));
  comment.addEventListener("focusout", () => show(false));
}
