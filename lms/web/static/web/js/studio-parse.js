/** Markdown of one part → nodes of the editor. What the editor cannot hold is `Exotic`, and the part is shown as it is written. */

import { Fragment, Node } from "../vendor/studio.js";
import { takeHeadingId, tokensOf } from "./studio-reader.js";
import { schema } from "./studio-schema.js";

/** Markdown that would be lost in the editor: HTML, pictures in a text, and whatever else has no node here. */
export class Exotic extends Error {}

/** @param {string} text Markdown without fenced cards @returns {Node[]} its blocks @throws {Exotic} */
export function parseBlocks(text) {
  return new Reading(text).blocks();
}

const CONTAINERS = {
  blockquote: () => ({}),
  bullet_list: (token, tokens, at) => ({ marker: token.markup, tight: isTight(tokens, at) }),
  ordered_list: (token, tokens, at) => ({ marker: token.markup, order: Number(token.attrGet("start") ?? 1), tight: isTight(tokens, at) }),
  list_item: () => ({}),
};

class Reading {
  constructor(text) {
    this.lines = text.split("\n");
    this.tokens = tokensOf(text);
    this.at = 0;
  }

  /** Read blocks until the container closes. `inTight`: they stand in an item of a tight list. */
  blocks(closing = null, inTight = false) {
    const found = [];
    for (; this.at < this.tokens.length && this.tokens[this.at].type !== closing; this.at += 1) {
      const token = this.tokens[this.at];
      const node = this.block(token, inTight);
      const blank = found.length && "gap" in node.attrs ? this.blankBefore(token.map?.[0] ?? 0) : null;
      found.push(blank === null || blank === (inTight ? 0 : 1) ? node : node.type.create({ ...node.attrs, gap: blank }, node.content));
    }
    return found;
  }

  /** How many lines before `begin` are empty, quotation marks aside. */
  blankBefore(begin) {
    let count = 0;
    for (let line = begin - 1; line >= 0 && /^[\s>]*$/.test(this.lines[line] ?? ""); line -= 1) count += 1;
    return count;
  }

  block(token, inTight) {
    const name = token.type.replace(/_open$/, "");
    if (name in CONTAINERS) return this.container(name, token, inTight);
    if (name in this.kinds) return this.kinds[name](token);
    throw new Exotic(token.type);
  }

  container(name, token, inTight) {
    const attrs = CONTAINERS[name](token, this.tokens, this.at);
    this.at += 1;
    const tight = name === "list_item" ? inTight : (attrs.tight ?? false);
    const content = this.blocks(`${name}_close`, tight);
    if (name === "list_item" && content[0]?.type.name !== "paragraph") content.unshift(schema.nodes.paragraph.create());
    return this.made(schema.nodes[name], attrs, content);
  }

  made(type, attrs, content) {
    const fragment = Fragment.from(content);
    if (!type.validContent(fragment)) throw new Exotic(type.name);
    return type.create(attrs, fragment);
  }

  kinds = {
    paragraph: () => this.textblock("paragraph", {}),
    heading: (token) => {
      const inline = this.tokens[this.at + 1];
      const id = token.level === 0 ? takeHeadingId(inline) : null;
      if (id === "") throw new Exotic("an id in disguise");
      return this.textblock("heading", { level: Number(token.tag.slice(1)), id });
    },
    fence: (token) => schema.nodes.code_block.create({ params: token.info, fence: token.markup }, textOf(token.content.replace(/\n$/, ""))),
    hr: (token) => schema.nodes.horizontal_rule.create({ markup: token.markup }),
    table: (token) => this.table(token),
  };

  textblock(name, attrs) {
    const inline = this.tokens[this.at + 1];
    this.at += 2;
    return schema.nodes[name].create(attrs, inlineOf(inline.children));
  }

  table(token) {
    const rows = [];
    const rule = this.lines[token.map[0] + 1].trim();
    for (this.at += 1; this.tokens[this.at].type !== "table_close"; this.at += 1) {
      const { type } = this.tokens[this.at];
      if (type === "tr_open") rows.push([]);
      if (type !== "th_open" && type !== "td_open") continue;
      const align = /text-align:(\w+)/.exec(this.tokens[this.at].attrGet("style") ?? "")?.[1] ?? null;
      const cell = type === "th_open" ? schema.nodes.table_header : schema.nodes.table_cell;
      rows.at(-1).push(cell.create({ align }, inlineOf(this.tokens[this.at + 1].children)));
    }
    const [head, ...body] = rows;
    return schema.nodes.table.create({ rule }, [schema.nodes.table_head.create(null, head), ...body.map((cells) => schema.nodes.table_row.create(null, cells))]);
  }
}

function isTight(tokens, at) {
  const { level } = tokens[at];
  for (let next = at + 1; tokens[next].level > level; next += 1) {
    if (tokens[next].type === "paragraph_open" && tokens[next].level === level + 2) return tokens[next].hidden;
  }
  return true;
}

function textOf(text, marks) {
  return text ? [schema.text(text, marks)] : [];
}

const LEAVES = {
  text: (token, marks) => textOf(token.content, marks),
  text_special: (token, marks) => textOf(token.content, schema.marks.written.create({ markup: token.markup, of: token.content }).addToSet(marks)),
  softbreak: (token, marks) => textOf(" ", schema.marks.soft.create({ markup: token.markup }).addToSet(marks)),
  hardbreak: (token, marks) => [schema.nodes.hard_break.create({ markup: token.markup }, null, marks)],
  code_inline: (token, marks) => textOf(token.content, schema.marks.code.create({ ticks: token.markup }).addToSet(marks)),
};

const SPANS = {
  strong_open: (token, level) => schema.marks.strong.create({ markup: token.markup, level }),
  em_open: (token, level) => schema.marks.em.create({ markup: token.markup, level }),
  link_open: (token, level) => schema.marks.link.create({ href: token.attrGet("href"), title: token.attrGet("title"), auto: token.markup === "autolink", level }),
};

function inlineOf(tokens) {
  const found = [];
  let open = [];
  for (const token of tokens) {
    if (token.type in LEAVES) found.push(...LEAVES[token.type](token, setOf(open)));
    else if (token.type in SPANS) {
      const mark = SPANS[token.type](token, open.length);
      if (open.some(({ type }) => type === mark.type)) throw new Exotic("nested");
      open.push(mark);
    } else if (token.type.endsWith("_close")) open = open.slice(0, -1);
    else throw new Exotic(token.type);
  }
  return Fragment.fromArray(joined(found));
}

function setOf(marks) {
  return marks.reduce((set, mark) => mark.addToSet(set), []);
}

function joined(nodes) {
  const found = [];
  for (const node of nodes) {
    const last = found.at(-1);
    if (last?.isText && node.isText && last.sameMarkup(node)) found[found.length - 1] = last.withText(last.text + node.text);
    else found.push(node);
  }
  return found;
}
