/* The queue of answers: what is sent, in which order, how often, and what stays. */

import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.mjs";
import { noted, waiting } from "./js/assessment/queue.js";
import { makeSender } from "./js/assessment/sending.js";

const URL = "/runs/1/questions/SP-01/";
const answer = (value, more = {}) => ({ kind: "answer", url: URL, question: "SP-01", version: 0, fields: [["value", value]], ...more });
const reply = (status, version, headers = {}) => ({
  status,
  ok: status < 300,
  headers: new Headers({ ...(version === undefined ? {} : { "X-Answer-Version": version }), ...headers }),
  text: async () => "<i></i>",
});

/* A server that answers with what it is given, one after the other, and remembers what came. */
const serve = (...replies) => {
  const seen = [];
  globalThis.fetch = async (url, { body }) => {
    seen.push({ url, ...Object.fromEntries(body.entries()) });
    const next = replies.length > 1 ? replies.shift() : replies[0];
    if (next instanceof Error) throw next;
    return next;
  };
  return seen;
};
const sender = (user, events = []) => makeSender({ user, onEvent: (event) => events.push(event) });

test("a saved answer leaves the queue and nothing of it stays on the device", async () => {
  const seen = serve(reply(200, 3));
  const events = [];
  await sender("a", events).add(answer("2"));
  assert.equal(seen.length, 1);
  assert.equal(seen[0].value, "2");
  assert.match(seen[0].key, /^[0-9a-f]{32}$/);
  assert.deepEqual(await waiting("a"), []);
  assert.deepEqual(noted("a"), []);
  assert.equal(events.find((event) => event.kind === "done").version, 3);
});

test("without a server the answer stays, and a newer one takes its place", async () => {
  serve(new Error("no network"));
  const one = sender("b");
  await one.add(answer("1"));
  assert.equal((await waiting("b")).length, 1);
  const first = (await waiting("b"))[0].key;
  const seen = serve(reply(200, 1));
  await one.flush();
  assert.deepEqual(seen.map((sent) => sent.key), [first]); // the same key, so that it counts once
});

test("a failed send keeps its key; an error of the server is no answer", async () => {
  const seen = serve(reply(503), reply(200, 1));
  const one = sender("c");
  await one.add(answer("4"));
  await one.flush();
  assert.equal(seen.length, 2);
  assert.equal(seen[0].key, seen[1].key);
});

test("the next answer to a question goes out under the version of the one before", async () => {
  const seen = serve(reply(200, 5), reply(200, 6));
  const one = sender("d");
  await one.add(answer("1"));
  await one.add(answer("2"));
  assert.deepEqual(seen.map((sent) => sent.version), ["0", "5"]);
});

test("a conflict keeps the answer with its question and holds nothing else up", async () => {
  const seen = serve(reply(409, 9, { "Content-Type": "text/html" }), reply(200, 1));
  const one = sender("e");
  await one.add(answer("1"));
  await one.add(answer("3", { url: "/runs/1/questions/SP-02/", question: "SP-02" }));
  const left = await waiting("e");
  assert.deepEqual(left.map((entry) => [entry.question, entry.state]), [["SP-01", "conflict"]]);
  assert.equal(seen.length, 2);
  serve(reply(200, 10));
  await one.retryKept(new Set([URL]));
  await one.flush();
  assert.deepEqual(await waiting("e"), []);
});

test("who was signed out keeps the answer", async () => {
  for (const [user, status, version] of [["f", 200, undefined], ["g", 401, undefined]]) {
    serve(reply(status, version));
    const events = [];
    await sender(user, events).add(answer("1"));
    assert.equal((await waiting(user)).length, 1);
    assert.ok(events.some((event) => event.kind === "signed-out"));
  }
});

test("answers go before files, and nobody sends what another person noted", async () => {
  serve(new Error("no network"));
  const one = sender("h");
  await one.add({ kind: "evidence", url: `${URL}evidence/`, question: "SP-01", fields: [] });
  await one.add(answer("1"));
  assert.deepEqual((await waiting("h")).map((entry) => entry.kind), ["answer", "evidence"]);
  assert.deepEqual(await waiting("nobody"), []);
  assert.deepEqual(noted("nobody"), []);
});
