// Comfort only: every page works without this file.
(() => {
  const form = document.querySelector("form[data-item]");
  if (!form) return;
  const texts = [...form.querySelectorAll("textarea[data-was]")];
  const plain = (text) => text.replace(/\r\n/g, "\n").trim();
  const changed = () => texts.some((box) => plain(box.value) !== plain(box.dataset.was));
  const button = (verdict) => form.querySelector(`button[data-verdict="${verdict}"]`);
  let leaving = false;

  form.addEventListener("submit", (event) => {
    if (leaving) { event.preventDefault(); return; } // a second click on the same answer
    leaving = true;
  });
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("beforeunload", (event) => { if (!leaving && changed()) event.preventDefault(); });

  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const wanted = button(changed() ? "edit" : "accept");
    if (wanted) { event.preventDefault(); wanted.click(); }
  });

  // A suggestion goes straight into its box instead of over the network.
  form.addEventListener("click", (event) => {
    const suggest = event.target.closest("button[data-suggest]");
    if (!suggest) return;
    event.preventDefault();
    const box = suggest.closest(".text").querySelector("textarea[data-was]");
    box.value = suggest.dataset.suggest;
    box.focus();
  });
})();
