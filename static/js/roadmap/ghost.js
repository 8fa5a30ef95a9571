/* One ghost shows what a release would store. It is moved by transform, once a frame. */

import { DAY, holder, measure, span } from "./scale.js";

let box = null;
let words = null;
let shown = "";
let waiting = null;
let frame = 0;

const make = () => {
  if (!box) {
    box = document.createElement("div");
    box.className = "gantt-ghost";
    words = document.createElement("span");
    box.append(words);
  }
  const body = document.getElementById("gantt-body");
  if (box.parentNode !== body) body.append(box);
};

const paint = () => {
  frame = 0;
  if (!waiting) return;
  const { x, y, width, turn, text, nearEnd } = waiting;
  waiting = null;
  make();
  box.style.transform = `translate(${x}px, ${y}px)${turn ? ` rotate(${turn}rad)` : ""}`;
  box.style.width = `${width}px`;
  box.classList.toggle("wire", turn !== null);
  box.classList.toggle("near-end", nearEnd);
  if (text !== shown) {
    words.textContent = text;
    shown = text;
  }
};

const draw = (what) => {
  waiting = what;
  if (!frame) frame = window.requestAnimationFrame(paint);
};

/* Show a bar from day to day; `places` were measured before. */
export const ghost = (bar, start, end, places = measure(bar)) => {
  const [left, right] = [places.at(start), places.at(end + DAY)];
  draw({
    x: left,
    y: places.top - 10,
    width: Math.max(right - left, 3),
    turn: null,
    text: span(start, end),
    nearEnd: left > places.right - 220,
  });
  bar.classList.add("moving");
};

/* Show a line from the end of a bar to a point on the screen. */
export const wire = (end, places, x, y) => {
  const [across, down] = [x - places.left - places.at(end + DAY), y - places.above - places.top];
  draw({
    x: places.at(end + DAY),
    y: places.top,
    width: Math.hypot(across, down),
    turn: Math.atan2(down, across),
    text: "",
    nearEnd: false,
  });
};

export const clear = () => {
  waiting = null;
  window.cancelAnimationFrame(frame);
  frame = 0;
  box?.remove();
  holder()
    ?.querySelectorAll(".moving")
    .forEach((bar) => bar.classList.remove("moving"));
};
