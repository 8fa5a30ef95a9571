/* Keys: "/" search, "?" list, "g" then a letter for an area, j/k for rows,
   u/r in a row to undo and redo where a page has these buttons.
   Never inside fields; single letters can be switched off in the profile. */
"use strict";

(() => {
  const WAIT = 1200;
  let waiting = 0;

  const typing = (target) =>
    target.isContentEditable || Boolean(target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select"));

  const rows = () => [...document.querySelectorAll("[data-rows] [data-row]")].filter((row) => row.offsetParent);

  const walk = (step) => {
    const all = rows();
    if (!all.length) return false;
    const now = all.findIndex((row) => row.contains(document.activeElement));
    const next = all[Math.min(Math.max(now + step, 0), all.length - 1)];
    const target = next.matches("a, button, [tabindex]") ? next : next.querySelector("a, button, summary, input:not([type=hidden])");
    (target || next).focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  };

  const go = (letter) => {
    const link = document.querySelector(`:is(.side, .top) [data-go="${CSS.escape(letter)}"]`);
    if (link) link.click();
    return Boolean(link);
  };

  const openList = () => {
    const dialog = document.getElementById("keys");
    const list = dialog?.querySelector("[data-go-list]");
    if (!dialog || dialog.open) return false;
    list.replaceChildren(
      ...[...document.querySelectorAll(".side [data-go], .top [data-go]")].flatMap((link) => {
        const term = document.createElement("dt");
        for (const letter of ["G", link.dataset.go.toUpperCase()]) {
          const key = document.createElement("kbd");
          key.textContent = letter;
          term.append(key, " ");
        }
        const words = document.createElement("dd");
        words.textContent = link.title;
        return [term, words];
      }),
    );
    dialog.showModal();
    return true;
  };

  const search = () => {
    const field = [...document.querySelectorAll("[data-search]")].find((input) => input.offsetParent);
    field?.focus();
    field?.select();
    return Boolean(field);
  };

  const turn = (name) => {
    const button = document.activeElement?.closest("[data-row]") && document.querySelector(`[data-${name}]`);
    button?.click();
    return Boolean(button);
  };

  const act = (key) => {
    if (waiting && Date.now() - waiting < WAIT) {
      waiting = 0;
      return go(key.toLowerCase());
    }
    waiting = key === "g" ? Date.now() : 0;
    if (key === "/") return search();
    if (key === "?") return openList();
    if (key === "j") return walk(1);
    if (key === "k") return walk(-1);
    if (key === "u") return turn("undo");
    if (key === "r") return turn("redo");
    return key === "g";
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.body.dataset.keys === "off" || typing(event.target)) return;
    if (document.querySelector("dialog:modal, .menu:popover-open")) return;
    if (event.key.length === 1 && act(event.key)) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest('[data-dialog="keys"]')) {
      event.stopImmediatePropagation();
      openList();
    }
  }, true);
})();
