/* Several initiatives are chosen: Ctrl or Shift and a click, Shift and an arrow, X, or their boxes. The
   boxes are fields of the form that changes all of them; rows that are drawn anew get theirs back. */

const BOX = 'input[form="bulk"][name="chosen"]';
const chosen = new Set(); // keys of initiatives
let anchor = "";

const keyOf = (box) => box.value.split(":")[0];
const boxes = () => [...document.querySelectorAll(BOX)];

const count = () => {
  const label = document.querySelector("[data-bulk-count]");
  if (!label) return;
  label.textContent = chosen.size === 1 ? label.dataset.one : label.dataset.many.replace("{count}", chosen.size);
  document.querySelector("[data-choose-none]")?.removeAttribute("hidden");
};

const show = () => {
  const there = new Set();
  for (const box of boxes()) {
    box.checked = chosen.has(keyOf(box));
    there.add(keyOf(box));
  }
  for (const key of chosen) if (!there.has(key)) chosen.delete(key);
  count();
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
  count();
});
document.addEventListener("reset", (event) => event.target.id === "bulk" && window.setTimeout(chooseNone));
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.elt.id !== "bulk" || !event.detail.successful) return;
  chosen.clear();
  document.getElementById("bulk")?.reset();
});
document.addEventListener("htmx:afterSettle", show);
window.addEventListener("pageshow", () => {
  for (const box of boxes()) if (box.checked) chosen.add(keyOf(box));
  count();
});
