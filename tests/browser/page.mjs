/* What scripts find on a page, as far as their rules need it; each test file runs by itself. */

const kept = new Map();

export const storage = {
  getItem: (name) => kept.get(name) ?? null,
  setItem: (name, value) => kept.set(name, String(value)),
  removeItem: (name) => kept.delete(name),
};
const named = new Proxy(storage, {
  ownKeys: () => [...kept.keys()],
  getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
});
const listeners = {};

export const fire = (kind, event) => (listeners[kind] || []).forEach((act) => act({ preventDefault: () => {}, ...event }));
export const page = { confirm: () => true };

globalThis.window = {
  localStorage: named,
  crypto: globalThis.crypto,
  setTimeout: (act, wait) => {
    const timer = setTimeout(act, wait);
    timer.unref();
    return timer;
  },
  clearTimeout,
  confirm: (words) => page.confirm(words),
};
globalThis.document = {
  body: { getAttribute: () => '{"X-CSRFToken": "token"}', dataset: {} },
  documentElement: { lang: "en" },
  currentScript: { dataset: {} },
  getElementById: () => null,
  querySelector: () => null,
  addEventListener: (kind, act) => (listeners[kind] ||= []).push(act),
};
globalThis.gettext = (text) => text;
globalThis.ngettext = (one, many, count) => (count === 1 ? one : many);
globalThis.interpolate = (text, values) => text.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);
