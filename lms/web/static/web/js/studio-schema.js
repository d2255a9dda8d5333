/**
 * What a page is made of in the editor: text as CommonMark has it, and cards for everything that is no text.
 *
 * Attributes beside the plain ones hold how a thing was written (the mark of a list, blank lines before a block), so that a
 * text nobody touched is written again as it was. `gap`: blank lines before a block, null for the usual number.
 */

import { Schema } from "../vendor/studio.js";

const gap = { gap: { default: null } };
const block = (attrs, more) => ({ group: "block", attrs: { ...gap, ...attrs }, ...more });

const cell = (tag) => ({
  content: "inline*",
  isolating: true,
  tableRole: tag === "th" ? "header_cell" : "cell",
  attrs: { align: { default: null }, colspan: { default: 1 }, rowspan: { default: 1 }, colwidth: { default: null } },
  parseDOM: [{ tag, getAttrs: (dom) => ({ align: alignmentOf(dom) }) }],
  toDOM: ({ attrs }) => [tag, attrs.align && attrs.align !== "left" ? { class: `align-${attrs.align}` } : {}, 0],
});

function alignmentOf(dom) {
  const side = dom.style.textAlign || dom.getAttribute("align") || [...dom.classList].find((name) => name.startsWith("align-"))?.slice(6);
  return ["left", "center", "right"].includes(side) ? side : null;
}

const nodes = {
  doc: { content: "(block | part)+", attrs: { tail: { default: "\n" } } },
  paragraph: block({}, { content: "inline*", parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] }),
  heading: block(
    { level: { default: 2 }, id: { default: null } },
    {
      content: "inline*",
      defining: true,
      parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level: Math.min(Math.max(level, 2), 4) } })),
      toDOM: ({ attrs }) => [`h${attrs.level}`, 0],
    },
  ),
  blockquote: block({}, { content: "block+", defining: true, parseDOM: [{ tag: "blockquote" }], toDOM: () => ["blockquote", 0] }),
  bullet_list: block(
    { marker: { default: "-" }, tight: { default: true } },
    { content: "list_item+", parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0] },
  ),
  ordered_list: block(
    { marker: { default: "." }, order: { default: 1 }, tight: { default: true } },
    {
      content: "list_item+",
      parseDOM: [{ tag: "ol", getAttrs: (dom) => ({ order: dom.hasAttribute("start") ? dom.start : 1 }) }],
      toDOM: ({ attrs }) => ["ol", attrs.order === 1 ? {} : { start: attrs.order }, 0],
    },
  ),
  list_item: { content: "paragraph block*", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
  code_block: block(
    { params: { default: "" }, fence: { default: "```" } },
    {
      content: "text*",
      marks: "",
      code: true,
      defining: true,
      parseDOM: [{ tag: "pre", preserveWhitespace: "full" }],
      toDOM: () => ["pre", ["code", 0]],
    },
  ),
  horizontal_rule: block({ markup: { default: "---" } }, { parseDOM: [{ tag: "hr" }], toDOM: () => ["hr"] }),
  table: block(
    { rule: { default: null } },
    { content: "table_head table_row*", isolating: true, tableRole: "table", parseDOM: [{ tag: "table" }], toDOM: () => ["table", ["tbody", 0]] },
  ),
  table_head: { content: "table_header+", tableRole: "row", parseDOM: [{ tag: "tr[data-head]" }], toDOM: () => ["tr", { "data-head": "" }, 0] },
  table_row: { content: "table_cell+", tableRole: "row", parseDOM: [{ tag: "tr" }], toDOM: () => ["tr", 0] },
  table_header: cell("th"),
  table_cell: cell("td"),
  /** A fenced block: a card with a form. `source`: the fence from ``` to ```, as it stands in the file. */
  card: { group: "part", atom: true, draggable: true, isolating: true, attrs: { ...gap, source: {}, kind: {}, id: { default: "" } }, toDOM: ({ attrs }) => ["div", { "data-kind": attrs.kind }] },
  /** A part whose Markdown the editor cannot hold without loss, shown as it is written. */
  raw: { group: "part", atom: true, draggable: true, isolating: true, attrs: { ...gap, source: {} }, toDOM: () => ["div", { "data-raw": "" }] },
  text: { group: "inline" },
  hard_break: {
    group: "inline",
    inline: true,
    selectable: false,
    attrs: { markup: { default: "\\\n" } },
    parseDOM: [{ tag: "br" }],
    toDOM: () => ["br"],
    leafText: () => "\n",
  },
};

/** `level`: how deep a mark lies among others that begin and end where it does, null where nobody has said. */
const level = { level: { default: null } };
const bare = (dom) => dom.style.fontWeight !== "normal" && null; // Google Docs wraps everything in <b style="font-weight:normal">

const marks = {
  link: {
    attrs: { href: {}, title: { default: null }, auto: { default: false }, ...level },
    inclusive: false,
    parseDOM: [{ tag: "a[href]", getAttrs: (dom) => ({ href: dom.getAttribute("href"), title: dom.getAttribute("title") }) }],
    toDOM: ({ attrs }) => ["a", { href: attrs.href, title: attrs.title }, 0],
  },
  strong: {
    attrs: { markup: { default: "**" }, ...level },
    parseDOM: [{ tag: "strong" }, { tag: "b", getAttrs: bare }, { style: "font-weight", getAttrs: (value) => /^(bold(er)?|[6-9]\d{2})$/.test(value) && null }],
    toDOM: () => ["strong", 0],
  },
  em: {
    attrs: { markup: { default: "*" }, ...level },
    parseDOM: [{ tag: "em" }, { tag: "i" }, { style: "font-style=italic" }],
    toDOM: () => ["em", 0],
  },
  code: { attrs: { ticks: { default: "`" } }, parseDOM: [{ tag: "code" }], toDOM: () => ["code", 0] },
  /** A space that is a line's end in the file. */
  soft: { attrs: { markup: { default: "\n" } }, inclusive: false, excludes: "", toDOM: () => ["span", 0] },
  /** A character, `of`, written as an escape or an entity. */
  written: { attrs: { markup: {}, of: {} }, inclusive: false, excludes: "", toDOM: () => ["span", 0] },
};

/** The one schema of the studio's editors. */
export const schema = new Schema({ nodes, marks });
