/* Keeps the screen on while two people talk, where the browser has that and allows it. Nothing depends on it. */

let lock = null;

async function ask() {
  if (lock || document.visibilityState !== "visible") return;
  try {
    lock = await navigator.wakeLock?.request("screen") ?? null;
    lock?.addEventListener("release", () => { lock = null; });
  } catch {
    lock = null; // a low battery, or an unencrypted address: the screen goes dark when it does
  }
}

document.addEventListener("visibilitychange", ask);

export const awake = ask;
