/* Asks the browser to keep the help and plain pages for when the network is gone. Public pages only; where there is
   no service worker (an unencrypted address on a home network) everything else still works. */

const WORKER = "/worker.js";

function scriptAddress() {
  if (!window.trustedTypes) return WORKER;
  const policy = window.trustedTypes.createPolicy("shell", { createScriptURL: () => WORKER });
  return policy.createScriptURL("");
}

if ("serviceWorker" in navigator) navigator.serviceWorker.register(scriptAddress(), { scope: "/" }).catch(() => {});
