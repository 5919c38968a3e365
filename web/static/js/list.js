// Lists: filters as one types (htmx + idiomorph), sorting, export links.
(() => {
  const { find, findAll, say } = Counterfoil;

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
    if (!id || !find("#drawer").open) return;
    const url = new URL(event.detail.history.path, location);
    url.searchParams.set("open", id);
    event.detail.history.path = url.pathname + url.search;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id !== "list") return;
    const count = findAll("#tbl tbody tr").length;
    say(count ? `${count} shown` : "Nothing matches");
    find("#clear").hidden = ![...new FormData(filters)].some(([name, value]) => value && name !== "sort");
    document.dispatchEvent(new CustomEvent("counterfoil:drawn"));
  });

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
  });
})();
