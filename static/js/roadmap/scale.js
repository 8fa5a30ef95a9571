// @ts-check
/* Days and places of the drawing. What is measured is measured once, before a hand moves. */

export const DAY = 86400000;

/** @returns {HTMLElement} */
export const holder = () => document.querySelector("[data-gantt]");
/** @param {string | number} id */
export const barOf = (id) => document.getElementById(`bar-${id}`);
/** @param {string} text a day, YYYY-MM-DD */
export const parse = (text) => Date.parse(`${text}T00:00:00Z`);
/** @param {number} time ms of a day in UTC, as in all of this file */
export const iso = (time) => new Date(time).toISOString().slice(0, 10);

const isChinese = document.documentElement.lang.toLowerCase().startsWith("zh");
const format = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
/** @param {number} time */
const words = (time) => (isChinese ? iso(time) : format.format(time));

/** @param {number} start @param {number} end */
export const span = (start, end) =>
  interpolate(gettext("%(start)s to %(end)s"), { start: words(start), end: words(end) }, true);

/**
 * Where a bar would stand, in words. Moved as a whole it keeps its duration on the calendar of the plant,
 * and only the server knows with which day it ends then.
 * @param {SVGGraphicsElement} bar
 * @param {number} start
 * @param {number} end
 */
export const where = (bar, start, end) => {
  const [from, to] = [parse(bar.dataset.start), parse(bar.dataset.end)];
  if (start === from || start - from !== end - to) return span(start, end);
  return interpolate(gettext("from %(start)s, same duration"), { start: words(start) }, true);
};

/** @param {number} time @param {number} months */
export const addMonths = (time, months) => {
  const day = new Date(time);
  const index = day.getUTCFullYear() * 12 + day.getUTCMonth() + months;
  const year = Math.floor(index / 12);
  const last = new Date(Date.UTC(year, (index % 12) + 1, 0)).getUTCDate();
  return Date.UTC(year, index % 12, Math.min(day.getUTCDate(), last));
};

const WIDE = 3; // px: where a day is as wide, a hand finds it
const MONDAY = 4 * DAY; // the first one since 1970

/**
 * The day on which a hand means to let go: where days are narrow, the nearest Monday or first of a month.
 * @param {number} time
 * @param {number} day width in px
 */
export const snap = (time, day) => {
  if (day >= WIDE) return time;
  const monday = MONDAY + Math.round((time - MONDAY) / (7 * DAY)) * 7 * DAY;
  const first = time - (new Date(time).getUTCDate() - 1) * DAY;
  const near = [monday, first, addMonths(first, 1)];
  return near.reduce((best, other) => (Math.abs(other - time) < Math.abs(best - time) ? other : best));
};

/**
 * Where days lie within the body of the drawing, and where a bar lies in it.
 * @param {SVGGraphicsElement} bar
 */
export const measure = (bar) => {
  const box = holder();
  const body = document.getElementById("gantt-body").getBoundingClientRect();
  const lane = bar.ownerSVGElement.getBoundingClientRect();
  const { start, end } = box.dataset;
  const first = parse(start);
  const day = lane.width / ((parse(end) - first) / DAY);
  return {
    day,
    at: (/** @type {number} */ time) => lane.left - body.left + ((time - first) / DAY) * day,
    top: lane.top - body.top + lane.height / 2,
    left: body.left,
    above: body.top,
    right: lane.right - body.left,
  };
};
