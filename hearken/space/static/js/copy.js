/* Copies the words a button belongs to, and says so in the page's own words. Without it they are text to select. */

async function copy(button) {
  const words = document.getElementById(button.dataset.copyOf);
  const place = button.parentElement.querySelector("[data-copied]");
  getSelection().selectAllChildren(words); // where there is no clipboard, it is marked for copying by hand
  let done = false;
  try {
    await navigator.clipboard.writeText(words.textContent.trim());
    done = true;
  } catch {
    done = document.execCommand("copy");
  }
  place.textContent = done ? place.dataset.copied : place.dataset.notCopied;
}

for (const button of document.querySelectorAll("[data-copy-of]")) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}
