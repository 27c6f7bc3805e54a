/* Printing what is on the page: the button is there only where it works. */

for (const each of document.querySelectorAll("[data-print]")) {
  each.hidden = false;
  each.addEventListener("click", () => print());
}
