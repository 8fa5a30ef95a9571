/* What is sent, and what the page says it shows, so that only what differs comes back. */

import { clear } from "./ghost.js";
import { barOf, holder, iso } from "./scale.js";

const address = (name, id) => holder().dataset[name].replace("/0/", `/${id}/`);
const unanswered = new Set(); // moves, each an array
let line = Promise.resolve();

const seen = () =>
  [...document.querySelectorAll("#gantt [data-state]")].map((node) => `${node.id}=${node.dataset.state}`).join(";");

/* One act after the other, each with what the page shows by then: htmx would keep only the newest of
   those that wait, and none whose source an answer has replaced. The body stays. */
const inTurn = (act) => {
  if (!navigator.onLine) {
    window.landfall?.toast(document.body.dataset.notSent, "bad");
    clear();
    return;
  }
  const send = () => {
    const [url, values] = act();
    if (!url) return clear();
    return window.htmx.ajax("POST", url, { source: document.body, target: "#gantt", swap: "outerHTML", values });
  };
  line = line.then(send).catch(() => {}); // what failed is told by live.js
  return line;
};

export const post = (url, values) => inTurn(() => [url, values]);

/* One bar goes to its own address, where it is merged with what somebody else did; several go together. */
const said = (moves) => {
  if (moves.length === 1) {
    const { bar, start, end } = moves[0];
    const values = { starts_on: iso(start), ends_on: iso(end), version: bar.dataset.version };
    return [address("move", bar.dataset.id), values];
  }
  const values = { initiative: moves.map(({ bar }) => bar.dataset.id) };
  for (const { bar, start, end } of moves) {
    const key = bar.dataset.id;
    values[`${key}-version`] = bar.dataset.version;
    values[`${key}-starts_on`] = iso(start);
    values[`${key}-ends_on`] = iso(end);
  }
  return [holder().dataset.moves, values];
};

const there = (moves) => moves.map((move) => ({ ...move, bar: barOf(move.id) })).filter(({ bar }) => bar);
const isNew = ({ bar, start, end }) => iso(start) !== bar.dataset.start || iso(end) !== bar.dataset.end;

/* Store bars, each { id, start, end }; the server shows first what they bring about beyond that. */
export const store = (moves) => {
  const changed = () => there(moves).filter(isNew);
  if (!changed().length) {
    clear();
    return;
  }
  unanswered.add(moves);
  inTurn(() => {
    const found = changed();
    return found.length ? said(found) : [];
  })?.then(() => unanswered.delete(moves));
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

/* A move that is not sent, or not answered, when the page is left goes out behind it: nobody can be
   asked any more. Should both arrive, the version refuses the second. */
export const leave = (pending) => {
  const all = pending ? [...unanswered, pending.moves] : [...unanswered];
  for (const moves of all.map(there).filter((found) => found.length)) {
    const [url, values] = said(moves);
    const body = new URLSearchParams({ leaving: 1 });
    for (const [name, value] of Object.entries(values)) for (const one of [value].flat()) body.append(name, one);
    window.fetch(url, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": document.body.dataset.csrf },
      keepalive: true,
      redirect: "manual", // the plan page would take the message that the next page shows
    });
  }
};

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get" && holder()) event.detail.parameters.seen = seen();
});

/* htmx looks for the places of an answer from where its form stands: that of a card which was closed or
   replaced meanwhile is lent a place, or what is stored would not be seen. */
const lend = ({ target: form }) => {
  if (form.isConnected) return;
  form.hidden = true;
  document.body.append(form);
  form.addEventListener("htmx:afterRequest", () => form.remove(), { once: true });
};
document.addEventListener("htmx:beforeRequest", ({ target }) => {
  if (target.matches("form")) target.addEventListener("htmx:beforeOnLoad", lend, { once: true });
});
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status >= 400) clear();
});
document.addEventListener("htmx:sendError", clear);
document.addEventListener("htmx:responseError", clear);
