/** Where the parts of a page stand in the editor's document, and which blocks are in hand. */

import { NodeSelection } from "../vendor/studio.js";

/** @param {Node} doc @returns {{part: string, from: number, to: number}[]} the parts from top to bottom */
export function partsOf(doc) {
  const found = [];
  const seen = new Map();
  let name = "start";
  let open = false;
  doc.forEach((node, from) => {
    const own = node.type.name === "card" ? node.attrs.id || node.attrs.kind : node.type.name === "heading" ? node.attrs.id : null;
    if (own || !open) found.push({ part: numbered(seen, own || name), from, to: from + node.nodeSize });
    else found.at(-1).to = from + node.nodeSize;
    open = node.type.name !== "card";
    if (!open) name = `after-${own}`;
  });
  return found;
}

function numbered(seen, part) {
  seen.set(part, (seen.get(part) ?? 0) + 1);
  return seen.get(part) === 1 ? part : `${part}~${seen.get(part)}`;
}

/** The part at a position. @returns {string} */
export function partAt(doc, position) {
  return partsOf(doc).findLast(({ from }) => from <= position)?.part ?? "start";
}

/** The blocks of the page that the selection touches. @returns {{from: number, to: number, first: number, last: number}} */
export function blocksInHand({ doc, selection }) {
  const last = selection.empty || selection instanceof NodeSelection ? selection.from : selection.to - 1;
  const begin = doc.resolve(selection.from).index(0);
  const finish = Math.max(begin, Math.min(doc.resolve(last).index(0), doc.childCount - 1));
  const from = placeOf(doc, begin);
  return { first: begin, last: finish, from, to: placeOf(doc, finish) + doc.child(finish).nodeSize };
}

/** Where the block of that number begins. */
export function placeOf(doc, index) {
  let at = 0;
  for (let number = 0; number < index; number += 1) at += doc.child(number).nodeSize;
  return at;
}

/** Every id of the page. @returns {Set<string>} */
export function idsOf(doc) {
  const found = new Set();
  doc.forEach(({ attrs }) => attrs.id && found.add(attrs.id));
  return found;
}

/** An id made of words, or of a kind's name, that no other block of the page has. */
export function freeId(doc, words, fallback = "section") {
  const plain = words.toLowerCase().replace(/[æä]/g, "ae").replace(/[øö]/g, "oe").replace(/å/g, "aa").normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  const slug = plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40).replace(/-+$/, "") || fallback;
  const taken = idsOf(doc);
  let id = slug;
  for (let number = 2; taken.has(id); number += 1) id = `${slug}-${number}`;
  return id;
}
