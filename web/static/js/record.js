// One record: the drawer over the list, its neighbors, its keys.
(() => {
  const { find, findAll, say, toast, parse, fetchFragment, acts, keys } = Counterfoil;
  const drawer = find("#drawer");
  let opener = null;

  function rowOf(id) {
    return document.getElementById("i" + id);
  }
  function remember(id) {
    const url = new URL(location);
    if (id) url.searchParams.set("open", id);
    else url.searchParams.delete("open");
    history.replaceState(history.state, "", url);
  }
  async function open(url, from) {
    const response = await fetchFragment(url);
    if (!response.ok) {
      toast("Could not load this record. Choose Refresh and try again.", true);
      return;
    }
    const page = parse(await response.text());
    find("#dbody").replaceChildren(...page.body.childNodes);
    if (from) opener = from;
    if (!drawer.open) drawer.showModal();
    drawer.dataset.url = url;
    find("#dtitle").focus();
    const id = new URL(url, location).pathname.split("/").pop();
    remember(id);
    findAll("tr.cur").forEach((row) => row.classList.remove("cur"));
    rowOf(id)?.classList.add("cur");
  }
  function step(direction) {
    const current = find("#tbl tr.cur");
    const row = direction > 0 ? current?.nextElementSibling : current?.previousElementSibling;
    const link = row && find("a[data-open]", row);
    if (!link) say("No more records in this list");
    else if (drawer.open) open(link.getAttribute("href"));
    else focusRow(row);
  }
  function focusRow(row) {
    findAll("tr.cur").forEach((other) => other.classList.remove("cur"));
    row.classList.add("cur");
    find("a[data-open]", row).focus();
  }
  drawer.addEventListener("close", () => {
    remember(null);
    const link = find("tr.cur a[data-open]") || opener;
    if (link?.isConnected) link.focus();
  });
  drawer.addEventListener("click", (event) => {
    if (event.target === drawer) drawer.close();
  });

  document.addEventListener("click", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    const link = event.target.closest("a[data-open]");
    if (!link || !plain) return;
    event.preventDefault();
    open(link.getAttribute("href"), link);
  });
  document.addEventListener("counterfoil:answered", (event) => {
    const { form, done } = event.detail;
    if (drawer.open) open(drawer.dataset.url);
    else if (done && !find("#tbl") && form.closest(".df")) location.reload();
  });

  Object.assign(acts, { close: () => drawer.close(), next: () => step(1), previous: () => step(-1) });
  function moveRow(direction) {
    if (drawer.open || find("#tbl tr.cur")) step(direction);
    else if (find("#tbl tbody tr")) focusRow(find("#tbl tbody tr"));
  }
  const here = () => (drawer.open ? drawer : document);
  Object.assign(keys, {
    j: () => moveRow(1),
    k: () => moveRow(-1),
    s: () => find("form[data-command=resync] button:enabled", here())?.click(),
    l: () => find("a[data-logs]", here())?.click(),
    o: () => find("a[data-xero]", here())?.click(),
  });

  // A link that was shared with an open record opens it again.
  const shared = new URL(location).searchParams.get("open");
  if (/^\d+$/.test(shared || "") && find("#tbl")) open(location.pathname + "/" + shared);
})();
