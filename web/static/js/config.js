// Configuration: a suggestion is taken into its row, and rows that were touched are marked.
(() => {
  const FIELD = "select[name=value], input[name=value]";

  function suggest(button) {
    const field = button.closest("tr").querySelector(FIELD);
    field.value = button.dataset.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
    Counterfoil.say(`${button.dataset.value} is chosen. It counts when you apply it.`);
  }

  Object.assign(Counterfoil.acts, { suggest });

  // A row that was touched stands out until the page says what it changes.
  document.addEventListener("input", (event) => {
    const field = event.target.closest("[data-mapping] :is(select, input)[name=value]");
    if (field) field.closest("tr").classList.add("sel");
  });

  // What was chosen and not sent yet is not lost to Find, another page or another table's button.
  let sent = null;
  document.addEventListener("submit", (event) => (sent = event.target));
  addEventListener("pageshow", () => (sent = null));
  addEventListener("beforeunload", (event) => {
    const chosen = Counterfoil.findAll("[data-mapping] tr.sel");
    if (chosen.some((row) => row.closest("form") !== sent)) event.preventDefault();
  });
})();
