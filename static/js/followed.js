/* A form that takes long says how far it is: it sends a token, and asks by it until the answer is there. */
"use strict";

(() => {
  const EVERY = 500;
  let clock = 0;

  const token = () =>
    [...window.crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  const show = (part, { done, of }) => {
    const bar = part.querySelector("progress");
    const shown = new Intl.NumberFormat(document.documentElement.lang);
    bar.max = of;
    bar.value = done;
    part.querySelector("span").textContent = gettext("%(done)s of %(of)s rows")
      .replace("%(done)s", shown.format(done))
      .replace("%(of)s", shown.format(of));
  };

  const ask = async (part, address) => {
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    if (answer?.status === 200) show(part, await answer.json());
  };

  document.addEventListener("submit", ({ target, defaultPrevented }) => {
    const part = target.querySelector?.("[data-followed]");
    if (!part || defaultPrevented) return;
    const field = part.querySelector("input");
    field.value = token();
    part.hidden = false;
    window.clearInterval(clock);
    clock = window.setInterval(() => ask(part, part.dataset.followed.replace("0", field.value)), EVERY);
  });

  window.addEventListener("pageshow", () => {
    window.clearInterval(clock);
    document.querySelectorAll("[data-followed]").forEach((part) => (part.hidden = true));
  });
})();
