/* Signing out with unsent answers asks first. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { fire, page, storage } from "./page.mjs";
import "./js/assessment/guard.js";

const leave = (answer, leaves = true) => {
  let stopped = false;
  let asked = "";
  page.confirm = (words) => {
    asked = words;
    return answer;
  };
  fire("submit", { target: { matches: () => leaves }, preventDefault: () => (stopped = true) });
  return { stopped, asked };
};

test("with nothing unsent nobody is asked", () => assert.deepEqual(leave(false), { stopped: false, asked: "" }));

test("what is queued, noted or half entered is counted", () => {
  storage.setItem("landfall-unsent", '["1"]');
  storage.setItem("landfall-note:1:/a/", "{}");
  storage.setItem("landfall-draft:1:/b/", "{}");
  const stays = leave(false);
  assert.equal(stays.stopped, true);
  assert.match(stays.asked, /^3 answers are not sent/);
  assert.equal(leave(true).stopped, false);
  assert.equal(leave(false, false).asked, ""); // another form
});
