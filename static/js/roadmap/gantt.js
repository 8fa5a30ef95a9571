/* The roadmap under the hand: drag a bar, pull its edges, link it, or do the same by keys.
   The server draws and decides. Nothing is sent before the release, and the answer replaces the
   rows that look different. The bars are one stop of the Tab key; arrows walk them. */

import { choose, chooseNone, chooses, chooseTo, startAt, withChosen } from "./choose.js";
import { clear, ghost, others, wire } from "./ghost.js";
import { shift } from "./order.js";
import { DAY, addMonths, barOf, holder, measure, parse, snap, where } from "./scale.js";
import { copy, edit, leave, link, remove, show, store } from "./sending.js";

const WAIT = 700;
const STILL = 4;
const PRESS = 420; // ms a finger rests on a bar to pick it up; less is scrolling
const EDGE = 48;

let drag = null;
let pending = null;
let sent = null; // what keys have sent and nobody has accepted yet: the next key goes on from there
let linking = null;
let hint = null; // how to link, as long as somebody does
let returnTo = "";
let beside = ""; // who has the hand when the bar it was on is removed
let settling = false;
let place = null; // of what an answer replaces: where it stands, and how far its drawing is scrolled
let isAnew = false;

const BAR = "[data-editable] .gantt-bar";
const bars = () => [...document.querySelectorAll(BAR)];
const say = (text) => window.landfall?.announce(text);
const scroller = () => holder();

/* --- one stop of the Tab key ------------------------------------------------------------------ */
const rove = (bar) => {
  if (bar.getAttribute("tabindex") === "0") return;
  document.querySelectorAll(`${BAR}[tabindex="0"]`).forEach((old) => old.setAttribute("tabindex", "-1"));
  bar.setAttribute("tabindex", "0");
};

/* With a script the bar opens the row; its name is no stop of its own. */
const quiet = () =>
  document
    .querySelectorAll("[data-editable] .gantt-name:not([tabindex])")
    .forEach((name) => name.setAttribute("tabindex", "-1"));

const focus = (bar) => {
  bar?.closest(".gantt-row")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  touch(bar);
};

/* What lies under the hand is in sight: nothing scrolls. */
const touch = (bar) => bar?.focus({ preventScroll: true });

const isInSight = (bar) => {
  const row = bar.closest(".gantt-row");
  const { top, height } = row.getBoundingClientRect();
  const { left } = scroller().getBoundingClientRect();
  return document.elementFromPoint(left + 8, top + height / 2)?.closest(".gantt-row") === row;
};

/* --- what waits to be sent -------------------------------------------------------------------- */
const flush = () => {
  if (!pending) return;
  const { id, moves, timer } = pending;
  window.clearTimeout(timer);
  pending = null;
  sent = { id, moves };
  returnTo = `bar-${id}`;
  store(moves);
};

/* Where bars stand, each { id, start, end }; the one under the hand first. */
const standing = (bar, keys) =>
  [bar, ...keys.filter((key) => key !== bar.dataset.id).map(barOf)].filter(Boolean).map(({ dataset }) => ({
    id: dataset.id,
    start: parse(dataset.start),
    end: parse(dataset.end),
  }));

const tie = (before, after) => {
  stopLinking();
  returnTo = `bar-${after}`;
  link(before, after);
};

const open = (bar) => {
  returnTo = bar.id;
  show(bar.dataset.id);
};

/* --- by hand -------------------------------------------------------------------------------- */
const MODES = { "grip-start": "start", "grip-end": "end", "grip-link": "link" };

const pick = () => {
  drag.held = true;
  touch(drag.bar);
  drag.places = measure(drag.bar);
  drag.scroll = scroller().scrollLeft;
  drag.all = standing(drag.bar, drag.mode === "move" ? withChosen(drag.bar.dataset.id) : []);
  drag.bar.setPointerCapture?.(drag.pointer);
};

const begin = (event) => {
  if (drag && event.pointerId !== drag.pointer) {
    cancel(); // a second finger scrolls
    return;
  }
  const bar = event.target.closest?.(BAR);
  if (!bar || event.button !== 0) return;
  flush();
  if (chooses(event, bar.dataset.id)) {
    event.preventDefault();
    touch(bar);
    return;
  }
  const part = Object.keys(MODES).find((name) => event.target.classList.contains(name));
  drag = {
    bar,
    pointer: event.pointerId,
    mode: MODES[part] || "move",
    x: event.clientX,
    y: event.clientY,
    start: parse(bar.dataset.start),
    end: parse(bar.dataset.end),
    moved: false,
    held: false,
    to: null,
  };
  if (event.pointerType === "touch") {
    drag.timer = window.setTimeout(() => {
      pick();
      ghost(bar, drag.start, drag.end, drag.places);
      navigator.vibrate?.(10);
    }, PRESS);
    return;
  }
  pick();
  event.preventDefault();
};

/* By how much the hand moves what it holds: the start, or of an end the day behind it, snaps; Alt lets it be free. */
const offset = (x, isFree) => {
  const days = Math.round((x - drag.x + scroller().scrollLeft - drag.scroll) / drag.places.day) * DAY;
  if (isFree || !days) return days;
  const from = drag.mode === "end" ? drag.end + DAY : drag.start;
  return snap(from + days, drag.places.day) - from;
};

const reach = (x, isFree) => {
  const by = offset(x, isFree);
  let { start, end } = drag;
  if (drag.mode !== "end") start += by;
  if (drag.mode !== "start") end += by;
  if (drag.mode === "start") start = Math.min(start, end);
  if (drag.mode === "end") end = Math.max(start, end);
  return { start, end };
};

const pull = (x, isFree) => {
  drag.to = reach(x, isFree);
  drag.lastX = x;
  drag.isFree = isFree;
  ghost(drag.bar, drag.to.start, drag.to.end, drag.places, ((drag.to.start - drag.start) / DAY) * drag.places.day);
};

/* At the edge of a wide drawing the days come towards the hand. */
const creep = () => {
  if (!drag?.moved || !scroller()) return;
  const before = scroller().scrollLeft;
  scroller().scrollLeft += drag.creeps * 14;
  if (scroller().scrollLeft !== before && drag.mode !== "link") {
    pull(drag.lastX, drag.isFree);
  }
  drag.frame = drag.creeps ? window.requestAnimationFrame(creep) : 0;
};

const follow = (event) => {
  if (!drag || event.pointerId !== drag.pointer) return;
  if (!drag.held) {
    if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > 2 * STILL) cancel();
    return;
  }
  if (!drag.moved && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < STILL) return;
  if (!drag.moved) {
    clear();
    others(drag.all.slice(1));
  }
  drag.moved = true;
  if (drag.mode === "link") {
    wire(drag.end, drag.places, event.clientX, event.clientY);
    return;
  }
  pull(event.clientX, event.altKey);
  drag.view ||= scroller().getBoundingClientRect();
  drag.creeps = event.clientX > drag.view.right - EDGE ? 1 : event.clientX < drag.view.left + EDGE ? -1 : 0;
  if (drag.creeps && !drag.frame) drag.frame = window.requestAnimationFrame(creep);
};

const release = (event) => {
  if (!drag || event.pointerId !== drag.pointer) return;
  const { bar, mode, moved, held, to, timer, all, start } = drag;
  drag = null;
  window.clearTimeout(timer);
  if (!moved) {
    clear();
    if (mode !== "link" && (held || event.pointerType === "touch")) open(bar);
    return;
  }
  if (mode === "link") {
    const under = document.elementsFromPoint(event.clientX, event.clientY);
    const found = under.map((node) => node.closest(BAR)).find((other) => other && other !== bar);
    clear();
    if (found) tie(bar.dataset.id, found.dataset.id);
    return;
  }
  returnTo = bar.id;
  const by = to.start - start;
  const along = all.slice(1).map((one) => ({ ...one, start: one.start + by, end: one.end + by }));
  store([{ id: bar.dataset.id, ...to }, ...along]);
};

const cancel = () => {
  window.clearTimeout(drag?.timer);
  drag = null;
  if (pending) window.clearTimeout(pending.timer);
  pending = null;
  stopLinking();
  clear();
};

/* --- by keys -------------------------------------------------------------------------------- */
const nudge = (bar, event) => {
  const step = event.key === "ArrowRight" ? 1 : -1;
  if (pending && pending.id !== bar.dataset.id) flush();
  const known = pending || (sent?.id === bar.dataset.id ? sent : null);
  const now = known?.moves || standing(bar, withChosen(bar.dataset.id));
  const moved = (time) => (event.shiftKey ? addMonths(time, step) : time + step * 7 * DAY);
  const moves = now.map(({ id, start, end }) => {
    const first = event.altKey ? start : moved(start);
    const behind = moved(end + DAY); // so that a whole month stays a whole month
    return { id, start: first, end: Math.max(behind - DAY, first) };
  });
  if (pending) window.clearTimeout(pending.timer);
  pending = { id: bar.dataset.id, moves, timer: window.setTimeout(flush, WAIT) };
  const [{ start, end }, ...along] = moves;
  others(along);
  ghost(bar, start, end);
  say(where(bar, start, end));
};

/* Arrows on the card that shows what would follow go on moving; nothing was stored yet. */
const goOn = (event) => {
  const was = sent;
  const card = event.target.closest?.("#drawer")?.querySelector("[data-ghosts]");
  const bar = card && was && event.key.startsWith("Arrow") && barOf(was.id);
  if (!bar || KEYS[event.key] !== nudge) return false;
  event.preventDefault();
  document.querySelector("#drawer [data-close]").click();
  sent = was;
  nudge(bar, event);
  return true;
};

const startLinking = (bar) => {
  linking = bar.dataset.id;
  holder().classList.add("linking");
  bar.classList.add("link-from");
  const how = gettext("Choose with ↑ and ↓ what waits for it, then press Enter. Esc ends.");
  hint = window.landfall?.toast(how, "");
};

const stopLinking = () => {
  linking = null;
  hint?.remove();
  holder()?.classList.remove("linking");
  document.querySelectorAll(".link-from").forEach((bar) => bar.classList.remove("link-from"));
};

const walk = (bar, step) => {
  const all = bars();
  focus(all[Math.min(Math.max(all.indexOf(bar) + step, 0), all.length - 1)]);
};

/* Shift and an arrow choose from the first bar on. */
const stretch = (bar, step) => {
  startAt(bar.dataset.id);
  walk(bar, step);
  chooseTo(document.activeElement.dataset.id);
};

const upDown = (step) => (bar, event) => {
  if (event.altKey) reorder(bar, step);
  else if (event.shiftKey) stretch(bar, step);
  else walk(bar, step);
};

const reorder = (bar, step) => {
  returnTo = bar.id;
  shift(bar, step);
};

const ask = (bar) => {
  const all = bars();
  const at = all.indexOf(bar);
  returnTo = bar.id;
  beside = (all[at + 1] || all[at - 1])?.id || "";
  remove(bar);
};

const enter = (bar) => {
  if (linking) {
    tie(linking, bar.dataset.id);
    return;
  }
  if (pending) {
    flush();
    return;
  }
  returnTo = bar.id;
  edit(bar);
};

const LETTERS = {
  l: (bar) => (linking ? stopLinking() : startLinking(bar)),
  u: () => document.querySelector("[data-undo]")?.click(),
  r: () => document.querySelector("[data-redo]")?.click(),
  i: open,
  x: (bar) => choose(bar.dataset.id),
  d: (bar) => {
    returnTo = bar.id;
    copy(bar);
  },
};
const KEYS = {
  ArrowLeft: nudge,
  ArrowRight: nudge,
  ArrowUp: upDown(-1),
  ArrowDown: upDown(1),
  Home: (bar) => walk(bar, -Infinity),
  End: (bar) => walk(bar, Infinity),
  Enter: enter,
  " ": enter,
  Delete: ask,
  Backspace: ask,
};

const press = (event) => {
  if (event.key === "Escape" && (drag || pending || linking)) {
    event.preventDefault();
    cancel();
    return;
  }
  if (goOn(event)) return;
  const bar = event.target.closest?.(BAR);
  if (event.key === "Escape" && bar && chooseNone()) {
    event.preventDefault();
    return;
  }
  if (!bar || event.defaultPrevented || event.ctrlKey || event.metaKey) return;
  const letter = document.body.dataset.keys === "off" || event.altKey ? null : LETTERS[event.key.toLowerCase()];
  const act = KEYS[event.key] || letter;
  if (!act) return;
  event.preventDefault();
  act(bar, event);
};

/* --- around a swap -------------------------------------------------------------------------- */
/* While consequences are shown, what would move is drawn where it would stand. */
const foresee = (card) => {
  clear();
  const moves = card.dataset.ghosts.split(",").filter(Boolean).map((text) => text.split(":"));
  others(moves.map(([id, start, end]) => ({ id, start: parse(start), end: parse(end) })));
};

const settle = () => {
  settling = false;
  quiet();
  const question = document.querySelector("#asking dialog:not([open])");
  if (question) {
    question.addEventListener("close", () => document.getElementById(returnTo)?.focus({ preventScroll: true }));
    question.showModal();
    return;
  }
  const shown = document.querySelector("#drawer [data-ghosts]");
  if (shown) {
    foresee(shown);
    return;
  }
  sent = null;
  const bar = document.getElementById(returnTo) || (returnTo && document.getElementById(beside));
  if (!bar || document.querySelector("dialog[open]")) return;
  rove(bar);
  const there = document.activeElement;
  // Who has walked on to another bar meanwhile stays there.
  if (there && there !== document.body && !(there.closest("[data-gantt]") && !there.matches(BAR))) return;
  if (isAnew && !isInSight(bar)) focus(bar);
  else touch(bar);
  isAnew = false;
};

const follows = (event) => {
  const anchor = event.target.closest?.("[data-gantt] a.gantt-name, .conflicts a[href^='#bar-'], .skip[href^='#bar-']");
  if (!anchor) return;
  const key = anchor.id.replace("name-", "");
  if (anchor.matches("[data-editable] .gantt-name") && chooses(event, key)) {
    event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const href = anchor.getAttribute("href");
  if (href.startsWith("#")) {
    const bar = document.getElementById(href.slice(1));
    if (!bar) return;
    event.preventDefault();
    bar.closest(".gantt-row").scrollIntoView({ block: "center", inline: "nearest" });
    bar.focus({ preventScroll: true });
    return;
  }
  event.preventDefault();
  returnTo = holder().hasAttribute("data-editable") ? anchor.id.replace("name", "bar") : anchor.id;
  show(key);
};

/* A wide drawing opens at today. */
const atToday = () => {
  const today = holder()?.querySelector(".gantt-head .today");
  if (!today || scroller().scrollWidth <= scroller().clientWidth) return;
  const view = scroller().getBoundingClientRect();
  scroller().scrollLeft += today.getBoundingClientRect().left - view.left - view.width / 2;
};

document.addEventListener("pointerdown", begin);
document.addEventListener("pointermove", follow);
document.addEventListener("pointerup", release);
document.addEventListener("pointercancel", (event) => drag?.pointer === event.pointerId && cancel());
document.addEventListener("touchmove", (event) => drag?.held && event.preventDefault(), { passive: false });
document.addEventListener("contextmenu", (event) => drag?.held && event.preventDefault());
document.addEventListener("keydown", press);
document.addEventListener("focusin", (event) => {
  const bar = event.target.closest?.(BAR);
  if (bar) rove(bar);
});
document.addEventListener("focusout", (event) => {
  if (pending && event.target.dataset?.id === pending.id && !drag) flush();
});
document.addEventListener("click", follows);
window.addEventListener("pagehide", () => leave(pending));
/* The page stays where it is though the browser anchors it to what was replaced. An act leaves a drawing
   where it is scrolled; another zoom or filter shows it from its beginning. */
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target?.id !== "gantt" || detail.xhr.getResponseHeader("HX-Reswap") === "none") return;
  const box = detail.requestConfig?.verb === "get" ? null : holder();
  place = {
    above: detail.target.getBoundingClientRect().top,
    drawing: box && { left: box.scrollLeft, top: box.scrollTop },
  };
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "gantt") return;
  clear();
  if (!place) return;
  window.scrollBy(0, document.getElementById("gantt").getBoundingClientRect().top - place.above);
  if (place.drawing) holder()?.scrollTo(place.drawing);
  place = null;
  isAnew = true;
});
// Once an answer, when all of it is in its place, and before the next key: that one would be lost.
document.addEventListener("htmx:afterSettle", () => {
  if (!settling) window.queueMicrotask(settle);
  settling = true;
});
document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target?.classList.contains("gantt-row")) clear();
});
document.addEventListener("landfall:drawer-closed", () => {
  clear();
  sent = null;
  document.getElementById(returnTo)?.focus({ preventScroll: true });
});
quiet();
atToday();
