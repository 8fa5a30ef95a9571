/* Menus are native popovers; this file only places them beside their button,
   lets arrow keys walk the items and adds a filter to long plant lists. */
"use strict";

(() => {
  const GAP = 4;
  const LONG = 12;

  const items = (menu) => [...menu.querySelectorAll("a[href], button:not([disabled])")].filter((item) => !item.hidden);

  const invoker = (menu) =>
    [...document.querySelectorAll(`[popovertarget="${menu.id}"]`)].find((button) => button.offsetParent);

  const place = (menu) => {
    const button = invoker(menu);
    if (!button || menu.classList.contains("sheet-up")) return;
    const box = button.getBoundingClientRect();
    const left = Math.min(box.left, window.innerWidth - menu.offsetWidth - 8);
    const below = box.bottom + GAP + menu.offsetHeight <= window.innerHeight;
    menu.style.margin = "0";
    menu.style.left = `${Math.max(8, left)}px`;
    menu.style.top = below ? `${box.bottom + GAP}px` : `${Math.max(8, box.top - GAP - menu.offsetHeight)}px`;
  };

  const addFilter = (menu) => {
    if (!menu.dataset.filter || menu.querySelector("input") || items(menu).length < LONG) return;
    const field = document.createElement("input");
    field.className = "input";
    field.type = "search";
    field.placeholder = menu.dataset.filter;
    field.setAttribute("aria-label", menu.dataset.filter);
    field.addEventListener("input", () => {
      const words = field.value.trim().toLowerCase();
      menu.querySelectorAll("a").forEach((link) => {
        link.hidden = !link.textContent.toLowerCase().includes(words);
      });
    });
    menu.prepend(field);
  };

  document.addEventListener(
    "toggle",
    (event) => {
      const menu = event.target;
      if (!(menu instanceof HTMLElement) || !menu.classList.contains("menu")) return;
      const button = invoker(menu);
      if (button) button.setAttribute("aria-expanded", String(event.newState === "open"));
      if (event.newState !== "open") return;
      addFilter(menu);
      place(menu);
      (menu.querySelector("input") || items(menu)[0])?.focus();
    },
    true,
  );

  // A menu whose items were fetched when it was opened.
  document.addEventListener("htmx:afterSwap", (event) => {
    const menu = event.target;
    if (!(menu instanceof HTMLElement) || !menu.matches(".menu:popover-open")) return;
    addFilter(menu);
    place(menu);
    (menu.querySelector("input") || items(menu)[0])?.focus();
  });

  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.(".menu:popover-open");
    if (!menu || !["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) return;
    const all = items(menu);
    const now = all.indexOf(document.activeElement);
    const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: all.length - 1 }[event.key];
    event.preventDefault();
    all[(next + all.length) % all.length]?.focus();
  });

  document.addEventListener("click", (event) => {
    const menu = event.target.closest?.(".menu:popover-open");
    if (menu && event.target.closest("a, [data-dialog]")) menu.hidePopover();
  });
  window.addEventListener("resize", () => document.querySelectorAll(".menu:popover-open").forEach(place));
})();
