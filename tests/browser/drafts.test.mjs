/* Entries that are not whole yet: kept per person and question. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { storage } from "./page.mjs";
import { drafts, dropDraft, keepDraft } from "./js/assessment/drafts.js";

test("a draft is kept for its person and dropped by its question", () => {
  keepDraft("1", { url: "/b/", question: "B" });
  keepDraft("1", { url: "/a/", question: "A" });
  keepDraft("12", { url: "/a/", question: "A" });
  assert.deepEqual(drafts("1").map((draft) => draft.question), ["A", "B"]);
  dropDraft("1", "/a/");
  assert.deepEqual(drafts("1").map((draft) => draft.question), ["B"]);
  assert.equal(drafts("12").length, 1);
});

test("a store that refuses or holds what nobody can read stops nothing", () => {
  storage.setItem("landfall-draft:3:/x/", "{");
  assert.deepEqual(drafts("3"), []);
  const kept = storage.setItem;
  storage.setItem = () => {
    throw new Error("full");
  };
  keepDraft("4", { url: "/a/" });
  storage.setItem = kept;
  assert.deepEqual(drafts("4"), []);
});
