/* The roadmap under the hand: drag a bar, pull its edges, link it, or do the same by keys.
   The server draws and decides. Here a ghost shows what a release would store; nothing is
   sent before the release, and one answer replaces the drawing. */

const DAY = 86400000;
const WAIT = 700;
const STILL = 4;
const SVG = "http://www.w3.org/2000/svg";

let drag = null;
let pending = null;
let asked = null;
let linking = null;
let returnTo = "";
let scrolled = 0;

const holder = () => document.querySelector("[data-gantt]");
const barOf = (id) => document.getElementById(`bar-${id}`);
const bars = () => [...document.querySelectorAll("[data-gantt] .gantt-bar")];
const say = (text) => window.landfall?.announce(text);
const parse = (text) => Date.parse(`${text}T00:00:00Z`);
const iso = (time) => new Date(time).toISOString().slice(0, 10);
const words = (time) =>
  document.documentElement.lang.toLowerCase().startsWith("zh")
    ? iso(time)
    : new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(time);
const span = (start, end) =>
  interpolate(gettext("%(start)s to %(end)s"), { start: words(start), end: words(end) }, true);
const address = (name, id) => holder().dataset[name].replace("/0/", `/${id}/`);

/* --- the scale ------------------------------------------------------------------------------ */
const scale = () => {
  const axis = holder().querySelector(".gantt-axis").dataset;
  const first = parse(axis.start);
  const width = (Number(axis.right) - Number(axis.left)) / ((parse(axis.end) - first) / DAY);
  return { at: (time) => Number(axis.left) + ((time - first) / DAY) * width, day: width };
};

const place = (svg, event) => {
  const point = new DOMPoint(event.clientX, event.clientY);
  return point.matrixTransform(svg.getScreenCTM().inverse());
};

const addMonths = (time, months) => {
  const day = new Date(time);
  const index = day.getUTCFullYear() * 12 + day.getUTCMonth() + months;
  const year = Math.floor(index / 12);
  const last = new Date(Date.UTC(year, (index % 12) + 1, 0)).getUTCDate();
  return Date.UTC(year, index % 12, Math.min(day.getUTCDate(), last));
};

/* --- the ghost ------------------------------------------------------------------------------ */
const make = (name, values, parent) => {
  const node = document.createElementNS(SVG, name);
  Object.entries(values).forEach(([key, value]) => node.setAttribute(key, value));
  parent.append(node);
  return node;
};

const clear = () => {
  document.querySelectorAll(".gantt-ghost").forEach((ghost) => ghost.remove());
  bars().forEach((bar) => bar.classList.remove("moving"));
};

const ghost = (bar, start, end) => {
  clear();
  const svg = bar.ownerSVGElement;
  const { at } = scale();
  const box = bar.querySelector("rect");
  const [y, height] = [Number(box.getAttribute("y")), Number(box.getAttribute("height"))];
  const [left, right] = [at(start), at(end + DAY)];
  const group = make("g", { class: "gantt-ghost" }, svg);
  make("rect", { x: left, y: y - 1, width: Math.max(right - left, 3), height: height + 2, rx: 4 }, group);
  const text = make("text", { x: left, y: y - 6 }, group);
  text.textContent = span(start, end);
  const over = text.getBBox().x + text.getBBox().width - svg.viewBox.baseVal.width;
  if (over > 0) text.setAttribute("x", left - over);
  bar.classList.add("moving");
};

const wire = (bar, point) => {
  clear();
  const box = bar.querySelector("rect");
  const x = Number(box.getAttribute("x")) + Number(box.getAttribute("width"));
  const y = Number(box.getAttribute("y")) + Number(box.getAttribute("height")) / 2;
  const group = make("g", { class: "gantt-ghost" }, bar.ownerSVGElement);
  make("line", { x1: x, y1: y, x2: point.x, y2: point.y }, group);
};

/* --- what is sent --------------------------------------------------------------------------- */
const send = (url, values, focus) => {
  if (!navigator.onLine) {
    window.landfall?.toast(document.body.dataset.notSent, "bad");
    clear();
    return;
  }
  returnTo = focus;
  scrolled = holder().scrollLeft;
  const view = document.getElementById("gantt").dataset.view;
  window.htmx.ajax("POST", url, {
    source: holder(),
    target: "#gantt",
    swap: "outerHTML",
    values: { ...values, view },
  });
};

const store = (bar, start, end) => {
  if (iso(start) === bar.dataset.start && iso(end) === bar.dataset.end) {
    clear();
    return;
  }
  const values = { starts_on: iso(start), ends_on: iso(end), version: bar.dataset.version };
  asked = { id: bar.dataset.id, start, end };
  send(address("move", bar.dataset.id), values, bar.id);
};

const flush = () => {
  if (!pending) return;
  const { id, start, end, timer } = pending;
  window.clearTimeout(timer);
  pending = null;
  const bar = barOf(id);
  if (bar) store(bar, start, end);
};

/* A move that is not sent, or not answered, when the page is left goes out behind it. Should both
   arrive, the version refuses the second. */
const leave = () => {
  const bar = pending ? barOf(pending.id) : asked && barOf(asked.id);
  if (!bar) return;
  const { start, end } = pending || asked;
  const values = { starts_on: iso(start), ends_on: iso(end), version: bar.dataset.version };
  window.fetch(address("move", bar.dataset.id), {
    method: "POST",
    body: new URLSearchParams(values),
    headers: JSON.parse(document.body.getAttribute("hx-headers")),
    keepalive: true,
    redirect: "manual", // the plan page would take the message that the next page shows
  });
};

const link = (before, after) => {
  clear();
  stopLinking();
  if (before && after && before !== after) {
    send(holder().dataset.link, { predecessor: before, successor: after, kind: "FS", lag_days: 0 }, `bar-${after}`);
  }
};

const open = (url, target) => {
  window.htmx.ajax("GET", url, { source: holder(), target, swap: "innerHTML" });
};

const show = (id) => {
  returnTo = `bar-${id}`;
  window.history.replaceState({}, "", `?initiative=${id}`);
  open(`${window.location.pathname}?initiative=${id}`, "#drawer");
};

/* --- by hand -------------------------------------------------------------------------------- */
const MODES = { "grip-start": "start", "grip-end": "end", "grip-link": "link" };

const begin = (event) => {
  const bar = event.target.closest?.("[data-gantt] .gantt-bar");
  if (!bar || bar.classList.contains("locked") || event.button !== 0) return;
  flush();
  const part = Object.keys(MODES).find((name) => event.target.classList.contains(name));
  drag = {
    bar,
    mode: MODES[part] || "move",
    from: place(bar.ownerSVGElement, event),
    start: parse(bar.dataset.start),
    end: parse(bar.dataset.end),
    moved: false,
    to: null,
  };
  bar.setPointerCapture(event.pointerId);
  bar.focus({ preventScroll: true });
  event.preventDefault();
};

const follow = (event) => {
  if (!drag) return;
  const point = place(drag.bar.ownerSVGElement, event);
  const far = Math.hypot(point.x - drag.from.x, point.y - drag.from.y);
  if (!drag.moved && far < STILL) return;
  drag.moved = true;
  if (drag.mode === "link") {
    wire(drag.bar, point);
    return;
  }
  const shift = Math.round((point.x - drag.from.x) / scale().day) * DAY;
  let { start, end } = drag;
  if (drag.mode !== "end") start += shift;
  if (drag.mode !== "start") end += shift;
  if (drag.mode === "start") start = Math.min(start, end);
  if (drag.mode === "end") end = Math.max(start, end);
  drag.to = { start, end };
  ghost(drag.bar, start, end);
};

const release = (event) => {
  if (!drag) return;
  const { bar, mode, moved, to } = drag;
  drag = null;
  if (!moved) {
    if (mode !== "link") show(bar.dataset.id);
    return;
  }
  if (mode === "link") {
    const under = document.elementsFromPoint(event.clientX, event.clientY);
    const found = under.map((node) => node.closest(".gantt-bar")).find((other) => other && other !== bar);
    link(bar.dataset.id, found?.dataset.id);
    return;
  }
  store(bar, to.start, to.end);
};

const cancel = () => {
  drag = null;
  if (pending) window.clearTimeout(pending.timer);
  pending = null;
  stopLinking();
  clear();
};

/* --- by keys -------------------------------------------------------------------------------- */
const nudge = (bar, event) => {
  const step = event.key === "ArrowRight" ? 1 : -1;
  const now = pending?.id === bar.dataset.id ? pending : { start: parse(bar.dataset.start), end: parse(bar.dataset.end) };
  if (pending && pending.id !== bar.dataset.id) flush();
  const moved = (time) => (event.shiftKey ? addMonths(time, step) : time + step * 7 * DAY);
  const start = event.altKey ? now.start : moved(now.start);
  const end = Math.max(moved(now.end), start);
  if (pending) window.clearTimeout(pending.timer);
  pending = { id: bar.dataset.id, start, end, timer: window.setTimeout(flush, WAIT) };
  ghost(bar, start, end);
  say(span(start, end));
};

const startLinking = (bar) => {
  linking = bar.dataset.id;
  holder().classList.add("linking");
  bar.classList.add("link-from");
  say(gettext("Choose with ↑ and ↓ what waits for it, then press Enter. Esc ends."));
};

const stopLinking = () => {
  linking = null;
  holder()?.classList.remove("linking");
  bars().forEach((bar) => bar.classList.remove("link-from"));
};

const walk = (bar, step) => {
  const all = bars();
  const next = all[all.indexOf(bar) + step];
  next?.focus();
};

const remove = (bar) => {
  returnTo = bar.id;
  open(address("delete", bar.dataset.id), "#asking");
};

const enter = (bar) => {
  if (linking) {
    link(linking, bar.dataset.id);
    return;
  }
  if (pending) {
    flush();
    return;
  }
  returnTo = bar.id;
  open(address("edit", bar.dataset.id), "#drawer");
};

const LETTERS = {
  l: (bar) => (linking ? stopLinking() : startLinking(bar)),
  u: () => document.querySelector("[data-undo]")?.click(),
  r: () => document.querySelector("[data-redo]")?.click(),
};
const KEYS = {
  ArrowLeft: nudge,
  ArrowRight: nudge,
  ArrowUp: (bar) => walk(bar, -1),
  ArrowDown: (bar) => walk(bar, 1),
  Enter: enter,
  " ": enter,
  Delete: remove,
  Backspace: remove,
  Escape: cancel,
};

const press = (event) => {
  const bar = event.target.closest?.("[data-gantt] .gantt-bar");
  if (event.key === "Escape" && (drag || pending || linking)) {
    event.preventDefault();
    cancel();
    return;
  }
  if (!bar || event.defaultPrevented || event.ctrlKey || event.metaKey) return;
  const letter = document.body.dataset.keys === "off" || event.altKey ? null : LETTERS[event.key.toLowerCase()];
  const act = KEYS[event.key] || letter;
  if (!act) return;
  event.preventDefault();
  if (bar.classList.contains("locked") && (act === nudge || act === remove)) return;
  act(bar, event);
};

/* --- around a swap -------------------------------------------------------------------------- */
const settle = () => {
  const ask = document.querySelector("#asking dialog:not([open])");
  if (ask) {
    ask.addEventListener("close", () => document.getElementById(returnTo)?.focus({ preventScroll: true }));
    ask.showModal();
    return;
  }
  if (!holder()) return;
  if (scrolled) holder().scrollLeft = scrolled;
  if (document.querySelector("dialog[open]")) return;
  const bar = returnTo && document.getElementById(returnTo);
  if (bar && document.activeElement !== bar && !document.activeElement?.closest("#drawer")) {
    bar.focus({ preventScroll: true });
  }
};

const follows = (event) => {
  const anchor = event.target.closest?.("[data-gantt] a.gantt-name, .conflicts a[href^='#bar-']");
  if (!anchor || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const href = anchor.getAttribute("href");
  if (href.startsWith("#")) {
    const bar = document.getElementById(href.slice(1));
    bar?.scrollIntoView({ block: "center", inline: "center" });
    bar?.focus({ preventScroll: true });
    return;
  }
  show(new URLSearchParams(href).get("initiative"));
};

document.addEventListener("pointerdown", begin);
document.addEventListener("pointermove", follow);
document.addEventListener("pointerup", release);
document.addEventListener("pointercancel", cancel);
document.addEventListener("keydown", press);
document.addEventListener("focusout", (event) => {
  if (pending && event.target.dataset?.id === pending.id && !drag) flush();
});
document.addEventListener("click", follows);
window.addEventListener("pagehide", leave);
document.addEventListener("htmx:beforeSwap", (event) => {
  asked = null;
  if (event.detail.xhr.status >= 400) clear();
});
document.addEventListener("htmx:sendError", clear);
document.addEventListener("htmx:responseError", clear);
document.addEventListener("htmx:afterSettle", settle);
document.addEventListener("landfall:drawer-closed", () => {
  document.getElementById(returnTo)?.focus({ preventScroll: true });
});
