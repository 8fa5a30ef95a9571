/* Rows put in order by hand: a name is dragged, or Alt and an arrow moves the row of a bar. */

import { barOf, holder } from "./scale.js";
import { place } from "./sending.js";

const STILL = 6;
let pull = null;
let mark = null;
let isDone = false;

const isByHand = () => holder()?.dataset.by === "phase";

/* The rows below the same heading, in their order. */
const mates = (row) => {
  let first = row;
  while (first.previousElementSibling?.classList.contains("gantt-row")) first = first.previousElementSibling;
  const found = [];
  for (let next = first; next?.classList.contains("gantt-row"); next = next.nextElementSibling) found.push(next);
  return found;
};

const keyOf = (row) => row.id.replace("row-", "");

/* Move the row of a bar one place up or down; tell whether it has a place to go. */
export const shift = (bar, step) => {
  const row = bar.closest(".gantt-row");
  const rows = mates(row);
  const other = isByHand() ? rows[rows.indexOf(row) + step] : null;
  if (!other) {
    window.landfall?.announce(
      isByHand() ? gettext("It is at the end of its phase.") : gettext("Group by phase to put rows in order.")
    );
    return false;
  }
  place(keyOf(row), keyOf(other), step > 0);
  return true;
};

const show = (row, isBehind) => {
  if (!mark) {
    mark = document.createElement("div");
    mark.className = "gantt-drop";
  }
  const body = document.getElementById("gantt-body");
  if (mark.parentNode !== body) body.append(mark);
  mark.style.transform = `translateY(${pull.tops.get(row) + (isBehind ? pull.height : 0)}px)`;
};

const end = () => {
  pull = null;
  mark?.remove();
};

const begin = (event) => {
  const label = event.target.closest?.("[data-editable] .gantt-row .gantt-label");
  if (!label || event.button !== 0 || event.pointerType === "touch" || !isByHand()) return;
  pull = { row: label.parentNode, y: event.clientY, to: null, tops: null };
};

const follow = (event) => {
  if (!pull) return;
  if (!pull.tops) {
    if (Math.abs(event.clientY - pull.y) < STILL) return;
    const body = document.getElementById("gantt-body").getBoundingClientRect();
    pull.rows = mates(pull.row);
    pull.height = pull.row.offsetHeight;
    pull.tops = new Map(pull.rows.map((row) => [row, row.getBoundingClientRect().top - body.top]));
    pull.above = body.top;
    pull.scroll = holder().scrollTop;
    barOf(keyOf(pull.row))?.focus({ preventScroll: true });
  }
  const y = event.clientY - pull.above + holder().scrollTop - pull.scroll;
  const first = pull.tops.get(pull.rows[0]);
  const at = Math.min(Math.max(Math.floor((y - first) / pull.height), 0), pull.rows.length - 1);
  const row = pull.rows[at];
  const isBehind = y - pull.tops.get(row) > pull.height / 2;
  pull.to = { row, isBehind };
  show(row, isBehind);
};

const release = () => {
  if (!pull) return;
  const { row, to } = pull;
  end();
  if (!to) return;
  isDone = true; // the click that follows opens nothing
  window.setTimeout(() => {
    isDone = false;
  });
  if (to.row !== row) place(keyOf(row), keyOf(to.row), to.isBehind);
};

document.addEventListener("pointerdown", begin);
document.addEventListener("pointermove", follow);
document.addEventListener("pointerup", release);
document.addEventListener("pointercancel", end);
document.addEventListener("keydown", (event) => event.key === "Escape" && pull && end());
document.addEventListener("dragstart", (event) => event.target.closest?.("[data-editable] .gantt-label") && event.preventDefault());
document.addEventListener(
  "click",
  (event) => {
    if (!isDone || !event.target.closest?.(".gantt-label")) return;
    event.preventDefault();
    event.stopPropagation();
  },
  true
);
