/* Days of the drawing. */

import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.mjs";
import { DAY, addMonths, iso, parse, span } from "./js/roadmap/scale.js";

test("a day is read and written as it stands", () => {
  assert.equal(iso(parse("2028-02-29")), "2028-02-29");
  assert.equal(iso(parse("2026-12-31") + DAY), "2027-01-01");
});

test("months keep the day, or take the last one of a shorter month", () => {
  const moved = (day, months) => iso(addMonths(parse(day), months));
  assert.equal(moved("2027-01-31", 1), "2027-02-28");
  assert.equal(moved("2028-01-31", 1), "2028-02-29");
  assert.equal(moved("2026-12-15", 1), "2027-01-15");
  assert.equal(moved("2027-01-15", -1), "2026-12-15");
  assert.equal(moved("2027-03-31", -1), "2027-02-28");
});

test("a stretch is said in words", () => {
  assert.equal(span(parse("2026-11-02"), parse("2027-01-31")), "2 Nov 2026 to 31 Jan 2027");
});
