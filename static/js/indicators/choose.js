/* Choosing indicators: narrows the list while typing and counts what is chosen.
   Without it the whole list stands there, grouped. */
const bar = document.querySelector("[data-choice-filter]");
const search = document.getElementById("choice-search");

if (bar && search) {
  const items = [...document.querySelectorAll("[data-choice]")];
  const groups = [...document.querySelectorAll("[data-choice-group]")];
  const none = document.querySelector("[data-choice-none]");
  const counter = document.querySelector("[data-choice-count]");
  const before = new Map(groups.map((group) => [group, group.open]));

  const count = () => {
    const n = items.filter((item) => item.querySelector("input").checked).length;
    counter.textContent = n === 1 ? counter.dataset.one : counter.dataset.many.replace("{n}", n);
  };

  const narrow = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const item of items) {
      const text = item.textContent.toLowerCase();
      item.hidden = !words.every((word) => text.includes(word));
      shown += item.hidden ? 0 : 1;
    }
    for (const group of groups) {
      const left = group.querySelectorAll("[data-choice]:not([hidden])").length;
      group.hidden = left === 0;
      group.open = words.length ? left > 0 : before.get(group);
    }
    none.hidden = shown > 0;
  };

  bar.hidden = false;
  search.addEventListener("input", narrow);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  document.addEventListener("change", count);
  count();
}
