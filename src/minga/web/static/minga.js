// Comfort only: every page works without this file.
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const changed = (box) => box.value.trim() !== box.dataset.was.trim();
const usual = () => (texts.some(changed) && $("[value=edit]", form)) || $(".usual", form);
let form, draft, texts, sending;

// When a page opens, or the next item takes its place.
function begin() {
  form = $("form[data-item]");
  if (!form) return;
  draft = "draft:" + form.dataset.item;
  texts = $$("[data-was]", form);
  $("[data-keys]").checked = !localStorage.quiet;
  const data = new URLSearchParams(localStorage[draft]);
  for (const field of draft in localStorage ? $$("[name]:not([type=hidden], button)", form) : []) {
    const given = data.getAll(field.name), choice = field.localName === "input";
    const what = choice ? "checked" : "value", was = field[what];
    field[what] = choice ? given.includes(field.value) : given[0] ?? "";
    if (field[what] !== was) $("[data-restored]", form).hidden = false;
  }
  for (const list of $$(".ranking", form)) {
    const place = (row) => $("select", row).value || 99;
    list.append(...$$("li", list).sort((a, b) => place(a) - place(b)));
  }
  refresh();
}

function refresh() {
  for (const part of $$("[data-when]", form)) {
    const given = new FormData(form), when = [...new URLSearchParams(part.dataset.when)];
    part.hidden = part.disabled = !when.every(([name, value]) => given.getAll(name).includes(value));
  }
  for (const box of texts) {
    const part = $(".changes", box.parentElement);
    part.hidden = !changed(box);
    $("p", part).replaceChildren(...difference(box.dataset.was, box.value));
  }
  const accept = $("[value=accept]", form);
  if (accept) accept.disabled = texts.some(changed);
}

// Word by word; differences.py does it on the server.
function difference(before, after) {
  const words = (text) => text.match(/\s*([\p{L}\p{N}_]+([·'’-][\p{L}\p{N}_]+)*|\S)/gu) ?? [];
  const a = words(before), b = words(after), parts = [];
  const same = (i, j) => a[i]?.trim() === b[j]?.trim();
  const best = [...a, ""].map(() => new Uint16Array(b.length + 1));
  for (let i = a.length; i--;) for (let j = b.length; j--;)
    best[i][j] = same(i, j) ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const tag = same(i, j) ? "span" : j === b.length || best[i + 1]?.[j] >= best[i][j + 1] ? "del" : "ins";
    if (parts.at(-1)?.localName !== tag) parts.push(document.createElement(tag));
    parts.at(-1).append(tag === "del" ? a[i] : b[j]);
    i += tag !== "ins";
    j += tag !== "del";
  }
  return parts;
}

// What is typed stays here until the server has it.
function keep() {
  refresh();
  localStorage[draft] = new URLSearchParams(new FormData(form));
}

// The next page in place of this one: one round trip.
async function send({ name, value }) {
  const body = new URLSearchParams(new FormData(form)), old = $("main");
  body.append(name, value);
  sending = old.ariaBusy = true;
  try {
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { "x-minga": "next" } });
    const url = new URL(answer.headers.get("content-location") ?? answer.url, location);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html"), next = $("main", page);
    [form.dataset.item, "/review/kept"].includes(url.pathname) || delete localStorage[draft];
    if (url.pathname !== location.pathname) history.pushState(null, "", url);
    document.title = page.title;
    old.replaceWith(next);
    begin();
    scrollTo(0, 0);
    const first = $("[role]:not([hidden]), h1", next);
    first.tabIndex = -1;
    first.focus();
  } catch {
    $("[data-offline]").hidden = false;
  }
  sending = old.ariaBusy = false;
}

// A digit answers the question in focus, or the first open one, and goes on.
function choose(digit) {
  const asked = $$("[data-question]:enabled", form);
  const here = document.activeElement.closest("[data-question]") ?? asked.find((one) => !$(":checked", one));
  const option = here && $(`[data-key="${digit}"]`, here), next = asked[asked.indexOf(here) + 1];
  option?.click();
  if (option?.type === "radio") (next ? $("input, textarea, select", next) : usual()).focus();
}

addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (!form || event.altKey) return;
  if (event.ctrlKey || event.metaKey) return key === "Enter" && usual().click();
  if (localStorage.quiet || target.matches("textarea, select")) return;
  const wanted = $$("[aria-keyshortcuts]").find((one) => one.getAttribute("aria-keyshortcuts") === key);
  if (!wanted && !/^\d$/.test(key)) return;
  event.preventDefault();
  wanted ? wanted.click() : choose(key);
});

addEventListener("click", (event) => {
  const button = event.target.closest("main button"), { suggest, reset, move } = button?.dataset ?? {};
  if (move) {
    const row = button.closest("li");
    if (move === "up") row.previousElementSibling?.before(row);
    if (move === "down") row.nextElementSibling?.after(row);
    $$("select", button.closest("fieldset")).forEach((select, place) => { select.value = place + 1; });
    button.focus();
  } else if (suggest ?? reset) {
    event.preventDefault();
    const box = $("textarea", button.closest(".target"));
    box.value = suggest ?? box.dataset.was;
    box.focus();
  } else return form?.note && button && (form.note.required = button.value === "reject");
  keep();
});

addEventListener("reset", () => setTimeout(keep));

addEventListener("input", ({ target }) => {
  if (target.matches("[data-keys]")) localStorage.quiet = target.checked ? "" : "1";
  else if (form?.contains(target)) keep();
});

addEventListener("submit", (event) => {
  if (event.target === form) {
    event.preventDefault();
    if (!sending) send(event.submitter);
  } else if (event.target.matches("[action='/sign-out']")) {
    // Somebody else may be next; answers that wait stay.
    localStorage.clear();
    window.caches?.delete("minga-pages");
  }
});

addEventListener("popstate", () => form?.dataset.item === location.pathname || location.reload());
const worker = navigator.serviceWorker;
if (worker && location.pathname.startsWith("/review")) {
  const hello = () => worker.ready.then(({ active }) => active.postMessage(""));
  worker.addEventListener("message", ({ data }) => {
    for (const note of $$("[data-kept]")) {
      const one = data.find(([, state]) => state === note.dataset.kept);
      note.hidden = !one;
      if (one?.[1] === "refused") $("a", note).href = one[0];
    }
  });
  worker.register("/sw.js", { scope: "/review" }).then(hello, () => {});
  addEventListener("online", hello);
}
begin();
