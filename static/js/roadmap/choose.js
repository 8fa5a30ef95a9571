/* Several initiatives are chosen: Ctrl or Shift and a click, Shift and an arrow, X, or their boxes. The
   boxes are fields of the form that changes all of them; rows that are drawn anew get theirs back. */

const BOX = 'input[form="bulk"][name="chosen"]';
const chosen = new Set(); // keys of initiatives
let anchor = "";
let isDue = false;

const keyOf = (box) => box.value.split(":")[0];
const boxes = () => [...document.querySelectorAll(BOX)];

/* Rules that look into every row (`:has`) would be looked at again with each answer. */
const mark = (box) => box.closest(".gantt-row")?.classList.toggle("chosen", box.checked);

const count = () => {
  document.documentElement.toggleAttribute("data-chosen", chosen.size > 0);
  const label = document.querySelector("[data-bulk-count]");
  if (!label) return;
  label.textContent = chosen.size === 1 ? label.dataset.one : label.dataset.many.replace("{count}", chosen.size);
  document.querySelector("[data-choose-none]")?.removeAttribute("hidden");
};

const show = () => {
  const there = new Set();
  for (const box of boxes()) {
    box.checked = chosen.has(keyOf(box));
    mark(box);
    there.add(keyOf(box));
  }
  for (const key of chosen) if (!there.has(key)) chosen.delete(key);
  count();
};

const showAgain = () => {
  isDue = false;
  show();
};

export const chooseNone = () => {
  if (!chosen.size) return false;
  chosen.clear();
  show();
  return true;
};

export const choose = (key) => {
  anchor = key;
  if (!chosen.delete(key)) chosen.add(key);
  show();
  window.landfall?.announce(document.querySelector("[data-bulk-count]")?.textContent || "");
};

/* Choose everything from where choosing began to a row. */
export const chooseTo = (key) => {
  const keys = boxes().map(keyOf);
  if (!keys.includes(anchor)) anchor = key;
  const [from, to] = [keys.indexOf(anchor), keys.indexOf(key)].sort((a, b) => a - b);
  chosen.clear();
  for (const between of keys.slice(from, to + 1)) chosen.add(between);
  show();
  window.landfall?.announce(document.querySelector("[data-bulk-count]")?.textContent || "");
};

export const startAt = (key) => {
  if (!chosen.size) anchor = key;
};

/* The bars that move with one: all chosen ones if it is among them, in the order of the page. */
export const withChosen = (key) => (chosen.has(key) ? boxes().map(keyOf).filter((one) => chosen.has(one)) : [key]);

/* A click that chooses; the row opens nothing then. */
export const chooses = (event, key) => {
  if (event.shiftKey) chooseTo(key);
  else if (event.ctrlKey || event.metaKey) choose(key);
  else return false;
  return true;
};

document.addEventListener("change", (event) => {
  if (!event.target.matches?.(BOX)) return;
  const key = keyOf(event.target);
  anchor = key;
  if (event.target.checked) chosen.add(key);
  else chosen.delete(key);
  mark(event.target);
  count();
});
document.addEventListener("reset", (event) => event.target.id === "bulk" && window.setTimeout(chooseNone));
/* What was changed for all is done with, once it is stored and not only shown. */
document.addEventListener("htmx:afterRequest", (event) => {
  const { elt, successful, xhr } = event.detail;
  const isBulk = elt.id === "bulk" || (elt.closest("#consequences") && elt.elements?.chosen);
  if (!isBulk || !successful || xhr.getResponseHeader("HX-Retarget") === "#drawer") return;
  chosen.clear();
  document.getElementById("bulk")?.reset();
});
/* Once an answer, though each of its parts settles. */
document.addEventListener("htmx:afterSettle", () => {
  if (!isDue) window.queueMicrotask(showAgain);
  isDue = true;
});
window.addEventListener("pageshow", () => {
  for (const box of boxes()) if (box.checked) chosen.add(keyOf(box));
  show();
});
