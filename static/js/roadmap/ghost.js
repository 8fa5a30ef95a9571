/* A ghost shows what a release would store. It is moved by transform, once a frame. Bars that go along
   have ghosts of their own in one box: under the hand only the box is moved. */

import { DAY, barOf, holder, measure, where } from "./scale.js";

let box = null;
let words = null;
let shown = "";
let waiting = null;
let frame = 0;
let crowd = null;

const ground = () => document.getElementById("gantt-body"); // null where the table is shown

const make = (body) => {
  if (!box) {
    box = document.createElement("div");
    box.className = "gantt-ghost";
    words = document.createElement("span");
    box.append(words);
  }
  if (box.parentNode !== body) body.append(box);
};

const paint = () => {
  frame = 0;
  const body = ground();
  if (!waiting || !body) return;
  const { x, y, width, turn, text, nearEnd, along } = waiting;
  waiting = null;
  make(body);
  box.style.transform = `translate(${x}px, ${y}px)${turn ? ` rotate(${turn}rad)` : ""}`;
  box.style.width = `${width}px`;
  box.classList.toggle("wire", turn !== null);
  box.classList.toggle("near-end", nearEnd);
  if (crowd) crowd.style.transform = `translateX(${along}px)`;
  if (text !== shown) {
    words.textContent = text;
    shown = text;
  }
};

const draw = (what) => {
  waiting = what;
  if (!frame) frame = window.requestAnimationFrame(paint);
};

/* Show bars that go along where they would stand, in place of those shown before. */
export const others = (moves) => {
  crowd?.remove();
  crowd = null;
  const body = ground();
  if (!moves.length || !body) return;
  crowd = document.createElement("div");
  crowd.className = "gantt-crowd";
  const top = body.getBoundingClientRect().top;
  let places = null;
  for (const { id, start, end } of moves) {
    const bar = barOf(id);
    if (!bar) continue;
    places ||= measure(bar);
    const lane = bar.closest(".gantt-row").getBoundingClientRect();
    const one = document.createElement("div");
    one.className = "gantt-ghost";
    const [left, right] = [places.at(start), places.at(end + DAY)];
    one.style.transform = `translate(${left}px, ${lane.top - top + lane.height / 2 - 10}px)`;
    one.style.width = `${Math.max(right - left, 3)}px`;
    crowd.append(one);
    bar.classList.add("moving");
  }
  body.append(crowd);
};

/* Show a bar from day to day; `places` were measured before, and `along` is how far the others go [px]. */
export const ghost = (bar, start, end, places = measure(bar), along = 0) => {
  const [left, right] = [places.at(start), places.at(end + DAY)];
  draw({
    x: left,
    y: places.top - 10,
    width: Math.max(right - left, 3),
    turn: null,
    text: where(bar, start, end),
    nearEnd: left > places.right - 220,
    along,
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
    along: 0,
  });
};

export const clear = () => {
  waiting = null;
  window.cancelAnimationFrame(frame);
  frame = 0;
  box?.remove();
  crowd?.remove();
  crowd = null;
  holder()
    ?.querySelectorAll(".moving")
    .forEach((bar) => bar.classList.remove("moving"));
};
