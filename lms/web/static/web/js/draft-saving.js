/**
 * The one way to save parts of a draft as one types. One request at a time, repeated until the server has answered.
 *
 * Page: `<main data-draft="…" data-draft-save="…" data-person="…">` (studio/drafts/frame.html: saving). Events on `document`:
 * `draft:state` {state: "saving"|"saved"|"waiting"|"refused"}, `draft:saved` {path, part, base},
 * `draft:recut` {path, parts: {part, text, base}[]} when a file's parts became others,
 * `draft:conflict` {path, part, mine, theirs, base, by, at, locked_by}, `draft:resolved` {path, part, text, base, taken},
 * `draft:refused` {path, part, message, remedy}, `draft:restored` {path, part, text} for what an earlier page could not save.
 */

import { postJson } from "./draft-post.js";
import { DraftQueue, keyOf } from "./draft-queue.js";
import * as store from "./draft-store.js";
import { uuid7 } from "./uuid7.js";

const QUIET = 600;
const LONGEST_PAUSE = 30_000;

const main = document.querySelector("[data-draft-save]");
const { draft = "", person = "" } = main?.dataset ?? {};
const tab = uuid7();
const queue = new DraftQueue();
const others = new Set(); // forms that save themselves: {send(): Promise<boolean>, isUnsaved(): boolean}
let working = null;
let failures = 0;
let notBefore = 0;
let held = false; // signed out, and the person said "later"
let alarm = 0;

const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`draft:${name}`, { detail }));
const idOf = (place) => `${draft}\n${keyOf(place)}`;

export { holdPart, letGo, listen } from "./draft-locks.js";

/**
 * Save the text of one part; null removes it. A later text of the same part replaces one that is not yet sent.
 * @param {{path: string, part: string, base?: string, text: string|null, after?: string|null, what?: string}} edit
 */
export function savePart(edit) {
  queue.add(edit, Date.now(), QUIET);
  const base = queue.bases.get(keyOf(edit));
  store.keep({ ...edit, base, id: idOf(edit), person, draft, tab });
  announce();
  const clash = queue.clashes.get(keyOf(edit));
  if (clash) return;
  if (!held) wake(failures ? pause() : QUIET);
}

/** The revision of a part as this tab knows it. @returns {string|undefined} */
export const baseOf = (path, part) => queue.bases.get(keyOf({ path, part }));

/** Say which revision of a part the page shows, where it was made anew. */
export const knowBase = (path, part, base) => queue.bases.set(keyOf({ path, part }), base);

/** Whether some of a part is not with the server yet. */
export const isWaiting = (path, part) => queue.holds({ path, part });

/** Whether anything typed is not with the server yet. */
export const isUnsaved = () => !queue.isEmpty || queue.refused.size > 0 || [...others].some((each) => each.isUnsaved());

/** Send everything now, asking for the password if it must be. @returns {Promise<boolean>} whether the server has it all */
export async function saveNow() {
  for (const entry of queue.waiting.values()) entry.due = 0;
  [held, failures, notBefore] = [false, 0, 0];
  await (working ?? work());
  if (queue.waiting.size && !failures && !held) await work();
  const forms = await Promise.all([...others].map((each) => each.send()));
  return queue.isEmpty && forms.every(Boolean);
}

/**
 * Save several parts as one act, after all that waits. The part "@order" arranges a file.
 * @param {{path: string, part: string, text: string|null, after?: string|null, base?: string}[]} edits
 * @param {(conflicts: Object[]) => {meant?: string, now?: string[], again: () => void}} whenLate what is told and offered
 *   where somebody was faster: what was meant, the lines there are now, and the same act on them
 * @returns {Promise<{saved: Object[], recut?: Object}|null>} null where it was not taken; then the page has been told why
 */
export async function saveTogether(edits, what, whenLate) {
  if (!(await saveNow())) return null;
  const based = edits.map((edit) => ({ ...edit, base: queue.bases.get(keyOf(edit)) ?? edit.base ?? "" }));
  tell("state", { state: "saving" });
  const answer = await ask({ edits: based, what });
  if (answer.outcome === "kept") learn(answer.said);
  else if (answer.outcome === "clash") tell("conflict", { together: true, conflicts: answer.conflicts, ...whenLate(answer.conflicts) });
  else for (const each of answer.refused ?? []) tell("refused", each);
  tell("state", { state: answer.outcome === "kept" ? queue.state(false) : "refused" });
  return answer.outcome === "kept" ? answer.said : null;
}

/** Post something of this draft, asking for the password where the session has ended. @returns {Promise<Object>} the answer */
export async function ask(value, address = main.dataset.draftSave) {
  const answer = await postJson(address, value);
  if (answer.outcome !== "signed-out") return answer;
  return (await signedIn()) ? ask(value, address) : { outcome: "later" };
}

/** Let something else of the page be part of "everything is saved": a form that saves itself. */
export function watch(each) {
  others.add(each);
}

/** Choose in a conflict. @param {"mine"|"theirs"} choice */
export function resolve(place, choice) {
  const clash = queue.resolve(place, choice, Date.now());
  if (!clash) return;
  const { path, part, base } = clash;
  if (choice === "theirs") store.forget(idOf(place));
  tell("resolved", { path, part, base, taken: choice, text: choice === "theirs" ? clash.theirs : clash.mine });
  announce();
  wake(0);
}

/** Take up what an earlier page could not save, unless the tab it was typed in is still open. */
export async function resume() {
  const open = new Set((await navigator.locks?.query())?.held.map(({ name }) => name) ?? []);
  navigator.locks?.request(`lms-tab-${tab}`, () => new Promise(() => {}));
  const left = (await store.unsaved(person, draft)).filter((entry) => !open.has(`lms-tab-${entry.tab}`));
  for (const entry of left) {
    if (queue.waiting.has(keyOf(entry))) continue; // typed anew already
    queue.add(entry, Date.now(), 0);
    tell("restored", { path: entry.path, part: entry.part, text: entry.text });
  }
  if (left.length) wake(0);
}

/** Say how it stands. `own`: the state of something else that saves itself. */
export function announce(own = "saved") {
  const mine = queue.state(failures > 0 || held);
  const order = ["saved", "saving", "refused", "waiting"];
  tell("state", { state: order[Math.max(order.indexOf(mine), order.indexOf(own))] });
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
  if (!queue.waiting.size || held) return;
  wake(failures ? pause() : Math.max(0, Math.min(...[...queue.waiting.values()].map(({ due }) => due)) - Date.now()));
}

async function sendAll() {
  for (let entry = queue.next(Date.now()); entry; entry = queue.next(Date.now())) {
    if (!(await send(entry))) return;
  }
}

/** @returns {Promise<boolean>} whether to go on with the next */
async function send({ due: _due, what, take, ...edit }) {
  if (take) await (await import("./draft-locks.js")).holdPart(edit.path, edit.part, { take });
  const answer = await postJson(main.dataset.draftSave, { edits: [edit], what });
  const goOn = await { kept, clash, refused, "signed-out": signedOut, later }[answer.outcome](edit, answer);
  announce();
  return goOn;
}

function kept(edit, { said }) {
  const fresh = said.saved.find((each) => keyOf(each) === keyOf(edit))?.base ?? "";
  if (queue.kept(fresh)) store.forget(idOf(edit));
  learn(said);
  failures = 0;
  return true;
}

function learn(said) {
  for (const [path, parts] of Object.entries(said.recut ?? {})) {
    queue.recut(path, parts);
    tell("recut", { path, parts });
  }
  for (const each of said.saved ?? []) {
    queue.bases.set(keyOf(each), each.base);
    tell("saved", each);
  }
}

function clash(edit, { conflicts }) {
  const told = conflicts.find((each) => keyOf(each) === keyOf(edit)) ?? conflicts[0] ?? { text: null, base: "", by: "", at: null };
  tell("conflict", queue.clash(told));
  failures = 0;
  return true;
}

function refused(edit, { refused: reasons }) {
  queue.refuse();
  for (const each of reasons.length ? reasons : [{ ...edit, message: "", remedy: "" }]) tell("refused", each);
  failures = 0;
  return true;
}

async function signedOut() {
  queue.again(0);
  return signedIn();
}

async function signedIn() {
  held = true;
  announce();
  const { signInAgain } = await import("./sign-in-dialog.js");
  held = !(await signInAgain());
  return !held;
}

function later(_edit, { after = 0 }) {
  failures += 1;
  notBefore = Date.now() + after * 1000;
  queue.again(0);
  return false;
}

/** Leaving: what is not on its way yet goes now; the browser finishes it after the page is gone. */
function leave() {
  for (const entry of queue.waiting.values()) entry.due = 0;
  if (!held && !working) work();
}

const LARGEST_LEFT = 60_000;
const mayBeLost = () =>
  [...others].some((each) => each.isUnsaved()) ||
  (!queue.isEmpty && (failures > 0 || held || !navigator.onLine || queue.clashes.size > 0 || [...queue.waiting.values()].some(({ text }) => (text ?? "").length > LARGEST_LEFT)));

if (main) {
  addEventListener("online", () => saveNow());
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
  addEventListener("beforeunload", (event) => mayBeLost() && event.preventDefault());
}
