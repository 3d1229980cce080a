// Without a connection: shows the item in hand, keeps its answer until the server has it. Sent twice, it is one there.
const KEPT = "/review/kept", ITEM = /^\/review\/[^/]+\/\d+$/;
const pages = () => caches.open("minga-pages"), answers = () => caches.open("minga-answers");

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
for (const name of ["sync", "message"]) addEventListener(name, (event) => event.waitUntil(deliver()));
addEventListener("fetch", (event) => {
  const { request } = event, path = new URL(request.url).pathname;
  if (request.method === "POST" && ITEM.test(path)) event.respondWith(answer(request, path));
  else if (request.method === "GET" && request.mode === "navigate") event.respondWith(page(request, path));
});

async function page(request, path) {
  const known = await pages(), response = await fetch(request).catch(Response.error);
  if (response.ok && ITEM.test(path)) await known.put(path, response.clone());
  return response.type === "error" ? (await known.match(path)) ?? (await known.match(KEPT)) ?? response : response;
}

async function answer(request, path) {
  const body = await request.clone().text(), response = await fetch(request).catch(Response.error);
  if (response.type === "error" || [502, 503, 504].includes(response.status)) {
    await keep(path, body, "waits");
    await registration.sync?.register("answers").catch(() => {});
    return (await pages()).match(KEPT);
  }
  const next = response.headers.get("content-location")?.split("?")[0];
  const settled = response.ok || response.type === "opaqueredirect";
  for (const held of settled ? [pages, answers] : []) await (await held()).delete(path);
  if (next) await (await pages()).put(next, response.clone());
  return response;
}

const keep = async (path, body, state) => (await answers()).put(path, new Response(body, { headers: { state } }));

async function deliver() {
  const known = await pages();
  if (!(await known.match(KEPT))) await known.add(KEPT).catch(() => {});
  await navigator.locks.request("deliver", send).catch(() => {});
  const kept = await answers(), told = [];
  for (const { url } of await kept.keys()) told.push([url, (await kept.match(url)).headers.get("state")]);
  for (const client of await clients.matchAll()) client.postMessage(told);
}

async function send() {
  const kept = await answers();
  for (const { url } of await kept.keys()) {
    // The session may be another by now: its own token goes with the answer.
    const page = await (await fetch(KEPT, { cache: "no-store" })).text(), was = await (await kept.match(url)).text();
    const body = new URLSearchParams(was);
    body.set("csrf", page.match(/name="csrf" value="(\w+)"/)?.[1]);
    const { ok, status } = await fetch(url, { method: "POST", body, headers: { accept: "application/json" } });
    if (was !== (await (await kept.match(url))?.text())) continue; // it is another one by now
    if (ok) await kept.delete(url), await (await pages()).delete(url);
    else await keep(url, was, status === 403 ? "sign-in" : status < 429 ? "refused" : "waits");
  }
}
