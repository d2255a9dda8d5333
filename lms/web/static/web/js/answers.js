/**
 * The one way to save what a person types. One request at a time, in order, repeated until the server has answered; what
 * is kept (`keep: true`) outlives the tab, what is private stays in its memory.
 *
 * Page: `<main data-person="…" data-answers="/learn/answers">`. Events on `document`:
 * `answers:state` {context, state: "saving"|"saved"|"waiting"|"refused"},
 * `answers:restored` {context, block, item, value} for what an earlier page could not send,
 * `answers:conflict` {context, block, item, mine, current: {value, revision}, keep}, `answers:refused` {context, block, item, reason}.
 */

import { post } from "./answer-post.js";
import { AnswerQueue } from "./answer-queue.js";
import * as store from "./answer-store.js";
import { uuid7 } from "./uuid7.js";

const QUIET = 600;
const LONGEST_PAUSE = 30_000;

const main = document.querySelector("[data-answers]");
const person = main?.dataset.person ?? "";
const tab = uuid7();
const queue = new AnswerQueue();
let working = null; // the one sending in progress
let failures = 0; // sendings in a row without an answer
let notBefore = 0; // what a Retry-After asked for
let held = false; // signed out, and the person said "later"
let alarm = 0;

const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`answers:${name}`, { detail }));

/**
 * Save one answer. A later value of the same field replaces one that is not yet sent.
 * @param {{context: string, block: string, item: string, base?: number, value: unknown, keep?: boolean}} answer
 *   `base`: the revision the page was made with; newer ones are remembered here
 */
export function save(answer) {
  const { entry, replaced } = queue.add(answer, Date.now(), QUIET);
  if (entry.keep) store.keep({ ...entry, person, tab }).then(() => forget(replaced));
  announce([entry]);
  if (!held) wake(failures ? pause() : QUIET);
}

/** What waits to be sent of a block, oldest first. @returns {{item: string, value: unknown}[]} */
export function unsent(context, block) {
  return queue.entries.filter((entry) => entry.context === context && entry.block === block);
}

/** Send everything now, asking for the password if it must be. @returns {Promise<boolean>} whether the server has it all */
export async function flush() {
  for (const entry of queue.entries) entry.due = 0;
  [held, failures, notBefore] = [false, 0, 0];
  await (working ?? work());
  if (queue.entries.length && !failures && !held) await work();
  return queue.entries.length === 0;
}

/** Take up what an earlier page could not send, unless the tab it was typed in is still open. */
export async function resume() {
  const open = new Set((await navigator.locks?.query())?.held.map(({ name }) => name) ?? []);
  navigator.locks?.request(`lms-tab-${tab}`, () => new Promise(() => {}));
  const left = (await store.unsent(person)).filter((entry) => !open.has(`lms-tab-${entry.tab}`));
  queue.restore(left);
  announce(left);
  for (const { context, block, item, value } of left) tell("restored", { context, block, item, value });
  if (left.length) wake(0);
}

function wake(after) {
  clearTimeout(alarm);
  alarm = setTimeout(() => working ?? work(), after);
}

function pause() {
  const backOff = Math.min(LONGEST_PAUSE, 500 * 2 ** failures) * (0.75 + Math.random() / 2);
  return Math.max(backOff, notBefore - Date.now());
}

async function work() {
  working = sendAll().finally(() => (working = null));
  await working;
  if (!queue.entries.length || held) return;
  wake(failures ? pause() : Math.max(0, Math.min(...queue.entries.map(({ due }) => due)) - Date.now()));
}

async function sendAll() {
  for (let batch = queue.next(Date.now()); batch.length; batch = queue.next(Date.now())) {
    if (!(await send(batch))) return;
  }
}

/** @returns {Promise<boolean>} whether to go on with the next batch */
async function send(batch) {
  for (const entry of batch) if (entry.keep) store.keep({ ...entry, person, tab });
  const answer = await post(main.dataset.answers, batch.map(({ id, context, block, item, base, value }) => ({ id, context, block, item, base, value })));
  const handled = { stored, refused, "signed-out": signedOut, later }[answer.outcome];
  const goOn = await handled(batch, answer);
  announce(batch);
  return goOn;
}

function stored(batch, answer) {
  const { done, conflicts } = queue.settle(batch, answer);
  forget(done);
  for (const conflict of conflicts) tell("conflict", conflict);
  failures = done.length ? 0 : failures + 1;
  return done.length > 0;
}

function refused(batch, { errors }) {
  const { done, refused: fields } = queue.refuse(batch, errors);
  forget(done);
  for (const field of fields) tell("refused", field);
  failures = 0;
  return true;
}

async function signedOut() {
  held = true;
  announce(queue.entries);
  const { signInAgain } = await import("./sign-in-dialog.js");
  held = !(await signInAgain());
  return !held;
}

function later(_batch, { after = 0 }) {
  failures += 1;
  notBefore = Date.now() + after * 1000;
  return false;
}

function forget(entries) {
  const ids = entries.filter(({ keep }) => keep).map(({ id }) => id);
  if (ids.length) store.forget(ids);
}

function announce(entries) {
  for (const context of new Set(entries.map((entry) => entry.context))) {
    tell("state", { context, state: queue.state(context, failures > 0 || held) });
  }
}

/** Leaving: what is not on its way yet goes now; the browser finishes it after the page is gone. */
function leave() {
  for (const entry of queue.entries) entry.due = 0;
  if (!held && !working) work();
}

const cannotBeKept = () => queue.entries.some(({ keep }) => !keep) && (failures > 0 || held || !navigator.onLine);

addEventListener("online", () => flush());
addEventListener("pagehide", leave);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
addEventListener("beforeunload", (event) => cannotBeKept() && event.preventDefault());
