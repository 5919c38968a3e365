// What every part builds on: messages, fragments, commands with their question, theme.
// Every page works without it. A part adds its own to Counterfoil.acts and Counterfoil.keys.
const Counterfoil = (() => {
  const find = (selector, root = document) => root.querySelector(selector);
  const findAll = (selector, root = document) => [...root.querySelectorAll(selector)];
  const base = document.body.dataset.base || "";
  const confirmation = find("#confirm");

  // Messages: a toast for the eyes, the live region for ears. A refusal stays until it is clicked away.
  function say(message) {
    const region = find("#say");
    region.textContent = "";
    setTimeout(() => (region.textContent = message), 50);
  }
  function toast(message, isBad = false, ...links) {
    const box = find("#toast");
    box.replaceChildren(message, ...links);
    box.classList.toggle("bad", isBad);
    box.hidden = false;
    // A modal dialog makes everything outside it inert; the toast follows it to the top layer.
    (findAll("dialog[open]").at(-1) || document.body).append(box);
    say(message);
    clearTimeout(toast.timer);
    if (!isBad) toast.timer = setTimeout(() => (box.hidden = true), 5000);
  }

  // Whoever signs in again is led back to this page.
  const signIn = () => "/sign-in?next=" + encodeURIComponent(location.pathname + location.search);
  // What was chosen here must not be lost to the sign-in page.
  function toldOfEnd(response) {
    if (response.status !== 401) return false;
    const link = Object.assign(document.createElement("a"), { href: signIn(), textContent: "Sign in again" });
    toast("Your session has ended, so nothing was changed. ", true, link);
    return true;
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
    if (response.status === 401) location.href = signIn();
    return response;
  }

  // Commands: ask, send, tell, look again.
  const reason = find("#creason");
  reason.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    // The rest of the stroke would press the button to which the closing dialog gives the focus back.
    event.preventDefault();
    find("#cyes").click();
  });
  async function asked({ title, text, yes, no = "Keep as it is", why }) {
    find("#ctitle").textContent = title;
    find("#cwhy").hidden = why === undefined;
    reason.value = "";
    find("#ctext").textContent = text;
    find("#cyes").textContent = yes;
    find("#cno").textContent = no;
    confirmation.returnValue = "";
    confirmation.showModal();
    await new Promise((done) => confirmation.addEventListener("close", done, { once: true }));
    return confirmation.returnValue === "yes";
  }
  // False after a refusal or without an answer; null once the session has ended.
  async function send(form, extra = {}) {
    const body = new FormData(form);
    // A fragment has the fields for browsers without scripts too, empty.
    for (const [name, value] of Object.entries(extra)) body.set(name, value);
    const buttons = findAll("button", form);
    buttons.forEach((button) => (button.disabled = true));
    document.dispatchEvent(new CustomEvent("counterfoil:sent"));
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
      });
      if (toldOfEnd(response)) return null;
      const answer = await response.json();
      toast(response.ok ? answer.message : answer.detail, !response.ok);
      return response.ok && answer;
    } catch {
      toast("No answer came: it is not known whether it was done. The page shows what is; look before you try again.", true);
      document.dispatchEvent(new CustomEvent("counterfoil:changed"));
      return false;
    } finally {
      buttons.forEach((button) => (button.disabled = false));
      document.dispatchEvent(new CustomEvent("counterfoil:settled"));
    }
  }
  async function command(form) {
    const { text, why } = form.dataset;
    if (text && !(await asked(form.dataset))) return;
    const done = await send(form, { ...(text && { asked: "yes" }), ...(text && why !== undefined && { reason: reason.value }) });
    if (done === null) return;
    document.dispatchEvent(new CustomEvent("counterfoil:answered", { detail: { form, done } }));
    if (done) document.dispatchEvent(new CustomEvent("counterfoil:changed", { detail: done }));
  }

  // What a browser keeps for its owner; where storage is shut off, it lasts for this page only.
  function remembered(name) {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  }
  function remember(name, value) {
    try {
      localStorage.setItem(name, value);
    } catch {
      // It lasts for this page only.
    }
  }

  const acts = {
    theme: () => {
      const root = document.documentElement;
      const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
      root.dataset.theme = (root.dataset.theme || system) === "dark" ? "light" : "dark";
      remember("theme", root.dataset.theme);
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
  // Only the browser knows its own zone.
  findAll(".viewing [name=browser]").forEach(
    (field) => (field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || field.value),
  );
  find("#find-connection")?.addEventListener("input", (event) => {
    const word = event.target.value.trim().toLowerCase();
    findAll("#connections li").forEach((line) => (line.hidden = !line.textContent.toLowerCase().includes(word)));
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-command]")) return;
    event.preventDefault();
    command(event.target);
  });

  return { find, findAll, say, toast, toldOfEnd, parse, fetchFragment, send, asked, remembered, remember, base, acts, keys: {} };
})();
