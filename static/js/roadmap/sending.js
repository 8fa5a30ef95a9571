/* What is sent, and what the page says it shows, so that only what differs comes back. */

import { clear } from "./ghost.js";
import { barOf, holder, iso } from "./scale.js";

const address = (name, id) => holder().dataset[name].replace("/0/", `/${id}/`);
let asked = null;

const seen = () =>
  [...document.querySelectorAll("#gantt [data-state]")].map((node) => `${node.id}=${node.dataset.state}`).join(";");

export const post = (url, values) => {
  if (!navigator.onLine) {
    window.landfall?.toast(document.body.dataset.notSent, "bad");
    clear();
    return;
  }
  window.htmx.ajax("POST", url, { source: holder(), target: "#gantt", swap: "outerHTML", values });
};

export const store = (bar, start, end) => {
  if (iso(start) === bar.dataset.start && iso(end) === bar.dataset.end) {
    clear();
    return;
  }
  asked = { id: bar.dataset.id, start, end };
  post(address("move", bar.dataset.id), {
    starts_on: iso(start),
    ends_on: iso(end),
    version: bar.dataset.version,
  });
};

export const link = (before, after) => {
  clear();
  if (before && after && before !== after) {
    post(holder().dataset.link, { predecessor: before, successor: after, kind: "FS", lag_days: 0 });
  }
};

export const place = (id, beside, isBehind) =>
  post(address("place", id), isBehind ? { beside, behind: 1 } : { beside });

export const copy = (bar) => post(address("copy", bar.dataset.id), {});

export const open = (url, target) => {
  window.htmx.ajax("GET", url, { source: holder(), target, swap: "innerHTML" });
};

export const edit = (bar) => open(address("edit", bar.dataset.id), "#drawer");
export const remove = (bar) => open(address("delete", bar.dataset.id), "#asking");

/* Open an initiative beside the plan; the address keeps filter and zoom. */
export const show = (id) => {
  const place = new URL(window.location.href);
  place.searchParams.set("initiative", id);
  window.history.replaceState({}, "", place);
  open(place.pathname + place.search, "#drawer");
};

/* A move that is not sent, or not answered, when the page is left goes out behind it. Should both
   arrive, the version refuses the second. */
export const leave = (pending) => {
  const { id, start, end } = pending || asked || {};
  const bar = id && barOf(id);
  if (!bar) return;
  window.fetch(address("move", id), {
    method: "POST",
    body: new URLSearchParams({ starts_on: iso(start), ends_on: iso(end), version: bar.dataset.version }),
    headers: JSON.parse(document.body.getAttribute("hx-headers")),
    keepalive: true,
    redirect: "manual", // the plan page would take the message that the next page shows
  });
};

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get" && holder()) event.detail.parameters.seen = seen();
});
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.requestConfig.verb === "post") asked = null;
  if (event.detail.xhr.status >= 400) clear();
});
document.addEventListener("htmx:sendError", clear);
document.addEventListener("htmx:responseError", clear);
