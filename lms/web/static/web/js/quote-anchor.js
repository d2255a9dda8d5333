/**
 * A quotation and where it stands in a block: words, and a few before and after them, instead of positions that a
 * corrected text would shift. Spaces do not count, because a browser and a file break lines differently.
 *
 * Only the block's own text counts: nothing in forms, buttons, drawings or under `data-no-quote`.
 */

const APART = "form, button, input, select, textarea, output, svg, template, dialog, script, style, [data-no-quote]";
const LINES = "p, li, h1, h2, h3, h4, td, th, blockquote, figcaption, dt, dd, pre";
const BESIDE = 64;

/** @typedef {{quote: string, before: string, after: string}} Quote */

/** @returns {Text[]} the text nodes of a block that a reader reads, in order */
function textsOf(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const apart = walker.currentNode.parentElement.closest(APART);
    if (!apart || !block.contains(apart) || apart === block) found.push(walker.currentNode);
  }
  return found;
}

/** The signs of a block without its spaces, each with the place it stands at. */
function signsOf(block) {
  const signs = [];
  for (const node of textsOf(block)) {
    for (let at = 0; at < node.data.length; at += 1) if (!/\s/.test(node.data[at])) signs.push({ node, at });
  }
  return signs;
}

/** Signs as a reader would copy them: with single spaces, also where a new paragraph or cell begins. */
function readable(signs) {
  let text = "";
  signs.forEach(({ node, at }, number) => {
    const last = signs[number - 1];
    const near = last && (last.node === node ? last.at === at - 1 : follows(last, node, at));
    text += (last && !near ? " " : "") + node.data[at];
  });
  return text;
}

function follows(last, node, at) {
  const sameLine = last.node.parentElement.closest(LINES) === node.parentElement.closest(LINES);
  return sameLine && at === 0 && last.at === last.node.data.length - 1;
}

/**
 * @param {Range} range a selection; what of it lies outside the block is left out
 * @param {HTMLElement} block
 * @returns {Quote|null} null when no word of the block is selected
 */
export function quoteOf(range, block) {
  const signs = signsOf(block);
  const inside = signs.map(({ node, at }) => range.comparePoint(node, at) === 0 && range.comparePoint(node, at + 1) === 0);
  let [first, last] = [inside.indexOf(true), inside.lastIndexOf(true) + 1];
  if (first < 0) return null;
  while (within(signs, first)) first -= 1;
  while (within(signs, last)) last += 1;
  return {
    quote: readable(signs.slice(first, last)),
    before: readable(signs.slice(Math.max(0, first - BESIDE), first)).slice(-BESIDE),
    after: readable(signs.slice(last, last + BESIDE)).slice(0, BESIDE),
  };
}

/** @returns {boolean} whether a word goes on from the sign before `number` to the one there: half words are not quoted */
function within(signs, number) {
  const [one, other] = [signs[number - 1], signs[number]];
  const beside = one && other && one.node === other.node && one.at === other.at - 1;
  return beside && /^[\p{L}\p{N}]{2}$/u.test(one.node.data[one.at] + other.node.data[other.at]);
}

/**
 * @param {HTMLElement} block
 * @param {Quote} quote
 * @returns {Range|null} where the words stand now; of several places the one whose surroundings fit best
 */
export function findQuote(block, { quote, before, after }) {
  const wanted = solid(quote);
  const signs = signsOf(block);
  const text = signs.map(({ node, at }) => node.data[at]).join("");
  let best = null;
  for (let at = text.indexOf(wanted); wanted && at >= 0; at = text.indexOf(wanted, at + 1)) {
    const fit = shared(backwards(text.slice(0, at)), backwards(solid(before))) + shared(text.slice(at + wanted.length), solid(after));
    if (!best || fit > best.fit) best = { at, fit };
  }
  if (!best) return null;
  const range = document.createRange();
  const [first, last] = [signs[best.at], signs[best.at + wanted.length - 1]];
  range.setStart(first.node, first.at);
  range.setEnd(last.node, last.at + 1);
  return range;
}

/** Wrap the words of a range, each piece of text in a `<mark>` of its own. @returns {HTMLElement[]} the marks */
export function wrap(range, block, make) {
  const { startContainer, startOffset, endContainer, endOffset } = range;
  const nodes = textsOf(block).filter((node) => range.intersectsNode(node) && node.data.trim());
  return nodes.map((node) => {
    const end = node === endContainer ? endOffset : node.data.length;
    const start = node === startContainer ? startOffset : 0;
    if (end < node.data.length) node.splitText(end);
    const piece = start > 0 ? node.splitText(start) : node;
    const mark = make();
    piece.replaceWith(mark);
    mark.append(piece);
    return mark;
  });
}

const solid = (text) => text.replace(/\s+/g, "");
const backwards = (text) => [...text].reverse().join("");

function shared(one, other) {
  let length = 0;
  while (length < other.length && one[length] === other[length]) length += 1;
  return length;
}
