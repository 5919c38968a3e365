// Selection: click, shift-click, the box in the head for all rows shown, commands on what is ticked.
(() => {
  const { find, findAll, send, asked, acts, keys } = Counterfoil;
  let last = null;
  function showSelection() {
    const bar = find("#bulk");
    if (!bar) return;
    const boxes = findAll("[name=sel]");
    const ticked = boxes.filter((box) => box.checked);
    bar.hidden = !ticked.length;
    boxes.forEach((box) => box.closest("tr").classList.toggle("sel", box.checked));
    find("#bn").textContent = `${ticked.length} selected`;
    const all = find("#all");
    all.checked = ticked.length > 0 && ticked.length === boxes.length;
    all.indeterminate = ticked.length > 0 && ticked.length < boxes.length;
  }
  document.addEventListener("click", (event) => {
    const box = event.target;
    if (box.name !== "sel") return;
    const boxes = findAll("[name=sel]");
    if (event.shiftKey && last?.isConnected) {
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
      boxes.slice(from, to + 1).forEach((other) => (other.checked = box.checked));
    }
    last = box;
    showSelection();
  });
  document.addEventListener("change", (event) => {
    if (event.target.id !== "all") return;
    findAll("[name=sel]").forEach((box) => (box.checked = event.target.checked));
    showSelection();
  });

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-bulk]")) return;
    event.preventDefault();
    const button = event.submitter;
    const ticked = findAll("[name=sel]:checked");
    const inXero = ticked.filter((box) => find(".st-complete", box.closest("tr"))).length;
    const word = button.value === "skip" ? "Skip" : "Resync";
    const note =
      inXero && word === "Resync"
        ? ` ${inXero} of them are already in Xero: those are updated there if Xero allows it, never made twice.`
        : "";
    const text = `${ticked.length} selected.${note}`;
    if (!(await asked({ title: `${word} the selected invoices?`, text, yes: `${word} ${ticked.length}` })))
      return;
    if (await send(form, { command: button.value })) {
      findAll("[name=sel]:checked").forEach((box) => (box.checked = false));
      showSelection();
      document.dispatchEvent(new CustomEvent("counterfoil:changed"));
    }
  });
  Object.assign(acts, {
    clear: () => {
      findAll("[name=sel]:checked").forEach((box) => (box.checked = false));
      showSelection();
    },
  });
  Object.assign(keys, { x: () => find("tr.cur [name=sel]")?.click() });
  document.addEventListener("counterfoil:drawn", showSelection);
  showSelection();
})();
