// One record: the drawer over the list, its neighbors, what it loads when asked, its keys.
(() => {
  const { find, findAll, say, toast, parse, fetchFragment, acts, keys } = Counterfoil;
  const drawer = find("#drawer");
  const body = find("#dbody");
  let opener = null;
  let seen = "";

  function rowOf(id) {
    return document.getElementById("i" + id);
  }
  function remember(id) {
    const url = new URL(location);
    if (id) url.searchParams.set("open", id);
    else url.searchParams.delete("open");
    history.replaceState(history.state, "", url);
  }
  // The neighbors of a record are those of the list that it is opened from.
  function underFilter(address) {
    const url = new URL(address, location);
    const query = new URLSearchParams(location.search);
    ["open", "cursor"].forEach((name) => query.delete(name));
    const own = new Set(url.searchParams.keys());
    query.forEach((value, name) => own.has(name) || url.searchParams.append(name, value));
    return url;
  }
  // What was shown stays until the answer is there, and says so when that takes a while.
  async function panel(address) {
    const waits = [setTimeout(loading, 400), setTimeout(() => say("This takes longer than usual."), 10000)];
    try {
      const response = await fetchFragment(address);
      if (response.ok) return parse(await response.text()).body;
      toast("Could not load this record. Choose Refresh and try again.", true);
    } catch {
      toast("The dashboard could not be reached. Try again in a moment.", true);
    } finally {
      waits.forEach(clearTimeout);
      drawer.removeAttribute("aria-busy");
    }
    return null;
  }
  function loading() {
    drawer.setAttribute("aria-busy", "true");
    if (drawer.open) return;
    body.replaceChildren(...parse('<div class="dh"><h2 id="dtitle" tabindex="-1">Loading …</h2></div>').body.childNodes);
    drawer.showModal();
  }
  const shownVersion = (root) => find("#record-version", root)?.dataset.version || "";

  let asked = 0;
  async function open(address, from) {
    const url = underFilter(address);
    const mine = (asked += 1);
    const fresh = await panel(url);
    // Whoever steps on quickly sees the last one that was asked for.
    if (mine !== asked) return;
    if (!fresh && !find(".db", body)) drawer.close();
    if (!fresh) return;
    seen = shownVersion(fresh);
    body.replaceChildren(...fresh.childNodes);
    if (from) opener = from;
    if (!drawer.open) drawer.showModal();
    drawer.dataset.url = url;
    find("#dtitle").focus();
    const id = url.pathname.split("/").pop();
    remember(id);
    findAll("tr.cur").forEach((row) => row.classList.remove("cur"));
    rowOf(id)?.classList.add("cur");
  }
  function step(direction) {
    const current = find("#tbl tr.cur");
    const row = direction > 0 ? current?.nextElementSibling : current?.previousElementSibling;
    const link = row && find("a[data-open]", row);
    if (link && drawer.open) open(link.getAttribute("href"));
    else if (link) focusRow(row);
    else follow(direction);
  }
  // Where the rows end, the list goes on at the server.
  function follow(direction) {
    const side = direction > 0 ? "next" : "previous";
    const link = find(`a[data-neighbor=${side}]`, drawer.open ? drawer : document);
    if (!link) say("No more records in this list");
    else if (drawer.open) open(link.getAttribute("href"));
    else location.href = link.href;
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

  document.addEventListener("click", (event) => {
    if (event.target === drawer) drawer.close();
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    const link = plain && event.target.closest("a[data-open], a[data-into], #drawer a[data-panel]");
    if (!link) return;
    event.preventDefault();
    if (link.dataset.into) into(find(link.dataset.into), link.href);
    else open(link.getAttribute("href"), link.matches("[data-open]") ? link : null);
  });

  // What costs a call or a question is fetched when somebody asks for it.
  async function into(place, address) {
    place.replaceChildren("Loading …");
    try {
      const response = await fetchFragment(address);
      if (!response.ok) throw new Error((await response.json()).detail);
      place.replaceChildren(...parse(await response.text()).body.childNodes);
    } catch (error) {
      place.replaceChildren(error.message || "It could not be loaded. Try again in a moment.");
    }
  }
  document.addEventListener(
    "toggle",
    (event) => {
      const fold = event.target;
      if (!fold.matches?.("details[data-load][open]") || fold.dataset.done) return;
      fold.dataset.done = "yes";
      into(find("[data-loaded]", fold), fold.dataset.load);
    },
    true,
  );

  // The fix on the spot says what it would change while somebody chooses.
  let asking = 0;
  document.addEventListener("change", async (event) => {
    const form = event.target.closest("form.fix");
    if (!form || event.target.name !== "value") return;
    form.dataset.touched = "yes";
    const line = find("[data-effect-line]", form);
    const query = new URLSearchParams(new FormData(form));
    ["csrf_token", "version", "based_on"].forEach((name) => query.delete(name));
    line.textContent = "";
    if (!event.target.value) return;
    const mine = (asking += 1);
    line.textContent = "Looking at the last invoices …";
    const response = await fetchFragment(`${form.dataset.effect}?${query}`).catch(() => null);
    if (mine === asking) line.textContent = response?.ok ? await response.text() : "";
  });

  document.addEventListener("counterfoil:answered", async (event) => {
    const { form, done } = event.detail;
    const next = done?.next;
    if (drawer.open) {
      if (done && form.dataset.command === "remove") rowOf(new URL(form.action).pathname.split("/").at(-2))?.remove();
      const field = find("select[name=value], input[name=value]", form);
      const told = find("#toast").textContent;
      await open(next || drawer.dataset.url);
      if (!done) tell(told, "warn");
      // What was chosen in vain is still chosen.
      const again = !done && field && find("#" + field.id, body);
      if (again) again.value = field.value;
    } else if (done && find(".db.on-page")) {
      if (next && next !== location.pathname) location.href = next;
      else location.reload();
    }
  });
  function tell(text, tone, button) {
    find("#record-told")?.remove();
    const note = document.createElement("p");
    note.id = "record-told";
    note.className = `note ${tone}`;
    note.append(text, ...(button ? [button] : []));
    find(".db")?.prepend(note);
  }

  // Somebody or something else has changed the record that is open.
  function isBusy() {
    return findAll("form.fix", body).some((form) => form.dataset.touched || form.contains(document.activeElement));
  }
  const reader = {
    // What the reader has unfolded or loaded stays.
    beforeAttributeUpdated: (name, node) => !(name === "open" && node.nodeName === "DETAILS"),
    beforeNodeMorphed: (node) => !(node.matches?.("[data-loaded], [id=choose-contact], [id=would-be-sent]") && node.children.length),
  };
  async function show() {
    const fresh = drawer.open ? await panel(drawer.dataset.url) : null;
    if (!drawer.open) location.reload();
    if (!fresh) return;
    seen = shownVersion(fresh);
    find("#record-told")?.remove();
    Idiomorph.morph(body, fresh.children, { morphStyle: "innerHTML", callbacks: reader });
    say("The record has changed and is shown as it is now");
  }
  function notice() {
    const now = shownVersion(document);
    if (!seen || !now || now === seen) return;
    if (drawer.open && !isBusy()) {
      show();
      return;
    }
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "btn", textContent: "Show" });
    button.dataset.act = "show-changed";
    tell("This record has changed. ", "warn", button);
    say("This record has changed");
  }
  new MutationObserver(notice).observe(document.body, {
    subtree: true,
    attributes: true,
    attributeFilter: ["data-version"],
  });
  seen = shownVersion(document);

  Object.assign(acts, {
    close: () => drawer.close(),
    next: () => step(1),
    previous: () => step(-1),
    "show-changed": show,
  });
  function moveRow(direction) {
    if (drawer.open || find("#tbl tr.cur")) step(direction);
    else if (find("#tbl tbody tr")) focusRow(find("#tbl tbody tr"));
    else follow(direction);
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
