"use strict";
// Lists: filters as one types (htmx + idiomorph), selection, commands on the selection, export links.
(() => {
  const { find, findAll, say, send, asked, drawer } = Counterfoil;

  // Which row is current or ticked is the reader's, not the server's.
  function keep(shown, fresh) {
    if (shown.nodeName === "TR" && shown.className) fresh.className = shown.className;
    return shown.name !== "sel";
  }

  htmx.defineExtension("morph", {
    isInlineSwap: (style) => style.startsWith("morph"),
    handleSwap(style, target, fragment) {
      if (!style.startsWith("morph")) return false;
      const kind = style === "morph:innerHTML" ? "innerHTML" : "outerHTML";
      return Idiomorph.morph(target, fragment.children, { morphStyle: kind, callbacks: { beforeNodeMorphed: keep } });
    },
  });

  const filters = find("#filters");
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.target !== filters) return;
    // What is empty or by default stays out of the address.
    const values = event.detail.parameters;
    for (const name of ["q", "from", "to", "sort"]) {
      if (!values[name] || (name === "sort" && values[name] === "-updated")) delete values[name];
    }
  });
  document.addEventListener("htmx:beforeHistoryUpdate", (event) => {
    // An answer that comes while a record is open must not take the record out of the address.
    const id = new URLSearchParams(location.search).get("open");
    if (!id || !drawer.open) return;
    const url = new URL(event.detail.history.path, location);
    url.searchParams.set("open", id);
    event.detail.history.path = url.pathname + url.search;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id !== "list") return;
    const count = findAll("#tbl tbody tr").length;
    say(count ? `${count} shown` : "Nothing matches");
    find("#clear").hidden = ![...new FormData(filters)].some(([name, value]) => value && name !== "sort");
    showSelection();
  });
  document.addEventListener("htmx:responseError", () =>
    Counterfoil.toast("Could not refresh the list. Try again.", true),
  );
  document.addEventListener("htmx:sendError", () =>
    Counterfoil.toast("Could not reach the dashboard. Try again.", true),
  );

  document.addEventListener("click", (event) => {
    const sorter = event.target.closest("a[data-sort]");
    if (sorter) {
      event.preventDefault();
      find("[name=sort]").value = sorter.dataset.sort;
      filters.requestSubmit();
    }
    const keeper = event.target.closest("a[data-keep-query]");
    if (keeper) {
      const query = new URLSearchParams(location.search);
      query.delete("open");
      query.delete("cursor");
      keeper.search = query;
    }
    if (event.target.closest("[data-act=clear]")) {
      findAll("[name=sel]:checked").forEach((box) => (box.checked = false));
      showSelection();
    }
  });

  // Selection: click, shift-click, the box in the head for all rows shown.
  let last = null;
  function showSelection() {
    const bar = find("#bulk");
    if (!bar) return;
    const boxes = findAll("[name=sel]");
    const ticked = boxes.filter((box) => box.checked);
    bar.hidden = !ticked.length;
    boxes.forEach((box) => box.closest("tr").classList.toggle("sel", box.checked));
    find("#bn").textContent = `${ticked.length} selected`;
    const all = find("#all");
    all.checked = ticked.length > 0 && ticked.length === boxes.length;
    all.indeterminate = ticked.length > 0 && ticked.length < boxes.length;
  }
  document.addEventListener("click", (event) => {
    const box = event.target;
    if (box.name !== "sel") return;
    const boxes = findAll("[name=sel]");
    if (event.shiftKey && last?.isConnected) {
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
      boxes.slice(from, to + 1).forEach((other) => (other.checked = box.checked));
    }
    last = box;
    showSelection();
  });
  document.addEventListener("change", (event) => {
    if (event.target.id !== "all") return;
    findAll("[name=sel]").forEach((box) => (box.checked = event.target.checked));
    showSelection();
  });

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-bulk]")) return;
    event.preventDefault();
    const button = event.submitter;
    const ticked = findAll("[name=sel]:checked");
    const inXero = ticked.filter((box) => find(".st-complete", box.closest("tr"))).length;
    const word = button.value === "skip" ? "Skip" : "Resync";
    const note =
      inXero && word === "Resync"
        ? ` ${inXero} of them are already in Xero: those are updated there if Xero allows it, never made twice.`
        : "";
    const text = `${ticked.length} selected.${note}`;
    if (!(await asked({ title: `${word} the selected invoices?`, text, yes: `${word} ${ticked.length}` })))
      return;
    if (await send(form, { command: button.value })) {
      findAll("[name=sel]:checked").forEach((box) => (box.checked = false));
      showSelection();
      document.dispatchEvent(new CustomEvent("counterfoil:changed"));
    }
  });
  showSelection();
})();
