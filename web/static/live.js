"use strict";
// Live updates: asks often while something moves, seldom while nothing does, never in a hidden tab.
// Rows change in place and never move; new ones are announced, not inserted.
(() => {
  const { find, findAll, parse, fetchFragment, base } = Counterfoil;
  const head = find("[data-live]");
  if (!head || !base) return;

  const OFTEN = 3000;
  const SELDOM = 30000;
  const AFTER_TROUBLE = [5000, 10000, 20000, 60000];
  const QUICK_LOOKS = 20;
  let etag = null;
  let address = "";
  let since = head.dataset.since;
  let log = head.dataset.log || "";
  let quick = QUICK_LOOKS;
  let troubles = 0;
  let timer = null;
  let newest = null;

  function ask() {
    const query = new URLSearchParams(location.search);
    ["open", "cursor", "sort"].forEach((name) => query.delete(name));
    const tab = head.dataset.live;
    if (["logs", "analytics", "dashboard", "autotask"].includes(tab))
      [...query.keys()].forEach((name) => query.delete(name));
    query.set("tab", tab);
    query.set("since", since);
    if (log) query.set("log", log);
    const moving = findAll("#tbl :is(.st-pending_sync, .st-processing)").slice(0, 60);
    if (moving.length) query.set("ids", moving.map((link) => link.closest("tr").id.slice(1)).join(","));
    return `${base}/sync/live?${query}`;
  }

  function draw(page) {
    findAll("body > [id], tbody > tr[id], #cards", page).forEach((fresh) => {
      const shown = document.getElementById(fresh.id);
      if (!shown) return;
      // Which row is current or ticked is the reader's, not the server's.
      if (shown.matches("tr") && shown.className) fresh.className = shown.className;
      Idiomorph.morph(shown, fresh, {
        callbacks: {
          // A tick and text that somebody is typing outlive an update; so does what has the focus.
          beforeNodeMorphed: (node) => !["INPUT", "SELECT"].includes(node.nodeName) || node.type === "hidden",
        },
      });
    });
    if (find("[data-empty]") && find("#newer a")) location.reload();
  }

  async function look() {
    clearTimeout(timer);
    // A slow look must not draw what was over what is, nor live on beside its successor.
    newest?.abort();
    if (document.visibilityState !== "visible") return;
    const mine = new AbortController();
    newest = mine;
    try {
      const wanted = ask();
      if (wanted !== address) etag = null;
      address = wanted;
      const headers = etag ? { "If-None-Match": etag } : {};
      const response = await fetchFragment(wanted, headers, mine.signal);
      if (response.status === 200) {
        draw(parse(await response.text()));
        if (find("#cards")) draw(parse(await (await fetchFragment(location.href, {}, mine.signal)).text()));
        etag = response.headers.get("ETag");
        quick = QUICK_LOOKS;
      } else if (response.status !== 304) throw new Error(response.status);
      troubles = 0;
      find("#pulse")?.replaceChildren();
    } catch {
      if (mine.signal.aborted) return;
      troubles += 1;
      find("#pulse")?.replaceChildren(" · not updating, trying again");
    }
    plan();
  }

  function plan() {
    quick = Math.max(quick - 1, 0);
    const moving = find("#tbl :is(.st-pending_sync, .st-processing)");
    let pause = quick || moving ? OFTEN : SELDOM;
    if (troubles) pause = AFTER_TROUBLE[Math.min(troubles, AFTER_TROUBLE.length) - 1];
    timer = setTimeout(look, pause * (0.9 + Math.random() * 0.2));
  }

  function wake() {
    if (document.visibilityState !== "visible") return;
    const slept = quick === 0;
    quick = QUICK_LOOKS;
    if (slept) look();
  }
  ["pointermove", "keydown"].forEach((kind) => document.addEventListener(kind, wake, { passive: true }));
  document.addEventListener("visibilitychange", () =>
    document.visibilityState === "visible" ? look() : clearTimeout(timer),
  );
  document.addEventListener("counterfoil:changed", look);
  document.addEventListener("counterfoil:refreshed", () => {
    since = new Date().toISOString();
    find("#newer")?.replaceChildren();
    look();
  });

  // The server wrote the relative times; they age here between two looks.
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });
  setInterval(() => {
    findAll("main time[datetime]").forEach((element) => {
      const minutes = Math.round((new Date(element.dateTime) - Date.now()) / 60000);
      if (element.closest(".log") || Math.abs(minutes) >= 60 || Math.abs(minutes) < 1) return;
      element.textContent = words.format(minutes, "minute");
    });
  }, 30000);

  timer = setTimeout(look, OFTEN);
})();
