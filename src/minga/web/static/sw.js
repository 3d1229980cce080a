// Keeps the item in hand and its answer while there is no connection, and sends the answer once it is back. The server
// knows it by its key, so one that arrives twice is one; none is dropped before the server has it.
const PAGES = "minga-pages", KEPT = "/review/kept", ITEM = /^\/review\/[^/]+\/\d+$/;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("sync", (event) => event.waitUntil(deliver()));
addEventListener("message", (event) => event.waitUntil(deliver()));
addEventListener("fetch", (event) => {
  const { request } = event, path = new URL(request.url).pathname;
  if (request.method === "POST" && ITEM.test(path)) event.respondWith(answer(request, path));
  else if (request.method === "GET" && request.mode === "navigate") event.respondWith(page(request, path));
});

async function page(request, path) {
  const pages = await caches.open(PAGES);
  try {
    const response = await fetch(request);
    if (response.ok && ITEM.test(path)) await pages.put(path, response.clone());
    return response;
  } catch {
    return (await pages.match(path)) ?? (await pages.match(KEPT)) ?? Response.error();
  }
}

async function answer(request, path) {
  const body = await request.clone().text();
  const response = await fetch(request).catch(Response.error);
  if (response.type === "error" || [502, 503, 504].includes(response.status)) {
    await answers((kept) => kept.put({ path, body, at: Date.now(), state: "waits" }));
    await registration.sync?.register("answers").catch(() => {});
    return Response.redirect(KEPT, 303);
  }
  if (response.ok || response.type === "opaqueredirect") await settle(path);
  const next = response.headers.get("content-location");
  if (next) await (await caches.open(PAGES)).put(next.split("?")[0], response.clone());
  return response;
}

// The server has the answer: neither the page nor what waited is needed any more, but what was answered since then is.
async function settle(path, at = Infinity) {
  await answers((kept) => {
    kept.get(path).onsuccess = ({ target }) => target.result?.at <= at && kept.delete(path);
  });
  await (await caches.open(PAGES)).delete(path);
}

async function deliver() {
  const pages = await caches.open(PAGES);
  if (!(await pages.match(KEPT))) await pages.add(KEPT).catch(() => {});
  await navigator.locks.request("deliver", send).catch(() => {});
  const waiting = (await answers((kept) => kept.getAll())).map(({ path, state }) => ({ path, state }));
  for (const client of await clients.matchAll()) client.postMessage(waiting);
}

async function send() {
  for (const one of await answers((kept) => kept.getAll())) {
    // The session may be another one by now: its own token goes with the answer. Without a session nothing is taken.
    const page = await (await fetch(KEPT, { cache: "no-store" })).text();
    const body = new URLSearchParams(one.body);
    body.set("csrf", page.match(/name="csrf" value="(\w+)"/)?.[1]);
    const { ok, status } = await fetch(one.path, { method: "POST", body, headers: { accept: "application/json" } });
    const state = status === 403 ? "sign-in" : status < 500 ? "refused" : "waits";
    await (ok ? settle(one.path, one.at) : answers((kept) => kept.put({ ...one, state })));
  }
}

// Acts upon the answers that wait, by the path of their item: of two to one item the later holds.
function answers(act) {
  return new Promise((done, fail) => {
    const open = indexedDB.open("minga");
    open.onupgradeneeded = () => open.result.createObjectStore("answers", { keyPath: "path" });
    open.onerror = fail;
    open.onsuccess = () => {
      const change = open.result.transaction("answers", "readwrite"), request = act(change.objectStore("answers"));
      change.oncomplete = () => { open.result.close(); done(request?.result); };
      change.onabort = fail;
    };
  });
}
