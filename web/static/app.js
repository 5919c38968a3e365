"use strict";
// Drawer, commands with their question, messages, theme, keyboard. Every page works without it.
const Counterfoil = (() => {
  const find = (selector, root = document) => root.querySelector(selector);
  const findAll = (selector, root = document) => [...root.querySelectorAll(selector)];
  const base = document.body.dataset.base || "";
  const drawer = find("#drawer");
  const confirmation = find("#confirm");
  let opener = null;

  // Messages: a toast for the eyes, the live region for ears. A refusal stays until it is clicked away.
  function say(message) {
    const region = find("#say");
    region.textContent = "";
    setTimeout(() => (region.textContent = message), 50);
  }
  function toast(message, isBad = false) {
    const box = find("#toast");
    box.textContent = message;
    box.classList.toggle("bad", isBad);
    box.hidden = false;
    // A modal dialog makes everything outside it inert; the toast follows it to the top layer.
    (findAll("dialog[open]").at(-1) || document.body).append(box);
    say(message);
    clearTimeout(toast.timer);
    if (!isBad) toast.timer = setTimeout(() => (box.hidden = true), 5000);
  }

  // Fragments from our own server, parsed without running anything.
  function parse(html) {
    return new DOMParser().parseFromString(html, "text/html");
  }
  async function fetchFragment(url, headers = {}, signal = null) {
    const response = await fetch(url, {
      headers: { "HX-Request": "true", ...headers },
      cache: "no-store",
      signal,
    });
    if (response.status === 401) location.href = response.headers.get("HX-Redirect") || "/sign-in";
    return response;
  }

  // Drawer.
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

  // Commands: ask, send, tell, look again.
  async function asked({ title, text, yes }) {
    find("#ctitle").textContent = title;
    find("#ctext").textContent = text;
    find("#cyes").textContent = yes;
    confirmation.returnValue = "";
    confirmation.showModal();
    await new Promise((done) => confirmation.addEventListener("close", done, { once: true }));
    return confirmation.returnValue === "yes";
  }
  async function send(form, extra = {}) {
    const body = new FormData(form);
    for (const [name, value] of Object.entries(extra)) body.append(name, value);
    const buttons = findAll("button", form);
    buttons.forEach((button) => (button.disabled = true));
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
      });
      if (response.status === 401) location.href = response.headers.get("HX-Redirect") || "/sign-in";
      const answer = await response.json();
      toast(response.ok ? answer.message : answer.detail, !response.ok);
      return response.ok;
    } catch {
      toast("The dashboard could not be reached. Nothing was changed; try again in a moment.", true);
      return false;
    } finally {
      buttons.forEach((button) => (button.disabled = false));
    }
  }
  async function command(form) {
    const { title, text, yes } = form.dataset;
    if (text && !(await asked({ title, text, yes }))) return;
    const done = await send(form);
    if (drawer.open) await open(drawer.dataset.url);
    if (done) document.dispatchEvent(new CustomEvent("counterfoil:changed"));
    if (done && !find("#tbl") && !drawer.open && form.closest(".df")) location.reload();
  }

  const acts = {
    close: () => drawer.close(),
    next: () => step(1),
    previous: () => step(-1),
    keys: () => find("#keys").showModal(),
    theme: () => {
      const root = document.documentElement;
      const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
      root.dataset.theme = (root.dataset.theme || system) === "dark" ? "light" : "dark";
      try {
        localStorage.setItem("theme", root.dataset.theme);
      } catch {
        // It lasts for this page only.
      }
    },
    refresh: () => {
      const form = find("#filters");
      if (!form) location.reload();
      else {
        htmx.trigger(form, "submit");
        document.dispatchEvent(new CustomEvent("counterfoil:refreshed"));
      }
    },
  };

  document.addEventListener("click", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    const link = event.target.closest("a[data-open]");
    if (link && plain) {
      event.preventDefault();
      open(link.getAttribute("href"), link);
    }
    const actor = event.target.closest("[data-act]");
    if (actor && acts[actor.dataset.act] && plain) {
      event.preventDefault();
      acts[actor.dataset.act](actor);
    }
    const copier = event.target.closest("[data-copy]");
    if (copier && plain)
      navigator.clipboard.writeText(find("pre", copier.parentElement).textContent).then(
        () => toast("Copied."),
        () => toast("The browser does not allow copying here. Select the text instead.", true),
      );
    if (event.target.id === "toast") event.target.hidden = true;
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-command]")) return;
    event.preventDefault();
    command(event.target);
  });

  // Single keys; they can be switched off (WCAG 2.1.4) and never act while somebody types.
  const places = {
    d: "/dashboard",
    i: "/sync/invoices",
    p: "/sync/purchase-orders",
    l: "/sync/logs",
    a: "/sync/analytics",
    t: "/autotask",
  };
  let wentAt = 0;
  function areKeysOff() {
    try {
      return localStorage.getItem("keys") === "off";
    } catch {
      return false;
    }
  }
  const keys = {
    "/": () => find("#q")?.focus(),
    "?": acts.keys,
    r: acts.refresh,
    j: () => moveRow(1),
    k: () => moveRow(-1),
    s: () => find("form[data-command=resync] button:enabled", drawer.open ? drawer : document)?.click(),
    l: () => find("a[data-logs]", drawer.open ? drawer : document)?.click(),
    o: () => find("a[data-xero]", drawer.open ? drawer : document)?.click(),
    x: () => find("tr.cur [name=sel]")?.click(),
    g: () => (wentAt = Date.now()),
  };
  function moveRow(direction) {
    if (drawer.open || find("#tbl tr.cur")) step(direction);
    else if (find("#tbl tbody tr")) focusRow(find("#tbl tbody tr"));
  }
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("input:not([type=checkbox]), textarea, select");
    if (event.ctrlKey || event.metaKey || event.altKey || field || areKeysOff()) return;
    if (find("dialog[open]:not(#drawer)")) return;
    if (Date.now() - wentAt < 900 && base && places[event.key]) {
      location.href = base + places[event.key];
    } else if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  const keysOff = find("#koff");
  keysOff.checked = areKeysOff();
  keysOff.addEventListener("change", () => {
    try {
      localStorage.setItem("keys", keysOff.checked ? "off" : "on");
    } catch {
      // It lasts for this page only.
    }
  });

  // A link that was shared with an open record opens it again.
  const shared = new URL(location).searchParams.get("open");
  if (/^\d+$/.test(shared || "") && find("#tbl")) open(location.pathname + "/" + shared);

  return { find, findAll, say, toast, parse, fetchFragment, send, asked, open, drawer, base };
})();
