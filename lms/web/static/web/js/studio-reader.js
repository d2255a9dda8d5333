/**
 * Markdown as the server reads it (CommonMark with tables), with what the server forgets noted in the tokens: how a line was
 * broken, how a character was escaped. Links are kept as they are typed.
 */

import { MarkdownIt } from "../vendor/studio.js";

const reader = new MarkdownIt("commonmark", { html: true }).enable("table").disable("text_join");
reader.validateLink = () => true;
reader.normalizeLink = (address) => address;
reader.normalizeLinkText = (text) => text;

for (const name of ["newline", "escape"]) {
  const { fn } = reader.inline.ruler.__rules__.find((rule) => rule.name === name);
  reader.inline.ruler.at(name, (state, silent) => {
    const from = state.pos;
    if (!fn(state, silent)) return false;
    const last = silent ? null : state.tokens.at(-1);
    if (last && ["softbreak", "hardbreak"].includes(last.type) && !last.markup) last.markup = spacesBefore(state.src, from) + state.src.slice(from, state.pos);
    return true;
  });
}

function spacesBefore(text, at) {
  let from = at;
  while (text[at] === "\n" && text[from - 1] === " ") from -= 1;
  return text.slice(from, at);
}

const HEADING_ID = /\{#([a-z0-9][a-z0-9-]{0,63})\}$/;

/** @param {string} text @returns {Object[]} its block tokens */
export function tokensOf(text) {
  return reader.parse(text, {});
}

/**
 * Cut `{#id}` off the end of a heading. An escape does not hide it from the server, so nor does it here.
 * @param {Object} inline its token @returns {string|null} the id
 */
export function takeHeadingId(inline) {
  const from = inline.children.findLastIndex(({ type }) => type !== "text" && type !== "text_special") + 1;
  const words = inline.children.slice(from).map(({ content }) => content).join("").trimEnd();
  const found = HEADING_ID.exec(words);
  const last = inline.children.at(-1);
  if (!found) return null;
  if (last.type !== "text" || !HEADING_ID.test(last.content.trimEnd())) return "";
  last.content = last.content.trimEnd().slice(0, -found[0].length).trimEnd();
  return found[1];
}
