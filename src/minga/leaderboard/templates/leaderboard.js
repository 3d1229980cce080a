// Sorting, filters, columns and search where no server does them. Without this the pages are whole too.
"use strict";
const table = document.getElementById("ranks"), form = document.getElementById("filters"), count = document.getElementById("count");
if (table) {
  const heads = [...table.tHead.rows[0].cells], body = table.tBodies[0], rows = [...body.rows], order = new Map(rows.map((row, place) => [row, place]));
  const place = (key) => heads.findIndex((head) => head.dataset.key === key);

  // Numbers as people write them here: 1.234,5 or 1,234.5, a real minus, thin spaces.
  const decimal = (1.5).toLocaleString(document.documentElement.lang)[1];
  const number = (cell) => {
    const text = ((cell.querySelector("b") || cell).firstChild?.textContent.trim() ?? "").split(/[–/]/)[0];
    const plain = [...text].filter((sign) => /[\d−-]/.test(sign) || sign === decimal).join("").replace(decimal, ".").replace("−", "-");
    return cell.querySelector(".hole") || !/\d/.test(plain) ? NaN : parseFloat(plain);
  };
  const value = (row, at) => {
    const cell = row.cells[at], number_ = number(cell);
    return Number.isNaN(number_) ? (cell.querySelector(".hole") ? "" : cell.textContent.trim()) : number_;
  };
  const sort = (at, ascending) => {
    const sign = ascending ? 1 : -1;
    const worth = new Map(rows.map((row) => [row, value(row, at)]));
    const empty = (each) => each === "" || each === "—";
    const sorted = [...rows].sort((a, b) => {
      const x = worth.get(a), y = worth.get(b);
      if (empty(x) || empty(y)) return empty(x) - empty(y) || order.get(a) - order.get(b);
      const less = typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y));
      return sign * less || order.get(a) - order.get(b);
    });
    body.append(...sorted);
    heads.forEach((head) => head.removeAttribute("aria-sort"));
    heads[at].setAttribute("aria-sort", ascending ? "ascending" : "descending");
  };
  heads.forEach((head, at) => {
    if (!head.textContent.trim() || head.querySelector("a")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    const first = head.classList.contains("n") ? "descending" : "ascending";
    button.addEventListener("click", () => {
      const turned = head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
      sort(at, (head.hasAttribute("aria-sort") ? turned : first) === "ascending");
    });
  });

  if (form) {
    const sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [sheet];
    const licence = place("licence"), model = place("model");
    const takes = (row, given) => {
      const marks = (row.dataset.f || "").split(" ");
      return row.cells[model].textContent.toLowerCase().includes((given.get("q") || "").trim().toLowerCase())
        && ["size", "kind"].every((name) => !given.get(name) || marks.includes(given.get(name)))
        && (!given.get("open") || marks.includes("open"))
        && (!given.get("licence") || licence < 0 || row.cells[licence].textContent === given.get("licence"));
    };
    const apply = () => {
      const given = new FormData(form), shown = rows.filter((row) => takes(row, given));
      rows.forEach((row) => { row.hidden = !shown.includes(row); });
      count.hidden = shown.length === rows.length;
      count.textContent = count.dataset.text.replace("{n}", shown.length).replace("{of}", rows.length);
      const off = [...form.querySelectorAll("[name=col]:not(:checked)")].map((box) => place(box.value) + 1).filter(Boolean);
      sheet.replaceSync(off.map((at) => `#ranks tr > :nth-child(${at}) { display: none; }`).join(""));
    };
    const keep = () => {
      const given = new FormData(form), all = !form.querySelector("[name=col]:not(:checked)");
      if (all) given.delete("col");
      const pairs = new URLSearchParams([...given].filter(([, text]) => text)).toString();
      try { history.replaceState(null, "", pairs ? `?${pairs}` : location.pathname); } catch { /* some browsers keep the address of a file as it is */ }
    };
    const asked = new URLSearchParams(location.search);
    for (const field of form.elements) {
      if (field.name === "col") { if (asked.has("col")) field.checked = asked.getAll("col").includes(field.value); }
      else if (field.type === "checkbox") field.checked = asked.has(field.name);
      else if (asked.has(field.name)) field.value = asked.get(field.name);
    }
    form.hidden = false;
    form.addEventListener("input", () => { apply(); keep(); });
    form.addEventListener("submit", (event) => event.preventDefault());
    apply();
  }
}
