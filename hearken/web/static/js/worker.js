/* Keeps the plain pages and the help pages, for when the network is gone. The server puts the table KEPT in front.
   It must never store or answer anything else: what two people say stays out of the browser's store. */

/* global KEPT */
const STORE = `shell-${KEPT.version}`;

async function fill() {
  const store = await caches.open(STORE);
  const wanted = [...KEPT.steady, ...KEPT.fresh].map((address) =>
    new Request(address, { credentials: "omit", cache: "reload" }));
  await store.addAll(wanted);
  await self.skipWaiting();
}

async function tidy() {
  const old = (await caches.keys()).filter((name) => name.startsWith("shell-") && name !== STORE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function fromStore(address) {
  return (await caches.open(STORE)).match(address);
}

async function storeFirst(request, address) {
  return (await fromStore(address)) ?? fetch(request);
}

async function networkFirst(request, address) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await fromStore(address);
    if (kept) return kept;
    throw error;
  }
}

function answer(request) {
  const { origin, pathname, search } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return null;
  const address = pathname + search;
  if (KEPT.steady.includes(address)) return storeFirst(request, address);
  if (KEPT.fresh.includes(address)) return networkFirst(request, address);
  if (request.mode !== "navigate") return null;
  if (pathname === KEPT.help) return networkFirst(request, KEPT.help);
  if (pathname === KEPT.leave) return networkFirst(request, KEPT.plain);
  return null;
}

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("fetch", (event) => {
  const response = answer(event.request);
  if (response) event.respondWith(response);
});
