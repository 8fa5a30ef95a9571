/* What htmx does is said in words: failures, lost network, moved focus.
   Nothing typed is dropped: a request that fails leaves its form as it is. */
"use strict";

(() => {
  const AT_LEAST = 10000;
  const says = document.body.dataset;

  const announce = (text) => {
    const live = document.getElementById("live");
    if (live) live.textContent = text;
  };

  const toast = (text, tone) => {
    const stack = document.getElementById("toasts");
    if (!stack || [...stack.children].some((old) => old.dataset.text === text)) return null;
    const box = document.createElement("div");
    box.className = `toast ${tone}`;
    box.dataset.text = text;
    const words = document.createElement("span");
    words.textContent = text;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "btn-link act";
    close.dataset.dismiss = "";
    close.textContent = "OK";
    box.append(words, close);
    stack.append(box);
    return box;
  };

  const stamp = () =>
    document.querySelectorAll(".toast:not([data-since])").forEach((box) => {
      box.dataset.since = String(Date.now());
    });

  const clearOld = () =>
    document.querySelectorAll(".toast[data-since]").forEach((box) => {
      if (Date.now() - Number(box.dataset.since) > AT_LEAST) box.remove();
    });

  const focusSummary = () => {
    const box = document.querySelector("[data-focus]:not([data-focused])");
    if (!box) return;
    box.dataset.focused = "yes";
    box.focus();
  };

  const fromPolling = (event) => /every|load/.test(event.detail.elt?.getAttribute("hx-trigger") || "");

  document.addEventListener("htmx:sendError", (event) => {
    if (!fromPolling(event)) toast(says.notSent, "bad");
  });
  document.addEventListener("htmx:timeout", () => toast(says.notSent, "bad"));
  document.addEventListener("htmx:responseError", (event) => {
    const reference = event.detail.xhr?.getResponseHeader("X-Request-ID");
    const status = event.detail.xhr?.status;
    const words = status === 507 ? says.full : status === 503 ? says.notSent : says.failed;
    const isKnown = status === 503 || status === 507 || !reference;
    if (!fromPolling(event)) toast(isKnown ? words : `${words} (${reference})`, "bad");
  });
  document.addEventListener("htmx:beforeRequest", clearOld);
  document.addEventListener("htmx:afterSettle", () => {
    stamp();
    focusSummary();
  });
  document.addEventListener("click", (event) => event.target.closest("[data-dismiss]")?.closest(".toast")?.remove());
  window.addEventListener("offline", () => toast(says.offline, "warn"));
  window.addEventListener("online", () => {
    document.querySelectorAll(".toast.warn").forEach((box) => box.dataset.text === says.offline && box.remove());
    announce(says.online);
  });
  stamp();
  focusSummary();
  window.landfall = Object.assign(window.landfall || {}, { announce, toast });
})();
