// Lists: filters as one types (htmx + idiomorph), sorting, the rest of a page, links that take the filter along.
(() => {
  const { find, findAll, say, parse, fetchFragment } = Counterfoil;

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
  const rowCount = () => findAll("#tbl tbody tr").length;

  // Without what belongs to the moment: where one has paged to, which record is open.
  function wanted() {
    const query = new URLSearchParams(location.search);
    ["open", "cursor", "rows", "view"].forEach((name) => query.delete(name));
    return query;
  }

  document.addEventListener("htmx:configRequest", (event) => {
    if (event.target !== filters) return;
    // What is empty or by default stays out of the address.
    const values = event.detail.parameters;
    for (const name of ["q", "from", "to", "sort"]) {
      if (!values[name] || (name === "sort" && values[name] === "-updated")) delete values[name];
    }
    // A list without a filter would open with its reader's default.
    if (filters.dataset.everything && !Object.keys(values).length) values.view = "all";
    // Drawn again, it keeps its length.
    const again = new URLSearchParams(new FormData(filters)).toString();
    if (again === filters.dataset.drawn) event.detail.headers["X-Rows"] = String(rowCount());
    filters.dataset.drawn = again;
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
    say(rowCount() ? `${rowCount()} shown` : "Nothing matches");
    find("#clear").hidden = ![...new FormData(filters)].some(([name, value]) => value && name !== "sort");
    document.dispatchEvent(new CustomEvent("counterfoil:drawn"));
    restLater();
  });

  // The first rows are there at once; the others come while nobody waits for anything.
  const idle = window.requestIdleCallback || ((act) => setTimeout(act, 200));
  function restLater() {
    if (find("#rest")) idle(() => fetchRest());
  }
  // A drawn list is told of once for each of its parts.
  let awaited = null;
  async function fetchRest() {
    const place = find("#rest");
    if (!place || place === awaited) return;
    awaited = place;
    const headers = { "HX-Target": "rest", ...("first" in place.dataset ? { "X-First-Page": "1" } : {}) };
    let response;
    try {
      response = await fetchFragment(location.pathname + place.dataset.rest, headers);
    } catch {
      // The link in its place does the same.
      return;
    }
    // Another list may stand there by now.
    if (!response.ok || !place.isConnected) return;
    const page = parse(await response.text());
    if (!place.isConnected) return;
    const known = new Set(findAll("#tbl tbody tr").map((row) => row.id));
    const rows = findAll("tbody tr", page).filter((row) => !known.has(row.id));
    find("#tbl tbody").append(...rows);
    find("#after").replaceChildren(...find("#after", page).childNodes);
    find("#shown").textContent = rowCount().toLocaleString("en");
    document.dispatchEvent(new CustomEvent("counterfoil:drawn"));
  }

  document.addEventListener("click", (event) => {
    const sorter = event.target.closest("a[data-sort]");
    if (sorter && filters) {
      event.preventDefault();
      find("[name=sort]").value = sorter.dataset.sort;
      filters.requestSubmit();
    }
    const keeper = event.target.closest("a[data-keep-query]");
    if (keeper) keeper.search = wanted();
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-send-query]")) find("[name=query]", event.target).value = wanted();
  });

  if (filters) {
    filters.dataset.drawn = new URLSearchParams(new FormData(filters)).toString();
    restLater();
  }
})();
