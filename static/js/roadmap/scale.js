/* Days and places of the drawing. What is measured is measured once, before a hand moves. */

export const DAY = 86400000;

export const holder = () => document.querySelector("[data-gantt]");
export const barOf = (id) => document.getElementById(`bar-${id}`);
export const parse = (text) => Date.parse(`${text}T00:00:00Z`);
export const iso = (time) => new Date(time).toISOString().slice(0, 10);

const isChinese = document.documentElement.lang.toLowerCase().startsWith("zh");
const format = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const words = (time) => (isChinese ? iso(time) : format.format(time));

export const span = (start, end) =>
  interpolate(gettext("%(start)s to %(end)s"), { start: words(start), end: words(end) }, true);

export const addMonths = (time, months) => {
  const day = new Date(time);
  const index = day.getUTCFullYear() * 12 + day.getUTCMonth() + months;
  const year = Math.floor(index / 12);
  const last = new Date(Date.UTC(year, (index % 12) + 1, 0)).getUTCDate();
  return Date.UTC(year, index % 12, Math.min(day.getUTCDate(), last));
};

/* Where days lie within the body of the drawing, and where a bar lies in it. */
export const measure = (bar) => {
  const box = holder();
  const body = document.getElementById("gantt-body").getBoundingClientRect();
  const lane = bar.ownerSVGElement.getBoundingClientRect();
  const { start, end } = box.dataset;
  const first = parse(start);
  const day = lane.width / ((parse(end) - first) / DAY);
  return {
    day,
    at: (time) => lane.left - body.left + ((time - first) / DAY) * day,
    top: lane.top - body.top + lane.height / 2,
    left: body.left,
    above: body.top,
    right: lane.right - body.left,
  };
};
