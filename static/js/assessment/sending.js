/* Sends what waits, in order, once. A failed send keeps its key, so that the server
   recognizes a save it already took. */

import { drop, entryData, newKey, note, noted, put, waiting } from "./queue.js";

const FIRST_WAIT = 2000;
const LONGEST_WAIT = 30000;

const token = () => document.body.dataset.csrf || "";

const post = async (entry) => {
  try {
    return await fetch(entry.url, {
      method: "POST",
      body: entryData(entry),
      headers: { "HX-Request": "true", "X-CSRFToken": token() },
      credentials: "same-origin",
      keepalive: entry.kind === "answer", // goes on when the page is left
    });
  } catch {
    return null;
  }
};

/* What an answer of the server means for the entry. */
const outcome = (response) => {
  if (!response || response.status >= 500 || response.status === 429) return "unreachable";
  if (response.ok) return response.headers.has("X-Answer-Version") ? "done" : "signed-out";
  if (response.status === 409) return "conflict";
  if (response.status === 401) return "signed-out";
  return "refused";
};

export const makeSender = ({ user, onEvent }) => {
  let busy = false;
  let again = false;
  let timer = 0;
  let pause = FIRST_WAIT;
  let tail = Promise.resolve();
  const versions = new Map();

  /* Reading and changing the queue happens one act after the other. */
  const alone = (act) => {
    tail = tail.then(act, act);
    return tail;
  };

  const later = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => flush(), pause);
    pause = Math.min(pause * 2, LONGEST_WAIT);
  };

  const follow = async (entry, version) => {
    for (const other of await waiting(user)) {
      if (other.kind === "answer" && other.url === entry.url && other.id !== entry.id) {
        other.version = version;
        await put(other);
      }
    }
  };

  const settle = async (entry, kind, response) => {
    const html = response ? await response.text() : "";
    if (kind === "done") {
      const version = Number(response.headers.get("X-Answer-Version"));
      versions.set(entry.url, version);
      await follow(entry, version);
      await drop(entry);
      onEvent({ kind, entry, html, version, again: response.headers.has("X-Answer-Replay") });
      return;
    }
    entry.state = kind;
    await put(entry);
    onEvent({ kind, entry, html: response?.headers.get("Content-Type")?.includes("html") ? html : "" });
  };

  const pickNext = async (seen, blocked) => {
    const next = (await waiting(user)).find(
      (entry) => !seen.has(entry.id) && !blocked.has(entry.url) && !["conflict", "refused"].includes(entry.state),
    );
    if (!next) return null;
    seen.add(next.id);
    next.state = "sent";
    return put(next);
  };

  const round = async () => {
    const seen = new Set();
    const blocked = new Set();
    for (;;) {
      const next = await alone(() => pickNext(seen, blocked));
      if (!next) return true;
      onEvent({ kind: "sending", entry: next });
      const response = await post(next);
      const kind = outcome(response);
      if (kind === "unreachable" || kind === "signed-out") {
        onEvent({ kind, entry: next });
        return false;
      }
      await alone(() => settle(next, kind, response));
      if (kind === "conflict") blocked.add(next.url);
    }
  };

  const flush = async () => {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    window.clearTimeout(timer);
    do {
      again = false;
      if (await round()) pause = FIRST_WAIT;
      else later();
    } while (again);
    busy = false;
    onEvent({ kind: "idle" });
  };

  /* A newer answer to the same question takes the place of one that was never sent. */
  const enqueue = async (entry) => {
    if (entry.kind === "answer") {
      entry.version = Math.max(entry.version, versions.get(entry.url) || 0);
      for (const old of await waiting(user)) {
        if (old.kind !== entry.kind || old.url !== entry.url || old.state === "sent") continue;
        entry.version = old.state === "conflict" ? old.version : Math.max(entry.version, old.version);
        await drop(old);
      }
    }
    await put(entry);
  };

  const add = async (given) => {
    const entry = { ...given, user, key: newKey(), at: Date.now(), state: "waiting" };
    if (entry.kind === "answer") {
      entry.version = Math.max(entry.version, versions.get(entry.url) || 0);
      note(entry);
    }
    await alone(() => enqueue(entry));
    return flush();
  };

  /* Take over what an earlier page noted and had no time to store. */
  const recover = async () => {
    for (const entry of noted(user)) await alone(() => enqueue(entry));
  };

  const retryKept = async (urls) => {
    for (const entry of await waiting(user)) {
      if (urls.has(entry.url) && ["conflict", "refused"].includes(entry.state)) {
        entry.state = "waiting";
        await put(entry);
      }
    }
  };

  return { add, flush, recover, retryKept };
};
