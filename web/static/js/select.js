// Selection: click, shift-click, the box in the head for all rows shown, then everything that matches.
(() => {
  const { find, findAll, say, toast, toldOfEnd, parse, acts, keys } = Counterfoil;
  let last = null;
  // Whether the action is over the whole filter instead of what is ticked.
  let every = false;

  function showSelection() {
    const bar = find("#bulk");
    if (!bar) return;
    const form = bar.closest("form");
    const boxes = findAll("[name=sel]");
    const ticked = boxes.filter((box) => box.checked);
    const isAll = ticked.length > 0 && ticked.length === boxes.length;
    every = every && isAll;
    bar.hidden = !ticked.length;
    boxes.forEach((box) => box.closest("tr").classList.toggle("sel", box.checked));
    find("#bn").textContent = every ? `All ${form.dataset.total} selected` : `${ticked.length} selected`;
    const all = find("#all");
    all.checked = isAll;
    all.indeterminate = ticked.length > 0 && !isAll;
    find("#each").hidden = isAll;
    find("#unskip").hidden = !every && !ticked.some((box) => find(".st-skipped", box.closest("tr")));
    const more = find("#every");
    more.hidden = every || !isAll || Number(form.dataset.matching) <= boxes.length;
    more.textContent = `Select all ${form.dataset.total} matching`;
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

  // The question comes from the server, which knows the numbers; its form is a plain one.
  const dialog = find("#ask");
  async function ask(url, options = {}) {
    let response;
    try {
      response = await fetch(url, { ...options, headers: { "HX-Request": "true" }, cache: "no-store" });
    } catch {
      toast("The dashboard could not be reached. Nothing was changed; try again in a moment.", true);
      return;
    }
    if (toldOfEnd(response)) return;
    if (!response.ok) {
      const answer = await response.json().catch(() => null);
      toast(answer?.detail || "The dashboard did not answer. Nothing was changed; try again in a moment.", true);
      return;
    }
    find("#ask-body").replaceChildren(...parse(await response.text()).body.childNodes);
    dialog.showModal();
    find("#qtitle").focus();
  }
  function everything(without) {
    const query = new URLSearchParams(location.search);
    ["open", "cursor", "rows", ...without].forEach((name) => query.delete(name));
    return query;
  }
  function addressOfAll(form, action) {
    const query = everything(["view", "sort"]);
    query.set("action", action);
    return `${form.dataset.bulk}?${query}`;
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    if (!form.matches("form[data-bulk]") || !button) return;
    const file = button.dataset.plain;
    if (file && !every) return;
    event.preventDefault();
    if (file) {
      location.href = `${file}?${everything([])}`;
      return;
    }
    if (every) {
      ask(addressOfAll(form, button.value));
      return;
    }
    const body = new FormData(form);
    body.append("action", button.value);
    ask(form.getAttribute("action"), { method: "POST", body });
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-ask]");
    if (!link || !dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    ask(link.href);
  });

  Object.assign(acts, {
    clear: () => {
      findAll("[name=sel]:checked").forEach((box) => (box.checked = false));
      showSelection();
    },
    shown: () => find("#all").click(),
    every: () => {
      every = true;
      showSelection();
      find("#bulk button[name=action]").focus();
      say(find("#bn").textContent);
    },
    leave: (link) => {
      if (dialog?.open) dialog.close();
      else location.href = link.href;
    },
  });
  Object.assign(keys, { x: () => find("tr.cur [name=sel]")?.click() });
  document.addEventListener("counterfoil:drawn", showSelection);
  showSelection();
})();
