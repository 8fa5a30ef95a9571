// @ts-check
/* Speaks for the questionnaire while the network is away. It keeps the questions of a person and run,
   without any answer, and the files that their page needs; nothing else. It forgets them after sign-out,
   where the server has nothing to keep any more, and after 14 days. */
"use strict";

const PAGES = "landfall-kept";
const FILES = "landfall-files";
const STATIC = "/static/";
const LONGEST = 14 * 24 * 3600 * 1000;
const FRESH = 3600 * 1000;
const HEADERS = ["Content-Type", "Content-Security-Policy", "Permissions-Policy", "Referrer-Policy"];
const OVER = [401, 403, 404, 410];

/** @typedef {{page: string, under: string, person: string, files: string[]}} Wish */

const worker = /** @type {any} */ (self);

/** @param {Response} answer @param {string} name */
const read = (answer, name) => answer.headers.get(name) || "";

/** @param {Response} answer */
const age = (answer) => Date.now() - Number(read(answer, "X-Kept-At"));

/** @param {(under: string) => boolean} [isMeant] */
const forget = async (isMeant = () => true) => {
  const pages = await caches.open(PAGES);
  for (const request of await pages.keys()) if (isMeant(new URL(request.url).pathname)) await pages.delete(request);
  if (!(await pages.keys()).length) await caches.delete(FILES);
};

/** What is kept for an address, unless it is too old. @param {string} path */
const find = async (path) => {
  const pages = await caches.open(PAGES);
  for (const request of await pages.keys()) {
    const answer = path.startsWith(new URL(request.url).pathname) && (await pages.match(request));
    if (answer && age(answer) < LONGEST) return answer;
    if (answer) await pages.delete(request);
  }
  return undefined;
};

/** @param {string[]} addresses */
const keepFiles = async (addresses) => {
  const files = await caches.open(FILES);
  for (const address of addresses) if (!(await files.match(address))) await files.add(address).catch(() => {});
};

/** Keep the questions of a run; say whether they are there. @param {Wish} wish */
const keep = async ({ page, under, person, files }) => {
  await keepFiles(files); // first: a page that is kept can be shown
  const pages = await caches.open(PAGES);
  const known = await pages.match(under);
  if (!known || age(known) > FRESH || read(known, "X-Kept-For") !== person) {
    const answer = await fetch(page, { credentials: "same-origin" }).catch(() => /** @type {Response | null} */ (null));
    if (!answer || answer.status >= 500) return Boolean(known);
    if (!answer.ok || answer.redirected) {
      await forget((path) => path === under);
      return false;
    }
    const headers = new Headers(HEADERS.map((name) => /** @type {[string, string]} */ ([name, read(answer, name)])));
    headers.set("X-Kept-At", String(Date.now()));
    headers.set("X-Kept-For", person);
    await pages.put(under, new Response(await answer.text(), { headers }));
  }
  return true;
};

/** @param {Request} request */
const load = async (request) => {
  const path = new URL(request.url).pathname;
  try {
    const answer = await fetch(request);
    if (OVER.includes(answer.status)) await forget((under) => path.startsWith(under));
    if (path.startsWith("/accounts/login/")) await forget((under) => !under.startsWith("/a/"));
    return answer;
  } catch (error) {
    const kept = await find(path);
    if (kept) return kept;
    throw error;
  }
};

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener("message", (/** @type {any} */ event) => {
  const { act, ...wish } = event.data;
  if (act === "forget") event.waitUntil(forget((path) => path === wish.under));
  if (act !== "keep") return;
  event.waitUntil(keep(wish).then((isKept) => event.source?.postMessage({ kept: isKept ? wish.under : "" })));
});

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== worker.location.origin) return;
  if (request.method === "POST" && url.pathname.startsWith("/accounts/logout/")) {
    event.waitUntil(forget((under) => !under.startsWith("/a/")));
  } else if (request.method === "GET" && request.mode === "navigate") {
    event.respondWith(load(request));
  } else if (request.method === "GET" && url.pathname.startsWith(STATIC)) {
    event.respondWith(caches.match(request, { cacheName: FILES }).then((found) => found || fetch(request)));
  }
});
