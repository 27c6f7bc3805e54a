/* Passkeys: asks the browser to make one or to sign with one, and hands the answer to the server. One block of the page,
   marked data-passkey, says what for and holds every word; data-passkey-none is what stands there without this script.
   It must never send the passphrase field, and never keep an answer. */

const block = document.querySelector("[data-passkey]");
const CALLED_OFF = ["NotAllowedError", "AbortError"];

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function text(buffer) {
  const plain = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/* The server's options, with bytes where the browser wants bytes. */
function options({ publicKey: asked }) {
  const wanted = { ...asked, challenge: bytes(asked.challenge) };
  if (asked.user) wanted.user = { ...asked.user, id: bytes(asked.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (asked[list]) wanted[list] = asked[list].map((each) => ({ ...each, id: bytes(each.id) }));
  }
  return { publicKey: wanted };
}

/* The browser's answer as JSON. Written out: not every browser that has passkeys has toJSON. */
function plain({ rawId, type, response }) {
  const said = { clientDataJSON: text(response.clientDataJSON) };
  if (response.attestationObject) said.attestationObject = text(response.attestationObject);
  else {
    said.authenticatorData = text(response.authenticatorData);
    said.signature = text(response.signature);
    if (response.userHandle) said.userHandle = text(response.userHandle);
  }
  return { id: text(rawId), rawId: text(rawId), type, clientExtensionResults: {}, response: said };
}

/* What goes along: only the fields the block names, wherever on the page they are. */
function fields() {
  const named = {};
  for (const name of (block.dataset.fields ?? "").split(" ").filter(Boolean)) {
    const field = document.querySelector(`[name="${name}"]`);
    if (field) named[name] = field.type === "checkbox" ? field.checked : field.value;
  }
  return named;
}

const say = (which) => { block.querySelector("[data-passkey-said]").textContent = which ? block.dataset[which] : ""; };

async function post(address, body) {
  const answer = await fetch(address, {
    method: "POST", body: JSON.stringify(body), cache: "no-store", redirect: "manual",
    headers: { "Content-Type": "application/json", "X-CSRFToken": block.dataset.csrf },
  });
  if (answer.type === "opaqueredirect") { // signed out, or proved too long ago: the page leads on
    location.reload();
    return { refused: "" };
  }
  return answer.ok ? answer.json() : { refused: answer.status === 429 ? "slower" : "refused" };
}

async function ask() {
  const asked = await post(block.dataset.begin, {});
  if ("refused" in asked) return asked;
  const wanted = options(asked);
  const credential = await (wanted.publicKey.user
    ? navigator.credentials.create(wanted) : navigator.credentials.get(wanted));
  return post(block.dataset.done, { credential: plain(credential), ...fields() });
}

let asking = false; // twice at once would cut off the first

async function press() {
  if (asking) return;
  asking = true;
  say("");
  try {
    const { next, refused } = await ask();
    if (refused) say(refused);
    else if (next) location.assign(next);
  } catch (error) {
    if (error.name === "InvalidStateError") say("there"); // this device has one for this account
    else say(CALLED_OFF.includes(error.name) ? "off" : "trouble");
  }
  asking = false;
}

if (block && window.PublicKeyCredential && navigator.credentials) {
  block.hidden = false;
  for (const each of document.querySelectorAll("[data-passkey-none]")) each.hidden = true;
  block.querySelector("[data-passkey-press]").addEventListener("click", press);
}
