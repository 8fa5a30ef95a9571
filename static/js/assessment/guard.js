/* On every page: signing out with unsent answers asks first. */
"use strict";

(() => {
  const unsent = () => {
    try {
      return JSON.parse(window.localStorage.getItem("landfall-unsent") || "[]").length;
    } catch {
      return 0;
    }
  };

  document.addEventListener("submit", (event) => {
    if (!event.target.matches('form[action*="/logout"]')) return;
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
