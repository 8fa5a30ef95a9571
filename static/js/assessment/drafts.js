// @ts-check
/* What is entered but not whole yet ("does not apply" without its reason, one number of two):
   kept on this device, shown again with the question, until it can be saved or is taken back. */

/** @typedef {{url: string, question: string, page?: string, fields?: [string, string][]}} Draft */

const NAME = "landfall-draft:";
/** @param {string} user @param {string} url */
const nameOf = (user, url) => `${NAME}${user}:${url}`;

/** @param {string} user @param {Draft} draft */
export const keepDraft = (user, draft) => {
  try {
    window.localStorage.setItem(nameOf(user, draft.url), JSON.stringify(draft));
  } catch {
    /* full or refused: the open page still shows it */
  }
};

/** @param {string} user @param {string} url */
export const dropDraft = (user, url) => {
  try {
    window.localStorage.removeItem(nameOf(user, url));
  } catch {
    /* nothing was kept */
  }
};

/**
 * @param {string} user
 * @returns {Draft[]}
 */
export const drafts = (user) => {
  try {
    const names = Object.keys(window.localStorage).filter((name) => name.startsWith(nameOf(user, "")));
    return names.sort().map((name) => JSON.parse(window.localStorage.getItem(name)));
  } catch {
    return [];
  }
};
