// @ts-check
/* On every page: answers an earlier page could not send are sent now, and signing out with
   unsent ones asks first. */
"use strict";

(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript).dataset.resume;

  const unsent = () => {
    try {
      const noted = Object.keys(window.localStorage).filter((name) => /^landfall-(note|draft):/.test(name));
      return JSON.parse(window.localStorage.getItem("landfall-unsent") || "[]").length + noted.length;
    } catch {
      return 0;
    }
  };

  if (script && unsent() && !document.getElementById("questionnaire")) import(script);

  document.addEventListener("submit", (event) => {
    const form = /** @type {Element} */ (event.target);
    if (!form.matches('form[action*="/logout"]')) return;
    const count = unsent();
    if (!count) return;
    const words = ngettext(
      "%s answer is not sent yet and stays on this device only. Sign out anyway?",
      "%s answers are not sent yet and stay on this device only. Sign out anyway?",
      count,
    );
    if (!window.confirm(words.replace("%s", String(count)))) event.preventDefault();
  });
})();
