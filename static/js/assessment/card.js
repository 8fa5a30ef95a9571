/* One question card: reads its controls, shows the target, says what is folded. */

const controls = (card) => {
  const form = card.querySelector(".answer-form");
  return form ? [...form.elements] : [];
};

export const readFields = (form) =>
  [...new FormData(form).entries()].filter(([name, value]) => typeof value === "string" && !["csrfmiddlewaretoken", "key", "version", "go", "on_conflict"].includes(name));

/* What keeps an entry from being saved, in words; empty when it is whole. Rows that belong together
   are saved when each of them has its entry; a reason comes with its words. */
export const missing = (card) => {
  const all = controls(card);
  const skip = all.find((field) => field.name === "not_applicable");
  if (skip?.checked) {
    const reason = all.find((field) => field.name === "reason")?.value.trim();
    return reason ? "" : gettext("Not saved yet: say why this question does not apply.");
  }
  const numbers = all.filter((field) => ["numerator", "denominator"].includes(field.name));
  const filled = numbers.filter((field) => field.value.trim()).length;
  if (filled && filled < numbers.length) return gettext("Not saved yet: enter both numbers.");
  if (!card.querySelector("[data-whole]")) return "";
  const rows = new Map();
  for (const field of all) {
    if (!/^(row|clause)-/.test(field.name)) continue;
    rows.set(field.name, rows.get(field.name) || (field.type === "radio" ? field.checked : Boolean(field.value)));
  }
  const states = [...rows.values()];
  return states.every(Boolean) || !states.some(Boolean) ? "" : gettext("Not saved yet: choose an entry in every row.");
};

/* Say beside the entry and in the list what is missing; a tick alone must not look saved. */
export const showMissing = (card, lack) => {
  card.classList.toggle("unsaved", Boolean(lack));
  const place = card.querySelector("[data-lack]");
  if (place) place.textContent = lack;
  card.querySelector('[name="reason"]')?.toggleAttribute("aria-invalid", Boolean(lack));
  const row = document.getElementById(`row-${card.dataset.question}`);
  row?.classList.toggle("unsaved", Boolean(lack));
};

export const applyFields = (card, fields) => {
  const given = new Map();
  for (const [name, value] of fields) given.set(name, [...(given.get(name) || []), value]);
  for (const field of controls(card)) {
    if (!field.name || field.type === "hidden" || field.tagName === "BUTTON") continue;
    const values = given.get(field.name) || [];
    if (["radio", "checkbox"].includes(field.type)) field.checked = field.name === "not_applicable" ? values.length > 0 : values.includes(field.value);
    else field.value = values[0] || "";
  }
};

const chosen = (card, name) => card.querySelector(`input[name="${name}"]:checked`)?.value;

const showTarget = (card) => {
  const value = chosen(card, "value");
  const target = chosen(card, "target");
  card.querySelectorAll("[data-target-of]").forEach((tag) => { tag.hidden = tag.dataset.targetOf !== target; });
  const clear = card.querySelector('[data-clear="target"]');
  if (clear) clear.hidden = target === undefined;
  card.querySelectorAll('input[name="target"]').forEach((radio) => {
    radio.closest("label").classList.toggle("below", value !== undefined && Number(radio.value) < Number(value));
  });
  const words = card.querySelector("[data-to-go]");
  if (!words) return;
  const steps = value === undefined || target === undefined ? 0 : Math.max(Number(target) - Number(value), 0);
  words.textContent = steps ? ngettext("%s level to go", "%s levels to go", steps).replace("%s", String(steps)) : "";
};

const showFolds = (card) => {
  const target = card.querySelector('[data-sum="target"]');
  if (target) target.textContent = chosen(card, "target") ?? "";
  const note = card.querySelector('[data-sum="note"]');
  const lines = (card.querySelector('[name="note"]')?.value.trim() || "").split("\n").filter(Boolean).length;
  if (note) note.textContent = lines ? ngettext("%s line", "%s lines", lines).replace("%s", String(lines)) : "";
  const proof = card.querySelector('[data-sum="evidence"]');
  const files = card.querySelectorAll(".q-evidence .file").length;
  if (proof) proof.textContent = files ? String(files) : "";
};

export const refreshCard = (card) => {
  if (!card) return;
  card.classList.toggle("skipped", Boolean(card.querySelector('[name="not_applicable"]')?.checked));
  showTarget(card);
  showFolds(card);
};
