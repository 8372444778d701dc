// Menus close with Escape, by a click beside them, and when the keyboard leaves them; on a phone the entry of the
// page one is on is moved into sight.

const menus = document.querySelectorAll("details.menu");
const here = document.querySelector(".main-nav .tab[aria-current]");

if (here) {
  const row = here.closest("ul");
  row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
}

function close(menu, refocus) {
  menu.open = false;
  if (refocus) {
    menu.querySelector("summary").focus();
  }
}

document.addEventListener("click", (event) => {
  for (const menu of menus) {
    if (menu.open && !menu.contains(event.target)) {
      close(menu, false);
    }
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") {
    return;
  }
  for (const menu of menus) {
    if (menu.open) {
      close(menu, menu.contains(document.activeElement));
    }
  }
});

for (const menu of menus) {
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) {
      close(menu, false);
    }
  });
}
