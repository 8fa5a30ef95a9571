/* A form is sent once: its buttons rest while the request runs, and work again after an error,
   after a while, and when the person comes back. What is changed then is another act: a new key. */
"use strict";

(() => {
  const LONGEST = 20000;
  const resting = new Map(); // form -> its buttons that rest, and the clock that wakes them
  const sent = new WeakSet();

  const release = (form) => {
    const kept = resting.get(form);
    if (!kept) return;
    resting.delete(form);
    window.clearTimeout(kept.clock);
    for (const button of kept.buttons) button.disabled = false;
    if (document.activeElement === document.body) kept.focused?.focus();
  };

  const hold = (form) => {
    if (resting.has(form)) return;
    const kept = { buttons: [], focused: document.activeElement };
    kept.clock = window.setTimeout(() => release(form), LONGEST);
    resting.set(form, kept);
    sent.add(form);
    // Only now: a button at rest would not be part of what is sent.
    window.setTimeout(() => {
      if (resting.get(form) !== kept) return;
      kept.buttons = [...form.elements].filter((part) => part.type === "submit" && !part.disabled);
      for (const button of kept.buttons) button.disabled = true;
    });
  };

  const adds = (form) => form instanceof HTMLFormElement && form.method === "post";

  document.addEventListener(
    "submit",
    (event) => {
      if (!resting.has(event.target)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );
  document.addEventListener("submit", (event) => {
    if (adds(event.target) && !event.defaultPrevented) hold(event.target);
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (adds(event.detail.elt)) hold(event.detail.elt);
  });
  document.addEventListener("htmx:afterRequest", (event) => release(event.detail.elt));
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form || !sent.delete(form) || form.elements.key?.type !== "hidden") return;
    const bytes = window.crypto.getRandomValues(new Uint8Array(16));
    form.elements.key.value = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  });
  window.addEventListener("pageshow", () => [...resting.keys()].forEach(release));
  // What proves that a request comes from this page: said here once, for whatever htmx sends.
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.verb !== "get") detail.headers["X-CSRFToken"] = document.body.dataset.csrf;
  });
})();
