/* The questionnaire: saves every answer as it is given, keeps it while the network is
   away, walks the questions of a section without leaving the page, and answers keys. */

import { drop, put, waiting, newKey } from "./queue.js";
import { makeSender } from "./sending.js";
import { applyFields, missing, readFields, refreshCard, showMissing } from "./card.js";
import { drafts, dropDraft, keepDraft } from "./drafts.js";
import { keepSoon } from "./keeping.js";

const root = document.getElementById("questionnaire");
const user = document.body.dataset.person;
const TYPING_PAUSE = 400;
const timers = new Map();
const banner = document.getElementById("offline-banner");
const kept = document.getElementById("kept-banner");
const isKeptPage = Boolean(root.dataset.offline);
let isReachable = navigator.onLine && !isKeptPage;
let opensAlone = false; // whether every question of the person opens without a network

const say = (kind, text) => {
  const state = document.getElementById("save-state");
  if (!state) return;
  state.className = `state ${kind}`;
  state.textContent = text;
};

const swap = (html) => {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  for (const part of [...holder.content.children]) {
    const old = part.id && document.getElementById(part.id);
    if (!old) continue;
    old.replaceWith(part);
    window.htmx?.process(part);
    part.querySelector("[data-focus]")?.focus();
  }
};

const cardOf = (entry) => root.querySelector(`[data-question="${CSS.escape(entry.question)}"]`);
const formOf = (card) => card?.querySelector(".answer-form");
const current = () => root.querySelector(".q-card:not([hidden])");

/* The kept page gives way to the real one as soon as nothing holds it. */
const leave = async () => {
  if (isKeptPage && navigator.onLine && !(await waiting(user)).length) window.location.reload();
};
const connect = () => sender.flush().then(leave);

const showCounts = async () => {
  const entries = await waiting(user);
  const stuck = entries.filter((entry) => ["conflict", "refused"].includes(entry.state));
  const count = entries.length - stuck.length;
  banner.hidden = isReachable && navigator.onLine;
  if (!banner.hidden) {
    const words = count
      ? ngettext(
          "Offline. %s answer is kept on this device and will be sent when the connection is back.",
          "Offline. %s answers are kept on this device and will be sent when the connection is back.",
          count,
        )
      : gettext("Offline. Answers are kept on this device until the connection is back.");
    banner.querySelector("[data-text]").textContent = words.replace("%s", String(count));
    say("warn", gettext("Offline"));
  }
  const away = stuck.filter((entry) => !cardOf(entry));
  const open = current()?.dataset.question;
  const halves = drafts(user).filter((draft) => draft.question !== open);
  kept.hidden = !away.length && !halves.length;
  const text = kept.querySelector("[data-text]");
  text.textContent = "";
  name(text, gettext("An answer could not be saved and is kept on this device:"), away);
  name(text, gettext("Not saved, because something is missing; kept on this device:"), halves);
};

/* Write a sentence and the questions it speaks of, each leading to its place. */
const name = (text, words, entries) => {
  if (!entries.length) return;
  text.append(words);
  for (const entry of entries) {
    const link = document.createElement("a");
    link.href = entry.page;
    link.textContent = entry.question;
    link.dataset.questionLink = entry.question;
    text.append(" ", link);
  }
  text.append(" ");
};

const onEvent = ({ kind, entry, html, version }) => {
  if (kind === "sending") {
    if (isReachable) say("", gettext("Saving"));
    return;
  }
  if (kind === "unreachable") isReachable = false;
  else if (kind !== "idle") isReachable = true;
  if (kind === "signed-out") say("bad", gettext("Not saved: sign in again. Your answers are kept on this device."));
  if (["done", "conflict", "refused"].includes(kind) && html) swap(html);
  if (kind === "refused" && !html) say("bad", gettext("Not saved"));
  if (kind === "done" && entry.kind === "answer") {
    const field = document.getElementById(`version-${entry.question}`);
    if (field) field.value = String(version);
  }
  if (kind === "done" && entry.kind === "evidence") say("good", gettext("Evidence added"));
  if (kind === "done" || kind === "conflict") refreshCard(cardOf(entry));
  if (kind === "idle" && isReachable) leave();
  showCounts();
};

const sender = makeSender({ user, onEvent });

const save = (card) => {
  const form = formOf(card);
  if (!form) return;
  refreshCard(card);
  const version = Number(document.getElementById(`version-${card.dataset.question}`)?.value || 0);
  const url = form.getAttribute("action");
  const entry = { url, page: card.dataset.href, question: card.dataset.question, version, fields: readFields(form) };
  const lack = missing(card);
  showMissing(card, lack);
  if (lack) {
    keepDraft(user, entry);
    say("warn", lack);
    return;
  }
  dropDraft(user, url);
  sender.add({ kind: "answer", ...entry });
};

const saveSoon = (card) => {
  window.clearTimeout(timers.get(card));
  timers.set(card, window.setTimeout(() => { timers.delete(card); save(card); }, TYPING_PAUSE));
};

const saveTyped = () => {
  for (const [card, timer] of timers) {
    window.clearTimeout(timer);
    timers.delete(card);
    save(card);
  }
};

const show = (card, push) => {
  if (!card) return false;
  saveTyped();
  root.querySelectorAll(".q-card").forEach((other) => { other.hidden = other !== card; });
  const place = [...root.querySelectorAll(".q-card")].indexOf(card);
  if (!root.dataset.all) root.querySelectorAll(".q-list > li").forEach((row, n) => { row.hidden = n <= place; });
  root.querySelector("[data-show-all]").hidden = place === 0 || Boolean(root.dataset.all);
  if (push) window.history.replaceState({}, "", card.dataset.href);
  window.scrollTo({ top: 0 });
  document.getElementById(`text-${card.dataset.question}`)?.focus({ preventScroll: true });
  say("", "");
  showCounts();
  return true;
};

const go = (address) => {
  const card = root.querySelector(`.q-card[data-href="${CSS.escape(address)}"]`);
  if (card) return show(card, true);
  if (!address) return false;
  if (!navigator.onLine && !opensAlone) {
    say("warn", gettext("The next section opens when the connection is back."));
    return true;
  }
  saveTyped();
  window.location.assign(address);
  return true;
};

const setAlone = (box) => {
  if (box.type !== "checkbox" || box.name !== "value" || !box.checked) return;
  box.closest(".choices")?.querySelectorAll("input").forEach((other) => {
    if (other !== box && (box.hasAttribute("data-alone") || other.hasAttribute("data-alone"))) other.checked = false;
  });
};

root.addEventListener("change", (event) => {
  const card = event.target.closest(".q-card");
  if (!card || event.target.closest(".evidence-form")) return;
  setAlone(event.target);
  window.clearTimeout(timers.get(card));
  timers.delete(card);
  if (event.target.name === "not_applicable" && event.target.checked) {
    refreshCard(card);
    card.querySelector('[name="reason"]')?.focus();
  }
  save(card);
});

root.addEventListener("input", (event) => {
  const card = event.target.closest(".q-card");
  if (card && event.target.matches("textarea, input[type=text]") && !event.target.closest(".evidence-form")) saveSoon(card);
});

const resolve = async (button) => {
  const card = button.closest(".q-card");
  const url = formOf(card).getAttribute("action");
  const entries = (await waiting(user)).filter((entry) => entry.kind === "answer" && entry.url === url);
  const stored = card.querySelector(".conflict input[name=version]")?.value;
  if (button.value === "theirs") {
    for (const entry of entries) await drop(entry);
    window.location.assign(card.dataset.href);
    return;
  }
  const last = entries.pop();
  for (const entry of entries) await drop(entry);
  if (last) await put({ ...last, key: newKey(), version: Number(stored), state: "waiting" });
  await sender.flush();
};

root.addEventListener("click", (event) => {
  const button = event.target.closest("button, a");
  if (!button) return;
  if (button.name === "on_conflict") {
    event.preventDefault();
    resolve(button);
  } else if (button.dataset.go && !event.ctrlKey && !event.metaKey) {
    const card = button.closest(".q-card");
    event.preventDefault();
    go(button.dataset.go === "previous" ? card.dataset.previous : card.dataset.next);
  } else if (isKeptPage && button.dataset.section) {
    event.preventDefault();
    go(button.getAttribute("href"));
  } else if (button.hasAttribute("data-next-open")) {
    const there = new URL(button.href);
    there.searchParams.set("after", current().dataset.question);
    button.href = there.href;
    saveTyped();
  } else if (button.dataset.questionLink && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    go(button.getAttribute("href"));
  } else if (button.dataset.clear) {
    button.closest(".q-card").querySelectorAll(`[name="${button.dataset.clear}"]`).forEach((radio) => { radio.checked = false; });
    save(button.closest(".q-card"));
  } else if (button.hasAttribute("data-show-all")) {
    root.dataset.all = "yes";
    root.querySelectorAll(".q-list > li").forEach((row) => { row.hidden = false; });
    button.hidden = true;
  }
});

root.addEventListener("submit", (event) => {
  const form = event.target;
  const card = form.closest(".q-card");
  if (form.matches(".answer-form")) {
    event.preventDefault();
    save(card);
  }
  if (!form.matches(".evidence-form")) return;
  event.preventDefault();
  const fields = [...new FormData(form).entries()].filter(([name, value]) => !["csrfmiddlewaretoken", "key"].includes(name) && (typeof value === "string" ? value : value.size));
  if (!fields.length) return;
  const label = fields.map(([, value]) => (typeof value === "string" ? value : value.name))[0];
  const note = document.createElement("p");
  note.className = "help";
  note.textContent = `${label}, ${gettext("waiting to send")}`;
  card.querySelector("[data-waiting]")?.append(note);
  form.reset();
  sender.add({ kind: "evidence", url: form.getAttribute("action"), page: card.dataset.href, question: card.dataset.question, fields });
});

banner.querySelector("[data-retry]").addEventListener("click", () => connect());
kept.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  go(link.getAttribute("href"));
});
window.addEventListener("online", () => connect());
window.addEventListener("offline", () => { isReachable = false; showCounts(); });
window.addEventListener("pagehide", saveTyped);

// --- keys -------------------------------------------------------------------------------------

let wantsTarget = false;

const pick = (card, name, value) => {
  const radio = card.querySelector(`input[type=radio][name="${name}"][value="${value}"]`);
  if (!radio || radio.disabled) return false;
  radio.click();
  return true;
};

const openFold = (element) => {
  for (let fold = element?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  element?.focus();
  return Boolean(element);
};

const press = (card, key) => {
  if (/^[0-9]$/.test(key)) {
    const name = wantsTarget ? "target" : "value";
    wantsTarget = false;
    return pick(card, name, key);
  }
  wantsTarget = key === "t";
  const acts = {
    t: () => true,
    j: () => go(card.dataset.next),
    k: () => go(card.dataset.previous),
    e: () => {
      const fold = card.querySelector(".q-add");
      if (fold) fold.open = true;
      return openFold(card.querySelector('.evidence-form input[type="file"]'));
    },
    n: () => openFold(card.querySelector('[name="note"]')),
    a: () => {
      const box = card.querySelector('[name="not_applicable"]');
      if (box?.disabled && box.dataset.why) say("warn", box.dataset.why);
      if (!box || box.disabled) return false;
      box.click();
      return true;
    },
  };
  return acts[key] ? acts[key]() : false;
};

document.addEventListener(
  "keydown",
  (event) => {
    if (root.dataset.keys !== "on" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const field = event.target.closest?.("textarea, select, input:not([type=radio], [type=checkbox])");
    if (field && event.key === "Escape") field.closest(".q-card")?.querySelector(".question-text").focus();
    if (field) return;
    if (document.querySelector("dialog:modal, .menu:popover-open")) return;
    const card = current();
    if (card && press(card, event.key)) event.preventDefault();
  },
  true,
);

// --- start ------------------------------------------------------------------------------------

/* The other cards of the section come once the page stands: going on then needs no network. */
const fetchRest = async () => {
  if (!root.dataset.rest) return;
  let html = "";
  try {
    const response = await fetch(root.dataset.rest, { credentials: "same-origin" });
    if (response.ok && !response.redirected) html = await response.text();
  } catch {
    return;
  }
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const here = root.querySelector(".q-card");
  const order = [...root.querySelectorAll(".q-list [data-question-link]")].map((link) => link.dataset.questionLink);
  const place = (card) => order.indexOf(card.dataset.question);
  for (const card of [...holder.content.querySelectorAll(".q-card")]) {
    if (place(card) < place(here)) here.before(card);
    else here.parentElement.insertBefore(card, root.querySelector(".q-rows"));
    window.htmx?.process(card);
  }
  root.dataset.whole = "yes";
};

/* Where there is room, the style keeps the parts of a question open: their heads are no tab stop. */
const settleParts = () => {
  for (const part of root.querySelectorAll(".q-part")) {
    const head = part.querySelector("summary");
    const isFixed = getComputedStyle(head).pointerEvents === "none";
    head.tabIndex = isFixed ? -1 : 0;
    if (isFixed) part.open = true;
  }
};
window.addEventListener("resize", settleParts);

/* Show again what was half entered. Who saved the answer since is not overwritten: its version is
   that of the draft, and the server asks. */
const applyDraft = (card, draft) => {
  applyFields(card, draft.fields);
  const field = document.getElementById(`version-${draft.question}`);
  if (field) field.value = String(draft.version);
  const lack = missing(card);
  showMissing(card, lack);
  if (lack && card === current()) say("warn", lack);
};

const prepare = async () => {
  if (window.matchMedia("(width < 720px)").matches) root.querySelectorAll(".q-part").forEach((part) => { part.open = false; });
  settleParts();
  const cards = [...root.querySelectorAll(".q-card")];
  const urls = new Set(cards.map((card) => formOf(card)?.getAttribute("action")).filter(Boolean));
  for (const entry of await waiting(user)) {
    const card = entry.kind === "answer" && cardOf(entry);
    if (card && urls.has(entry.url)) applyFields(card, entry.fields);
  }
  for (const draft of drafts(user)) {
    const card = cardOf(draft);
    if (card && urls.has(draft.url)) applyDraft(card, draft);
  }
  cards.forEach(refreshCard);
  return urls;
};

const start = async () => {
  if (isKeptPage) show(root.querySelector(`.q-card[data-href="${CSS.escape(window.location.pathname)}"]`), false);
  else keepSoon(root, () => { opensAlone = true; });
  await sender.recover();
  const urls = await prepare();
  root.dataset.ready = "yes";
  await sender.retryKept(urls);
  await sender.flush();
  await showCounts();
  await fetchRest();
  const every = await prepare();
  const late = new Set([...every].filter((url) => !urls.has(url)));
  await sender.retryKept(late);
  if (late.size) await sender.flush();
};

start();
