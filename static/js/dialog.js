/* Dialogs that ask once, and drawers with an address of their own.
   A drawer arrives in #drawer, either with the page or through htmx; it is modal
   on narrow screens, closes on Esc, gives focus back and takes its parameter
   out of the address. Buttons name their dialog as `commandfor`, too: browsers that
   know it need no script to open and close it. */
"use strict";

(() => {
  const WIDE = window.matchMedia("(width >= 1100px)");
  let opener = null;
  let openerAddress = "";

  const openDialog = (dialog, from) => {
    if (!(dialog instanceof HTMLDialogElement) || dialog.open) return;
    dialog.addEventListener("close", () => from?.isConnected && from.focus(), { once: true });
    dialog.showModal();
  };

  const showDrawer = (drawer, focus) => {
    if (!drawer || drawer.dataset.ready) return;
    drawer.dataset.ready = "yes";
    if (!WIDE.matches) {
      drawer.removeAttribute("open");
      drawer.showModal();
    }
    drawer.addEventListener("cancel", (event) => {
      event.preventDefault();
      closeDrawer(drawer);
    });
    if (focus) (drawer.querySelector("[data-first]") || drawer.querySelector("h2[tabindex]"))?.focus();
  };

  const findOpener = () => {
    if (opener?.isConnected) return opener;
    if (opener?.id) return document.getElementById(opener.id);
    return openerAddress ? document.querySelector(`a[href="${CSS.escape(openerAddress)}"]`) : null;
  };

  const closeDrawer = (drawer) => {
    const address = drawer.dataset.closeUrl;
    drawer.remove();
    document.querySelectorAll('[data-drawer][aria-current="true"]').forEach((mark) => mark.removeAttribute("aria-current"));
    if (address) window.history.replaceState({ htmx: true }, "", address);
    (findOpener() || document.getElementById("main"))?.focus();
    document.dispatchEvent(new CustomEvent("landfall:drawer-closed"));
  };

  document.addEventListener("click", (event) => {
    const from = event.target.closest("[data-dialog]");
    if (from) {
      const dialog = document.getElementById(from.dataset.dialog);
      if (dialog) {
        event.preventDefault();
        openDialog(dialog, from);
      }
      return;
    }
    const drawerLink = event.target.closest("[data-drawer]");
    if (drawerLink) {
      opener = drawerLink;
      openerAddress = drawerLink.getAttribute("href") || "";
    }
    const close = event.target.closest("[data-close]");
    const owner = close?.closest("dialog");
    if (!owner) return;
    event.preventDefault();
    if (owner.classList.contains("drawer")) closeDrawer(owner);
    else owner.close();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (document.querySelector("dialog:modal, .menu:popover-open")) return;
    const drawer = document.querySelector("dialog.drawer[open]");
    if (drawer) closeDrawer(drawer);
  });

  document.addEventListener("htmx:afterSettle", () => {
    showDrawer(document.querySelector("#drawer dialog.drawer:not([data-ready])"), true);
    // A control that an answer has drawn anew has the hand again.
    const again = document.querySelector("#drawer [data-again]");
    again?.removeAttribute("data-again");
    if (document.activeElement === document.body) again?.focus({ preventScroll: true });
  });
  showDrawer(document.querySelector("#drawer dialog.drawer"), false);
})();
