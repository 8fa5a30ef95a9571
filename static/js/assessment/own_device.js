// @ts-check
/* On the first page of a personal link: "this is my own device" lets it keep the questions. */

import { canKeep, forget, isOwn, keep, setOwn } from "./keeping.js";

const box = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-own-device]"));

if (box && canKeep()) {
  const { kept, under } = /** @type {{kept: string, under: string}} */ (/** @type {unknown} */ (box.dataset));
  box.closest("label")?.removeAttribute("hidden");
  box.checked = isOwn(under);
  box.addEventListener("change", () => {
    setOwn(under, box.checked);
    (box.checked ? keep(kept, under) : forget(under)).catch(() => {});
  });
}
