// While a part of a page is fetched, and when that fails: what is shown stays, and a sentence says so.
(() => {
  const { find } = Counterfoil;
  const DIM_AFTER = 400;
  const LONG_AFTER = 10000;
  const waiting = new Map();

  function note(target, text, isBad = false) {
    const shown = find(`[data-loading="${target.id}"]`);
    if (!text) {
      shown?.remove();
      return;
    }
    const line = shown || document.createElement("p");
    line.dataset.loading = target.id;
    line.className = isBad ? "loading bad" : "loading";
    line.setAttribute("role", isBad ? "alert" : "status");
    line.textContent = text;
    if (isBad) {
      const again = document.createElement("button");
      Object.assign(again, { className: "btn", type: "button", textContent: "Try again" });
      again.dataset.act = "refresh";
      line.append(" ", again);
    }
    if (!shown) target.before(line);
  }

  function end(id) {
    (waiting.get(id) || []).forEach(clearTimeout);
    waiting.delete(id);
    const target = document.getElementById(id);
    target?.removeAttribute("aria-busy");
    return target;
  }

  function whyNot(request) {
    const clock = new Date().toLocaleTimeString("en-NZ", { hour: "numeric", minute: "2-digit", hour12: false });
    let told = "";
    try {
      told = JSON.parse(request.responseText).detail || "";
    } catch {
      // Nobody answered, or not our server.
    }
    // A refusal of what was entered says what would fit.
    return request.status === 422 ? told : `Could not refresh (${clock}). ${told}`.trim();
  }

  document.addEventListener("htmx:beforeRequest", (event) => {
    const target = event.detail.target;
    if (!target?.id) return;
    end(target.id);
    waiting.set(target.id, [
      setTimeout(() => document.getElementById(target.id)?.setAttribute("aria-busy", "true"), DIM_AFTER),
      setTimeout(() => note(target, "This takes longer than usual."), LONG_AFTER),
    ]);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const id = event.detail.target?.id;
    const target = id && end(id);
    if (target) note(target, event.detail.successful ? "" : whyNot(event.detail.xhr), true);
  });
})();
