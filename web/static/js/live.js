// Live updates: asks often while something moves, seldom while nothing does, never in a hidden tab
// or while they are paused. Rows change in place and never move; new ones are announced, not inserted.
(() => {
  const { find, findAll, parse, acts, base, remembered, remember } = Counterfoil;
  const head = find("[data-live]");
  if (!head || !base) return;

  const OFTEN = 3000;
  const SELDOM = 30000;
  const SOON = 1000;
  const AFTER_TROUBLE = [5000, 10000, 20000, 60000];
  const QUICK_LOOKS = 20;
  const PATIENCE = 20000;
  const AT_ONCE = 100;
  const LISTS = ["invoices", "purchase-orders"];
  let etag = null;
  let address = "";
  let since = head.dataset.since;
  let looked = since;
  let log = head.dataset.log || "";
  let quick = QUICK_LOOKS;
  let awaited = 0;
  let troubles = 0;
  let seenAt = Date.now();
  let isPaused = remembered("updates") === "paused";
  let signIn = "";
  let timer = null;
  let newest = null;

  function openRecord() {
    const shown = find("#drawer").open ? new URL(find("#drawer").dataset.url, location).pathname : location.pathname;
    return (shown.match(/\/sync\/[a-z-]+\/(\d+)$/) || [])[1];
  }

  function queryFor(rows) {
    const tab = head.dataset.live;
    const query = new URLSearchParams(LISTS.includes(tab) ? location.search : "");
    ["open", "cursor", "sort"].forEach((name) => query.delete(name));
    query.set("tab", tab);
    if (rows.length) query.set("ids", rows.map((row) => row.id.slice(1)).join(","));
    return query;
  }
  function ask() {
    const moving = findAll("#tbl :is(.st-pending_sync, .st-processing)").slice(0, 60);
    const query = queryFor(moving.map((link) => link.closest("tr")));
    query.set("since", since);
    if (log) query.set("log", log);
    if (openRecord()) query.set("open", openRecord());
    return `${base}/sync/live?${query}`;
  }

  // Ticks, text that somebody is typing and folds that were opened outlive an update.
  const callbacks = {
    beforeNodeMorphed: (node) => !["INPUT", "SELECT", "TEXTAREA"].includes(node.nodeName) || node.type === "hidden",
    beforeAttributeUpdated: (name, node) => !(name === "open" && node.nodeName === "DETAILS"),
  };

  function draw(page, what = "body > [id], tbody > tr[id], #cards") {
    findAll(what, page).forEach((fresh) => {
      const shown = document.getElementById(fresh.id);
      if (!shown) return;
      // Which row is current or ticked is the reader's, not the server's.
      if (shown.matches("tr") && shown.className) fresh.className = shown.className;
      Idiomorph.morph(shown, fresh, { callbacks });
    });
    if (find("[data-empty]") && find("#newer a")) location.reload();
  }

  async function fetched(url, headers, signal) {
    const response = await fetch(url, {
      headers: { "HX-Request": "true", ...headers },
      cache: "no-store",
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
    });
    // What somebody is typing here must not be lost to the sign-in page.
    if (response.status === 401) signIn = response.headers.get("HX-Redirect") || "/sign-in";
    if (response.status !== 200 && response.status !== 304) {
      const wait = Number(response.headers.get("Retry-After"));
      throw Object.assign(new Error(response.status), { wait: wait > 0 ? wait * 1000 : 0 });
    }
    return response;
  }

  // After a long sleep, or a job over many, more has changed than one look brings.
  async function catchUp(signal) {
    const rows = findAll("#tbl tbody tr[id]");
    for (let first = 0; first < rows.length; first += AT_ONCE) {
      const url = `${base}/sync/live?${queryFor(rows.slice(first, first + AT_ONCE))}`;
      draw(parse(await (await fetched(url, {}, signal)).text()), "tbody > tr[id]");
    }
  }

  async function look() {
    clearTimeout(timer);
    // A slow look must not draw what was over what is, nor live on beside its successor.
    newest?.abort();
    if (document.visibilityState !== "visible" || signIn) return;
    const mine = new AbortController();
    newest = mine;
    let wait = 0;
    try {
      const wanted = ask();
      if (wanted !== address) etag = null;
      address = wanted;
      const response = await fetched(wanted, { "X-Looked": looked, ...(etag ? { "If-None-Match": etag } : {}) }, mine.signal);
      if (response.status === 200) {
        const page = parse(await response.text());
        const mark = find("[data-look]", page);
        draw(page);
        if (mark && "behind" in mark.dataset) await catchUp(mine.signal);
        if (mark) looked = mark.dataset.look;
        if (find("#cards")) draw(parse(await (await fetched(location.href, {}, mine.signal)).text()));
        etag = response.headers.get("ETag");
        quick = QUICK_LOOKS;
      }
      troubles = 0;
      seenAt = Date.now();
    } catch (trouble) {
      if (mine.signal.aborted) return;
      troubles += 1;
      wait = trouble.wait || 0;
    }
    tell();
    plan(wait);
  }

  function plan(wait = 0) {
    quick = Math.max(quick - 1, 0);
    if (isPaused) return;
    const moving = find("#tbl :is(.st-pending_sync, .st-processing), .job-bar");
    let pause = awaited ? SOON : quick || moving ? OFTEN : SELDOM;
    if (troubles) pause = Math.max(AFTER_TROUBLE[Math.min(troubles, AFTER_TROUBLE.length) - 1], wait);
    timer = setTimeout(look, pause * (0.9 + Math.random() * 0.2));
  }

  function tell() {
    const pulse = find("#pulse");
    if (!pulse) return;
    if (signIn) {
      if (find("a", pulse)) return;
      const link = document.createElement("a");
      Object.assign(link, { href: signIn, textContent: "Sign in again" });
      pulse.replaceChildren(" · your session has ended. ", link);
      return;
    }
    const seconds = Math.round((Date.now() - seenAt) / 1000);
    const ago = seconds < 60 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
    const state = isPaused ? "updates paused" : troubles ? "not updating, trying again" : `updated ${ago} ago`;
    pulse.textContent = ` · ${state}`;
  }

  function showPause() {
    const button = find("#pause");
    if (!button) return;
    const label = isPaused ? "Go on updating" : "Pause updates";
    button.setAttribute("aria-label", label);
    button.title = label;
    const shape = find("use", button);
    const icon = isPaused ? "player-play" : "player-pause";
    shape.setAttribute("href", shape.getAttribute("href").replace(/#.*/, "#" + icon));
    tell();
  }
  acts.pause = () => {
    isPaused = !isPaused;
    remember("updates", isPaused ? "paused" : "on");
    showPause();
    Counterfoil.say(isPaused ? "Updates are paused" : "Updates go on");
    if (isPaused) clearTimeout(timer);
    else look();
  };

  function wake() {
    if (document.visibilityState !== "visible" || isPaused) return;
    const slept = quick === 0;
    quick = QUICK_LOOKS;
    if (slept) look();
  }
  ["pointermove", "keydown"].forEach((kind) => document.addEventListener(kind, wake, { passive: true }));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") clearTimeout(timer);
    else if (!isPaused) look();
  });
  // A deed is seen before its answer is here: on a busy machine that may be seconds.
  document.addEventListener("counterfoil:sent", () => {
    awaited += 1;
    if (isPaused) return;
    clearTimeout(timer);
    timer = setTimeout(look, SOON);
  });
  document.addEventListener("counterfoil:settled", () => (awaited -= 1));
  // A command's answer may bring what it changed, so that nobody waits for the look that follows.
  document.addEventListener("counterfoil:changed", (event) => {
    if (event.detail?.html) draw(parse(event.detail.html));
    look();
  });
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
  setInterval(tell, 1000);
  showPause();
  if (!isPaused) timer = setTimeout(look, OFTEN);
})();
