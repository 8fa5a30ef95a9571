/* Selecting advised initiatives: none at all, all or none of a gap. The sums follow by htmx from the
   change that is told here. Without this the boxes work one by one. */
"use strict";

const form = document.querySelector("form[data-selection]");

const set = (boxes, isTicked) => {
  const changed = [...boxes].filter((box) => box.checked !== isTicked);
  for (const box of changed) box.checked = isTicked;
  if (changed.length) form.dispatchEvent(new Event("change", { bubbles: true }));
};

const boxes = (names) => {
  const wanted = new Set(names.split(" "));
  return [...form.querySelectorAll('input[name="initiatives"]')].filter((box) => wanted.has(box.value));
};

if (form) {
  for (const button of form.querySelectorAll("[data-select], [data-deselect], [data-select-none]")) {
    button.hidden = false;
  }
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if ("selectNone" in button.dataset) set(form.querySelectorAll('input[name="initiatives"]'), false);
    if (button.dataset.select) set(boxes(button.dataset.select), true);
    if (button.dataset.deselect) set(boxes(button.dataset.deselect), false);
  });
}
