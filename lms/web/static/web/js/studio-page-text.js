/**
 * The text of a page ⇄ its head, its parts, and the editor's document. Parts are cut as `lms/packs/page_parts.py` cuts them,
 * so that what is saved here is what the server finds.
 */

import { parseToml } from "../vendor/studio.js";
import { Exotic, parseBlocks } from "./studio-parse.js";
import { takeHeadingId, tokensOf } from "./studio-reader.js";
import { schema } from "./studio-schema.js";
import { writeBlocks } from "./studio-write.js";

const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const MARK = "+++";

/** @param {string} text @param {string[]} kinds names of the fenced kinds @returns {{part: string, text: string, kind: string}[]} */
export function cut(text, kinds) {
  const [head, body] = divided(text);
  const lines = body.split("\n");
  const cuts = cutsOf(body, lines, kinds);
  const piece = (from, to) => lines.slice(from, to).join("\n") + (from < to && to < lines.length ? "\n" : "");
  const first = cuts.length ? cuts[0].line : lines.length;
  const parts = [{ part: "@head", text: head + piece(0, first), kind: "head" }];
  cuts.forEach(({ line, part, kind }, at) => parts.push({ part, text: piece(line, cuts[at + 1]?.line ?? lines.length), kind }));
  return numbered(parts.filter(({ text: words }, at) => at === 0 || words));
}

/** @returns {[string, string]} the head with its closing line, and what follows */
function divided(text) {
  const lines = text.split("\n");
  if (lines[0].replace(/^\ufeff/, "").trim() !== MARK) return ["", text];
  const end = lines.findIndex((line, at) => at > 0 && line.trim() === MARK);
  if (end < 0 || end === lines.length - 1) return [text, ""];
  return [`${lines.slice(0, end + 1).join("\n")}\n`, lines.slice(end + 1).join("\n")];
}

function cutsOf(body, lines, kinds) {
  const found = [];
  let [at, name] = [0, "start"];
  for (const { from, to, id, kind } of [...marks(body, kinds), { from: lines.length, to: lines.length, id: "" }]) {
    const text = lines.findIndex((line, number) => number >= at && number < from && line.trim());
    if (text >= 0 && name) found.push({ line: text, part: name, kind: "text" });
    if (id) found.push({ line: from, part: id, kind });
    [at, name] = [to, to > from ? `after-${id}` : ""];
  }
  return found;
}

function marks(body, kinds) {
  const found = [];
  const tokens = tokensOf(body);
  tokens.forEach((token, at) => {
    if (token.level || !token.map) return;
    const word = token.info.trim().split(/\s+/)[0];
    const inline = tokens[at + 1];
    if (token.type === "heading_open") {
      const id = takeHeadingId(inline) || idInDisguise(inline);
      if (id) found.push({ from: token.map[0], to: token.map[0], id, kind: "text" });
    } else if (token.type === "fence" && kinds.includes(word)) found.push({ from: token.map[0], to: token.map[1], id: idOf(token.content) ?? word, kind: word });
  });
  return found;
}

function idInDisguise(inline) {
  return /\{#([a-z0-9][a-z0-9-]{0,63})\}\s*$/.exec(inline.children.map(({ content }) => content).join(""))?.[1];
}

function idOf(content) {
  let found;
  try {
    found = parseToml(content).id;
  } catch {
    found = /^id\s*=\s*["']([^"'\n]*)["']/m.exec(content)?.[1]; // while somebody types, the block keeps its name
  }
  return typeof found === "string" && NAME.test(found) ? found : undefined;
}

function numbered(parts) {
  const seen = new Map();
  return parts.map((each) => {
    const count = (seen.get(each.part) ?? 0) + 1;
    seen.set(each.part, count);
    return count === 1 ? each : { ...each, part: `${each.part}~${count}` };
  });
}

/** Read a page into the editor. @returns {{head: string, doc: Node}} `head`: everything before the first block */
export function read(text, kinds) {
  const [head, ...parts] = cut(text, kinds);
  const nodes = [];
  let blank = null; // empty lines since the part before
  for (const { text: words, kind } of parts) {
    const body = words.replace(/\s*$/, "");
    const [first, ...rest] = kind === "text" ? textNodes(body) : [schema.nodes.card.create({ source: body, kind, id: idOf(inside(body)) ?? "" })];
    const gap = blank === null || blank === 1 ? null : blank;
    nodes.push(gap === null ? first : first.type.create({ ...first.attrs, gap }, first.content), ...rest);
    blank = words.slice(body.length).split("\n").length - 2;
  }
  const last = parts.at(-1);
  const tail = last ? /\s*$/.exec(last.text)[0] : "\n";
  const doc = schema.nodes.doc.create({ tail }, nodes.length ? nodes : [schema.nodes.paragraph.create()]);
  return write(head.text, doc) === text || !nodes.length ? { head: head.text, doc } : { head: head.text, doc: wholeRaw(parts) };
}

/** The blocks of a text part; one `raw` node where they would not be written again as they stand. */
function textNodes(body) {
  try {
    const nodes = parseBlocks(body);
    if (nodes.length && writeBlocks(nodes) === body) return nodes;
  } catch (error) {
    if (!(error instanceof Exotic)) throw error;
  }
  return [schema.nodes.raw.create({ source: body })];
}

/** Space in odd places between parts: everything after the head is shown as it is written. */
function wholeRaw(parts) {
  const body = parts.map(({ text }) => text).join("");
  const source = body.replace(/\s*$/, "");
  return schema.nodes.doc.create({ tail: body.slice(source.length) }, schema.nodes.raw.create({ source }));
}

/** @returns {string} the text of the page */
export function write(head, doc) {
  const nodes = Array.from({ length: doc.childCount }, (_none, at) => doc.child(at));
  const body = writeBlocks(nodes);
  return body ? head + body + doc.attrs.tail : head;
}

/** The keys of a fence, without its first and last line. @param {string} source @returns {string} */
export function inside(source) {
  return source.split("\n").slice(1, -1).map((line) => `${line}\n`).join("");
}
