/** Nodes of the editor → Markdown of one part: as it was written where it was, in the plainest way where it is new. */

import { childrenOf, isEmpty, meaning } from "./studio-meaning.js";
import { Exotic, parseBlocks } from "./studio-parse.js";
import { writeInline } from "./studio-write-inline.js";

const MOST_CARE = 2;

/** @param {Node[]} nodes blocks that stand below each other @param {boolean} tight in an item of a tight list
 *  @returns {string} their Markdown, without a line end */
export function writeBlocks(nodes, tight = false) {
  let text = "";
  let before = null;
  for (const node of nodes) {
    if (isEmpty(node)) continue;
    const marker = before?.node.type === node.type && before.marker === node.attrs.marker ? OTHER[node.attrs.marker] : node.attrs.marker;
    text += before ? "\n".repeat(1 + gapBetween(before.node, node, tight)) : "";
    text += WRITERS[node.type.name](node, marker);
    before = { node, marker };
  }
  return text;
}

/** Two lists of one kind below each other are two only under different marks. */
const OTHER = { "-": "*", "*": "-", "+": "-", ".": ")", ")": "." };

function gapBetween(before, node, tight) {
  const wanted = node.attrs.gap ?? (tight ? 0 : 1);
  return wanted > 0 || mayTouch(before, node) ? wanted : 1;
}

/** Whether a block may follow another on the next line and still be read as one of its own. */
function mayTouch(before, node) {
  const [first, second] = [before.type.name, node.type.name];
  if (["heading", "horizontal_rule", "card", "code_block"].includes(first)) return true;
  if (first !== "paragraph" || (second.endsWith("_list") && isEmpty(node.firstChild.firstChild))) return false;
  if (second === "ordered_list") return node.attrs.order === 1;
  return ["heading", "bullet_list", "blockquote", "code_block", "card"].includes(second);
}

const WRITERS = {
  paragraph: (node) => careful(node, (care) => writeInline(node, { care })),
  heading: (node) => careful(node, (care) => headingLine(node, writeInline(node, { care, heading: true }))),
  blockquote: (node) => prefixed(writeBlocks(childrenOf(node)), "> ", "> "),
  bullet_list: (node, marker) => list(node, () => `${marker} `),
  ordered_list: (node, marker) => list(node, (at) => `${node.attrs.order + at}${marker} `),
  code_block: (node) => fenced(node),
  horizontal_rule: ({ attrs }) => (/^(\*{3,}|-{3,}|_{3,})$/.test(attrs.markup) ? attrs.markup : "---"),
  table: (node) => careful(node, (care) => table(node, care)),
  card: ({ attrs }) => attrs.source,
  raw: ({ attrs }) => attrs.source,
};

const written = new WeakMap();

/** Return the text with the least escaping that is read as the same block; nodes never change, so once is enough. */
function careful(node, write) {
  if (!written.has(node)) written.set(node, leastCareful(node, write));
  return written.get(node);
}

function leastCareful(node, write) {
  const said = meaning(node);
  let text = "";
  for (let care = 0; care <= MOST_CARE; care += 1) {
    text = write(care);
    if (readsAs(text, said)) break;
  }
  return text;
}

function readsAs(text, said) {
  try {
    const found = parseBlocks(text);
    return found.length === 1 && meaning(found[0]) === said;
  } catch (error) {
    if (error instanceof Exotic) return false; // one more degree of care makes it plain
    throw error;
  }
}

function headingLine({ attrs: { level, id } }, words) {
  return ["#".repeat(level), words.replace(/\s*\n\s*/g, " "), id ? `{#${id}}` : ""].filter(Boolean).join(" ");
}

function list(node, markerOf) {
  const { tight } = node.attrs;
  const items = childrenOf(node).map((item, at) => {
    const marker = markerOf(at);
    const text = writeBlocks(childrenOf(item), tight).replace(/^([-*_])\1{2,}(?=\n|$)/, marker.startsWith("*") ? "---" : "***");
    return text ? prefixed(text, marker, " ".repeat(marker.length), "") : marker.trimEnd();
  });
  return items.join(tight ? "\n" : "\n\n");
}

function prefixed(text, first, rest, blank = rest.trimEnd()) {
  const lines = text.split("\n").map((line, at) => (at ? (line ? rest + line : blank) : first + line));
  return lines.join("\n");
}

function fenced({ attrs, textContent }) {
  const letter = attrs.fence.startsWith("~") || attrs.params.includes("`") ? "~" : "`";
  const inside = [...textContent.matchAll(new RegExp(`^ {0,3}(${letter}{3,})`, "gm"))].map(([, run]) => run.length);
  const longEnough = attrs.fence.startsWith(letter) && inside.every((length) => length < attrs.fence.length);
  const fence = longEnough ? attrs.fence : letter.repeat(Math.max(2, ...inside) + 1);
  return `${fence}${attrs.params}\n${textContent ? `${textContent}\n` : ""}${fence}`;
}

const RULES = { left: ":---", center: ":---:", right: "---:" };

function table(node, care) {
  const rows = childrenOf(node).map((row) => `|${childrenOf(row).map((cell) => padded(writeInline(cell, { care, cell: true }))).join("|")}|`);
  const sides = childrenOf(node.firstChild).map(({ attrs }) => attrs.align);
  const rule = sidesOf(node.attrs.rule).join() === sides.join() ? node.attrs.rule : `| ${sides.map((side) => RULES[side] ?? "---").join(" | ")} |`;
  return [rows[0], rule, ...rows.slice(1)].join("\n");
}

const padded = (words) => (words ? ` ${words} ` : " ");

function sidesOf(rule) {
  if (!rule) return [];
  return rule.replace(/^\||\|$/g, "").split("|").map((cell) => {
    const [left, right] = [cell.trim().startsWith(":"), cell.trim().endsWith(":")];
    return left && right ? "center" : left ? "left" : right ? "right" : null;
  });
}
