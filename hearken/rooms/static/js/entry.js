/* Takes what stands behind the # into the form of this page, and out of the address before anything else happens.
   A join code is only filled in: a person presses. A return link is the person's own, so its form is sent at once.
   It must never put what it found anywhere but into that one field. */

const MOST = 400; // longer is no code and no link of ours
const form = document.querySelector("form[data-fragment]");

function take() {
  const found = location.hash.slice(1);
  if (!found) return "";
  history.replaceState(null, "", location.pathname + location.search);
  if (found.length > MOST) return "";
  try {
    return decodeURIComponent(found);
  } catch {
    return "";
  }
}

function fill() {
  const found = take();
  if (!found) return;
  form.querySelector("input.input").value = found;
  if (form.dataset.fragment === "send") form.requestSubmit();
}

if (form) {
  fill();
  // The page may be open already when a second link arrives.
  addEventListener("hashchange", fill);
}
