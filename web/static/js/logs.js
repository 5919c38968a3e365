// Sync Logs: runs fold, and what a reader folded or unfolded stays so when the page is drawn anew.
(() => {
  const { find, findAll, acts } = Counterfoil;
  const log = find("#log");
  if (!log) return;

  const KEPT = `log ${Counterfoil.base}`;
  const MOST = 400;
  // For this tab only: what is folded in one is not in another.
  function kept() {
    try {
      return new Map(JSON.parse(sessionStorage.getItem(KEPT) || "[]"));
    } catch {
      return new Map();
    }
  }
  function keep(id, isOpen) {
    const all = kept();
    all.delete(id);
    all.set(id, isOpen);
    try {
      sessionStorage.setItem(KEPT, JSON.stringify([...all].slice(-MOST)));
    } catch {
      // It lasts until the page is drawn anew.
    }
  }

  function fold(run, isOpen) {
    run.classList.toggle("folded", !isOpen);
    find("[data-act=fold-run]", run).setAttribute("aria-expanded", isOpen);
  }
  const runs = findAll("tbody[data-run]", log);
  const isOpen = (run) => !run.classList.contains("folded");
  const all = find("[data-act=fold-runs]");
  function tellAll() {
    all.setAttribute("aria-pressed", runs.length > 0 && !runs.some(isOpen));
  }

  acts["fold-run"] = (button) => {
    const run = button.closest("tbody");
    fold(run, !isOpen(run));
    keep(run.id, isOpen(run));
    tellAll();
  };
  acts["fold-runs"] = () => {
    const opens = !runs.some(isOpen);
    runs.forEach((run) => {
      fold(run, opens);
      keep(run.id, opens);
    });
    tellAll();
  };
  log.addEventListener("toggle", (event) => event.target.id && keep(event.target.id, event.target.open), true);

  const before = kept();
  runs.forEach((run) => before.has(run.id) && fold(run, before.get(run.id)));
  findAll("details[id]", log).forEach((line) => before.get(line.id) && (line.open = true));
  all.hidden = !runs.length;
  tellAll();
})();
