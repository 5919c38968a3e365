// Single keys; they can be switched off (WCAG 2.1.4) and never act while somebody types.
(() => {
  const { find, acts, keys, base, remembered, remember } = Counterfoil;
  const places = {
    d: "/dashboard",
    i: "/sync/invoices",
    p: "/sync/purchase-orders",
    l: "/sync/logs",
    a: "/sync/analytics",
    t: "/autotask",
    u: "/audit",
    c: "/configuration",
  };
  let wentAt = 0;
  const areKeysOff = () => remembered("keys") === "off";
  acts.keys = () => find("#keys").showModal();
  Object.assign(keys, {
    "/": () => find("#q")?.focus(),
    "?": acts.keys,
    r: acts.refresh,
    g: () => (wentAt = Date.now()),
  });
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("input:not([type=checkbox]), textarea, select");
    if (event.ctrlKey || event.metaKey || event.altKey || field || areKeysOff()) return;
    if (find("dialog[open]:not(#drawer)")) return;
    if (Date.now() - wentAt < 1500 && base && places[event.key]) {
      location.href = base + places[event.key];
    } else if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  const keysOff = find("#koff");
  keysOff.checked = areKeysOff();
  keysOff.addEventListener("change", () => remember("keys", keysOff.checked ? "off" : "on"));
})();
