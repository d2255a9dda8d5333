/**
 * The text of one paragraph, heading or cell → Markdown.
 *
 * `care` says how much is escaped: 0 nothing, 1 what may mean something, 2 all punctuation, and letters beside emphasis that
 * would keep it from beginning or ending there. Who writes takes the least that reads back as the same text.
 */

const ORDER = ["link", "strong", "em", "code"];
const SPACE = /^\s*/;
const SPACE_AT_END = /\s*$/;

/** @param {Node} node a block of text @param {{care: number, heading?: boolean, cell?: boolean}} how @returns {string} */
export function writeInline(node, how) {
  const runs = [];
  node.forEach((child) => runs.push({ child, marks: spans(child) }));
  while (runs.length && isBlank(runs[0].child)) runs.shift();
  while (runs.length && isBlank(runs.at(-1).child)) runs.pop();
  const writer = new Writer(how);
  runs.forEach((run, at) => writer.write(run, runs.slice(at)));
  writer.closeTo(0);
  return edges(tidy(writer.text), how.care);
}

const isBlank = (child) => !child.isText || /^[ \t\n]*$/.test(child.text);

function spans(child) {
  return child.marks.filter((mark) => ORDER.includes(mark.type.name) && mark.type.name !== "code");
}

class Writer {
  constructor(how) {
    this.how = how;
    this.text = "";
    this.open = [];
  }

  write({ child, marks }, following) {
    let keep = 0;
    while (keep < this.open.length && has(marks, this.open[keep])) keep += 1;
    this.closeTo(keep);
    const opening = marks.filter((mark) => !has(this.open, mark));
    const words = this.wordsOf(child);
    if (!opening.length) return void (this.text += words);
    const before = SPACE.exec(words)[0];
    this.text += before;
    if (!words.slice(before.length)) return; // nothing but space is not emphasised
    for (const mark of this.sorted(opening, following)) this.begin(mark);
    this.text += this.armoured(words.slice(before.length), "first");
  }

  /** The mark that reaches furthest lies outside; of two that end together, the one that did in the file. */
  sorted(marks, following) {
    const reach = (mark) => (following.findIndex(({ marks: later }) => !has(later, mark)) + following.length + 1) % (following.length + 1);
    const rank = (mark) => [-reach(mark), mark.attrs.level ?? 0, ORDER.indexOf(mark.type.name)];
    return marks.toSorted((a, b) => compare(rank(a), rank(b)));
  }

  begin(mark) {
    const { type } = mark;
    const attrs = { ...mark.attrs };
    if (this.how.care > 1 && type.name !== "link") {
      this.text = beside(this.text);
      // stars beside stars would be counted together
      const sign = this.text.endsWith("*") ? "_" : this.text.endsWith("_") ? "*" : attrs.markup[0];
      attrs.markup = sign.repeat(attrs.markup.length);
    }
    this.text += opener({ type, attrs });
    this.open.push({ type, attrs });
  }

  closeTo(keep) {
    while (this.open.length > keep) {
      const mark = this.open.pop();
      const space = SPACE_AT_END.exec(this.text)[0];
      const words = this.text.slice(0, this.text.length - space.length);
      this.text = words + closer(mark) + space;
      this.closed = mark.type.name !== "link" && !space;
    }
  }

  wordsOf(child) {
    if (child.type.name === "hard_break") return this.how.cell ? " " : child.attrs.markup;
    const mark = (name) => child.marks.find(({ type }) => type.name === name);
    const [soft, written, code] = ["soft", "written", "code"].map(mark);
    if (soft && /^ +$/.test(child.text)) return this.how.cell || this.how.heading ? child.text : soft.attrs.markup.repeat(child.text.length);
    if (code) return ticked(child.text, code.attrs.ticks, this.how);
    if (written && isMadeOf(child.text, written.attrs.of)) return written.attrs.markup.repeat(child.text.length / written.attrs.of.length);
    const link = mark("link");
    if (link?.attrs.auto && link.attrs.href.endsWith(child.text)) return child.text;
    return this.armoured(escaped(child.text, this.how), "after");
  }

  /** A letter right behind closed emphasis keeps it from closing; written as an entity it does not. */
  armoured(words, place) {
    const closed = this.closed && this.how.care > 1 && place === "after" && words;
    if (words) this.closed = false;
    return closed ? entity(words) : words;
  }
}

/** Whether a mark of the same kind, a link of the same address, is among these. */
const has = (marks, { type, attrs }) => marks.some((each) => each.type === type && (type.name !== "link" || each.attrs.href === attrs.href));

const opener = ({ type, attrs }) => (type.name === "link" ? (attrs.auto ? "<" : "[") : attrs.markup);

function closer({ type, attrs }) {
  if (type.name !== "link") return attrs.markup;
  if (attrs.auto) return ">";
  const title = attrs.title === null ? "" : ` "${attrs.title.replace(/["\\]/g, "\\$&")}"`;
  return `](${address(attrs.href)}${title})`;
}

function address(href) {
  if (/^[^\s<>()\\&]+$/.test(href)) return href;
  if (/^[^\s<>()\\]+$/.test(href) && !/&#?\w+;/.test(href)) return href;
  return `<${href.replace(/[\n\r]/g, "").replace(/[<>\\]|&(?=#?\w+;)/g, "\\$&")}>`;
}

function ticked(text, ticks, { cell }) {
  const words = text.replace(/\n/g, " ");
  const runs = new Set([...words.matchAll(/`+/g)].map(([run]) => run.length));
  let mark = ticks;
  while (runs.has(mark.length)) mark += "`";
  const pad = /^`|`$|^ .*[^ ].* $/.test(words) ? " " : "";
  const all = mark + pad + words + pad + mark;
  return cell ? all.replace(/\|/g, "\\|") : all;
}

const PERHAPS = /[\\`*_[\]<]|&(?=#?\w+;)|!(?=\[)/g;
const AT_LINE = /^(?:[#>+=|~-]|\d+(?=[.)]))|(?<=^\s*\d{1,9})[.)]/;

function escaped(text, { care, heading, cell }) {
  let found = text;
  if (care === 1) {
    found = found.replace(PERHAPS, "\\$&").replace(heading ? /[#{]/g : /$^/, "\\$&");
    found = found.replace(AT_LINE, (mark) => (/^\d/.test(mark) ? mark : `\\${mark}`));
  }
  if (care > 1) found = found.replace(/[!-/:-@[-`{-~]/g, "\\$&");
  else if (cell) found = found.replace(/\|/g, "\\|");
  return found;
}

function tidy(text) {
  return text.replace(/[ \t]+\n/g, (space) => (space.startsWith("  ") ? space : "\n"));
}

/** Paragraphs are trimmed where they are read, of rarer spaces too, unless those are entities. */
function edges(text, care) {
  const trimmed = text.replace(/^[ \t\n]+|[ \t\n]+$/g, "").replace(/(?<!\\)\\$/, "\\\\");
  if (care < 2) return trimmed;
  return trimmed.replace(/^\s+|\s+$/g, (space) => [...space].map((each) => (each === "\n" ? each : code(each))).join(""));
}

const code = (letter) => `&#${letter.codePointAt(0)};`;
const entity = (words) => (/^[\\&\s]/.test(words) ? words : words.replace(/^./su, code));
const beside = (text) => text.replace(/[\p{L}\p{N}]$/u, code);
const isMadeOf = (text, part) => part.length > 0 && text.length % part.length === 0 && text === part.repeat(text.length / part.length);

function compare(left, right) {
  const at = left.findIndex((each, place) => each !== right[place]);
  return at < 0 ? 0 : left[at] - right[at];
}
