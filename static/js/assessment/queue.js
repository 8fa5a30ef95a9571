// @ts-check
/* What is not sent yet: answers and evidence kept on this device (IndexedDB; where the
   browser refuses it, in memory). Entries belong to the person who made them.

   IndexedDB answers a little later, and a page that is left in between takes the entry with
   it. Answers are therefore noted in localStorage first, which holds them at once; the note
   goes when the entry is stored. */

/**
 * @typedef {object} Entry what waits to be sent
 * @property {number | string} [id] its place in the store; one in memory begins with m
 * @property {string} user who made it
 * @property {"answer" | "evidence"} kind
 * @property {string} url where it goes
 * @property {string} question id of the question
 * @property {string} [page] address of the question
 * @property {[string, string | File][]} fields names and values of the form
 * @property {string} key tells a repetition from another save
 * @property {number} [version] of the answer that the person saw
 * @property {number} at when it was made, in ms
 * @property {"waiting" | "sent" | "conflict" | "refused"} state
 */

const NAME = "landfall";
const STORE = "saves";
const COUNT = "landfall-unsent";
const NOTE = "landfall-note:";
/** @type {Map<unknown, Entry>} */
const memory = new Map();
/** @type {Promise<IDBDatabase | null> | null} */
let opening = null;
let nextKey = 1;

const database = () => {
  opening ??= new Promise((resolve) => {
    try {
      const request = window.indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id", autoIncrement: true });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve(null);
      request.onblocked = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
  return opening;
};

/**
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest} act
 * @returns {Promise<any>} what the act found; null without a store
 */
const run = async (mode, act) => {
  const db = await database();
  if (!db) return null;
  return new Promise((resolve, reject) => {
    const tx = db.transaction(STORE, mode);
    const request = act(tx.objectStore(STORE));
    tx.oncomplete = () => resolve(request.result);
    tx.onerror = () => reject(tx.error);
    tx.onabort = () => reject(tx.error);
  });
};

const remember = async () => {
  const entries = await every();
  try {
    window.localStorage.setItem(COUNT, JSON.stringify(entries.map((entry) => entry.user)));
  } catch {
    /* private mode: the page itself still counts */
  }
};

/** @returns {Promise<Entry[]>} */
const every = async () => {
  const stored = (await run("readonly", (store) => store.getAll())) || [];
  return [...stored, ...memory.values()];
};

/** @param {Entry} entry */
const nameOf = (entry) => `${NOTE}${entry.user}:${entry.url}`;

/**
 * Keep an answer at once; a newer one to the same question takes its place.
 * @param {Entry} entry
 */
export const note = (entry) => {
  try {
    window.localStorage.setItem(nameOf(entry), JSON.stringify(entry));
  } catch {
    /* full or refused: the queue itself still keeps it */
  }
};

/** @param {Entry} entry */
const forget = (entry) => {
  try {
    const name = nameOf(entry);
    if (JSON.parse(window.localStorage.getItem(name) || "{}").key === entry.key) window.localStorage.removeItem(name);
  } catch {
    /* nothing was noted */
  }
};

/**
 * Answers of a person that an earlier page noted and had no time to store.
 * @param {string} user
 * @returns {Entry[]}
 */
export const noted = (user) => {
  try {
    const names = Object.keys(window.localStorage).filter((name) => name.startsWith(`${NOTE}${user}:`));
    return names.map((name) => JSON.parse(window.localStorage.getItem(name)));
  } catch {
    return [];
  }
};

/**
 * Unsent entries of a person in the order they are sent: answers first, files last.
 * @param {string} user
 */
export const waiting = async (user) => {
  const entries = (await every()).filter((entry) => entry.user === user);
  /** @param {Entry} entry */
  const rank = (entry) => (entry.kind === "evidence" ? 1 : 0);
  return entries.sort((a, b) => rank(a) - rank(b) || a.at - b.at || String(a.id).localeCompare(String(b.id), undefined, { numeric: true }));
};

/** @param {Entry} entry */
export const put = async (entry) => {
  const db = await database();
  if (db) {
    const plain = { ...entry };
    if (plain.id === undefined) delete plain.id;
    try {
      entry.id = await run("readwrite", (store) => store.put(plain));
    } catch {
      entry.id ??= `m${nextKey++}`;
      memory.set(entry.id, entry);
    }
  } else {
    entry.id ??= `m${nextKey++}`;
    memory.set(entry.id, entry);
  }
  if (!memory.has(entry.id)) forget(entry);
  await remember();
  return entry;
};

/** @param {Entry} entry */
export const drop = async (entry) => {
  if (memory.has(entry.id)) memory.delete(entry.id);
  else await run("readwrite", (store) => store.delete(entry.id));
  forget(entry);
  await remember();
};

/* A key per save. `crypto.randomUUID` is missing on plain http by address, this is not. */
export const newKey = () =>
  [...window.crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** @param {Entry} entry */
export const entryData = (entry) => {
  const data = new FormData();
  for (const [name, value] of entry.fields) data.append(name, value);
  data.set("key", entry.key);
  if (entry.version !== undefined) data.set("version", String(entry.version));
  return data;
};
