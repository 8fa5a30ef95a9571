// @ts-check
/* Lets this device keep the questions of a run, so that they open without a network. Whoever came by a
   link has to say first that the device is theirs. */

const OWN = "landfall-own-device:";
const PAUSE = 3000;

/** @param {string} under */
export const isOwn = (under) => {
  try {
    return window.localStorage.getItem(OWN + under) === "yes";
  } catch {
    return false;
  }
};

/** @param {string} under @param {boolean} isMine */
export const setOwn = (under, isMine) => {
  try {
    if (isMine) window.localStorage.setItem(OWN + under, "yes");
    else window.localStorage.removeItem(OWN + under);
  } catch {
    /* refused: nothing is kept then */
  }
};

export const canKeep = () => window.isSecureContext && "serviceWorker" in navigator;

/** @param {Record<string, unknown>} message */
const tell = async (message) => {
  await navigator.serviceWorker.register("/service-worker.js", { scope: "/" });
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage(message);
};

const files = () =>
  window.performance
    .getEntriesByType("resource")
    .map((entry) => new URL(entry.name))
    .filter((url) => url.origin === window.location.origin && url.pathname.startsWith("/static/"))
    .map((url) => url.pathname);

/** @param {string} page @param {string} under */
export const keep = (page, under) =>
  tell({ act: "keep", page, under, person: document.body.dataset.person || "", files: files() });

/** @param {string} under */
export const forget = async (under) => {
  if (await navigator.serviceWorker.getRegistration("/")) await tell({ act: "forget", under });
};

/** Keep what a page asks for, once it stands and the person has begun to read.
 * @param {HTMLElement} root @param {() => void} then called when it is kept */
export const keepSoon = (root, then) => {
  const { kept, under, byLink } = root.dataset;
  if (!canKeep() || !under) return;
  navigator.serviceWorker.addEventListener("message", ({ data }) => { if (data.kept === under) then(); });
  const isWanted = Boolean(kept) && (!byLink || isOwn(under));
  window.setTimeout(() => (isWanted ? keep(String(kept), under) : forget(under)).catch(() => {}), PAUSE);
};
