/* Who else has this plan open, asked while the page is seen; names stand on the rows that are open. */

const EVERY = 15000;
const AT_ONCE = 400;
let rows = {};
let timer = 0;

const box = () => document.getElementById("presence");

const mark = () => {
  document.querySelectorAll(".guest").forEach((old) => {
    if (rows[old.dataset.id] !== old.textContent) old.remove();
  });
  for (const [id, name] of Object.entries(rows)) {
    const place = document.querySelector(`#row-${id} .gantt-label, #initiative-${id} .choice > div`);
    if (!place || place.querySelector(".guest")) continue;
    const sign = document.createElement("span");
    sign.className = "guest";
    sign.dataset.id = id;
    sign.textContent = name;
    sign.title = name;
    place.append(sign);
  }
};

const ask = async () => {
  window.clearTimeout(timer);
  if (document.visibilityState !== "visible") return;
  timer = window.setTimeout(ask, EVERY);
  const open = document.querySelector("[data-initiative]")?.dataset.initiative || "";
  try {
    const answer = await window.fetch(box().dataset.ask, {
      method: "POST",
      body: new URLSearchParams({ initiative: open }),
      headers: { "X-CSRFToken": document.body.dataset.csrf },
      redirect: "error",
    });
    if (!answer.ok) return;
    const found = await answer.json();
    rows = found.rows;
    box().textContent = found.words;
    box().hidden = !found.words;
    mark();
  } catch {
    // Nobody is told: the next round asks again.
  }
};

/* Opening or closing an initiative is said soon, not at the next round. */
let said = "";
const soon = () => {
  mark();
  const open = document.querySelector("[data-initiative]")?.dataset.initiative || "";
  if (open === said) return;
  said = open;
  window.clearTimeout(timer);
  timer = window.setTimeout(ask, AT_ONCE);
};

document.addEventListener("visibilitychange", ask);
document.addEventListener("htmx:afterSettle", soon);
document.addEventListener("landfall:drawer-closed", soon);
ask();
