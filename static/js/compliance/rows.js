/* Rows of the checklist: says how many duties are chosen (the bar itself shows by CSS), and keeps
   the focus in a row that became a form or was saved. Works without this, less comfortably. */
"use strict";

(() => {
  const count = () => {
    const label = document.querySelector("[data-bulk-count]");
    if (!label) return;
    const chosen = document.querySelectorAll('input[form="bulk"][name="duty"]:checked').length;
    label.textContent = chosen === 1 ? label.dataset.one : label.dataset.many.replace("{count}", String(chosen));
  };

  const keepFocus = (event) => {
    const row = event.detail.target?.id?.startsWith("duty-") && document.getElementById(event.detail.target.id);
    const isLost = !document.activeElement || document.activeElement === document.body;
    if (row && row.matches("tr") && isLost) row.querySelector("select, .actions-cell a")?.focus();
  };

  document.addEventListener("change", (event) => {
    if (event.target.matches?.('input[form="bulk"]')) count();
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    count();
    keepFocus(event);
  });
  window.addEventListener("pageshow", count);
})();
