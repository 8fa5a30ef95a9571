/* What is entered but not whole yet ("does not apply" without its reason, one number of two):
   kept on this device, shown again with the question, until it can be saved or is taken back. */

const NAME = "landfall-draft:";
const nameOf = (user, url) => `${NAME}${user}:${url}`;

export const keepDraft = (user, draft) => {
  try {
    window.localStorage.setItem(nameOf(user, draft.url), JSON.stringify(draft));
  } catch {
    /* full or refused: the open page still shows it */
  }
};

export const dropDraft = (user, url) => {
  try {
    window.localStorage.removeItem(nameOf(user, url));
  } catch {
    /* nothing was kept */
  }
};

export const drafts = (user) => {
  try {
    const names = Object.keys(window.localStorage).filter((name) => name.startsWith(nameOf(user, "")));
    return names.sort().map((name) => JSON.parse(window.localStorage.getItem(name)));
  } catch {
    return [];
  }
};
