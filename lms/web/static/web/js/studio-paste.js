/**
 * What comes out of Word, a mail or a web page becomes plain structure: headings, lists, tables, bold, italics, links.
 * No styles, no pictures, no comments. Word's lists are paragraphs with `mso-list`; they become lists again.
 */

const GONE = "script, style, meta, link, title, head, svg, math, object, iframe, template, form, input, button, select, textarea, img, picture, video, audio, canvas, o\\:p, xml, del, ins > del";
const HIDDEN = /display:\s*none|mso-hide:\s*all|visibility:\s*hidden/i;
const BULLET = /^[\s\u00a0]*[·•▪◦§o●○■–-][\s\u00a0]+/;
const NUMBER = /^[\s\u00a0]*\(?(?:\d+|[a-z]|[ivx]+)[.)][\s\u00a0]+/i;

/** @param {string} html as it stands in the clipboard @returns {string} clean HTML */
export function cleanHtml(html) {
  if (html.includes("data-pm-slice")) return html; // from an editor of ours
  const page = new DOMParser().parseFromString(unstyled(html), "text/html");
  const { body } = page;
  for (const comment of commentsOf(page)) comment.remove();
  for (const each of body.querySelectorAll(GONE)) each.remove();
  for (const each of body.querySelectorAll("[data-style]")) if (HIDDEN.test(each.dataset.style)) each.remove();
  lists(page);
  for (const each of body.querySelectorAll("p[class*=Heading], p[class*=Overskrift], p[class*=Rubrik], p[class*=Title], p[class*=Titel]")) headed(each);
  tablesOf(body);
  for (const each of [...body.querySelectorAll("span, font, u, small, div")]) unwrap(each);
  for (const each of body.querySelectorAll("a[href]")) if (!/^(https?:|mailto:)/i.test(each.getAttribute("href").trim())) each.replaceWith(...each.childNodes);
  for (const each of body.querySelectorAll("*")) for (const { name } of [...each.attributes]) if (!KEPT.has(name)) each.removeAttribute(name);
  for (const each of body.querySelectorAll("p, h1, h2, h3, h4, h5, h6")) if (!each.textContent.replace(/[\s\u00a0]/g, "")) each.remove();
  return body.innerHTML;
}

/** Styles are looked at and never applied: the page's policy counts even one in a document nobody shows. */
function unstyled(html) {
  return html.replace(/<style[\s\S]*?(?:<\/style\s*>|$)/gi, "").replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/([\s"'/])(style|on\w+)(\s*=)/gi, "$1data-$2$3"));
}

const KEPT = new Set(["href", "start", "colspan", "rowspan", "align", "data-head"]);

function commentsOf(page) {
  const walker = page.createTreeWalker(page, NodeFilter.SHOW_COMMENT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  return found;
}

/** Word's `<p style="mso-list:l0 level2 lfo1"><span style="mso-list:Ignore">·</span>words</p>` → nested lists. */
function lists(page) {
  let open = []; // lists from outside in
  for (const each of [...page.body.querySelectorAll("p, h1, h2, h3, h4, h5, h6, table")]) {
    const level = Number(/mso-list:\s*(?!none|ignore)[^;]*level(\d)/i.exec(each.dataset.style ?? "")?.[1] ?? 0);
    if (!level) {
      if (!each.closest("li")) open = [];
      continue;
    }
    const words = each.textContent;
    const numbered = !BULLET.test(words) && NUMBER.test(words);
    for (const sign of each.querySelectorAll('[data-style*="mso-list:Ignore" i], [data-style*="mso-list: Ignore" i]')) sign.remove();
    strip(each, numbered ? NUMBER : BULLET);
    open = open.slice(0, level);
    while (open.length < level) {
      const list = page.createElement(numbered ? "ol" : "ul");
      const host = open.at(-1)?.lastElementChild;
      if (host) host.append(list);
      else each.before(list);
      open.push(list);
      if (open.length < level) list.append(page.createElement("li"));
    }
    const item = page.createElement("li");
    item.append(...each.childNodes);
    open.at(-1).append(item);
    each.remove();
  }
}

function strip(element, pattern) {
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const first = walker.nextNode();
  if (first) first.textContent = first.textContent.replace(pattern, "").replace(/^[\s\u00a0]+/, "");
}

function headed(paragraph) {
  const level = Math.min(Math.max(Number(/(\d)/.exec(paragraph.className)?.[1] ?? 1) + 1, 2), 4);
  const heading = paragraph.ownerDocument.createElement(`h${level}`);
  heading.append(...paragraph.childNodes);
  paragraph.replaceWith(heading);
}

/** The first row of a table is its head; merged cells are one and empty ones. */
function tablesOf(body) {
  for (const table of body.querySelectorAll("table")) {
    const { rows } = table;
    if (!rows.length) return table.remove();
    const most = Math.max(...[...rows].map((row) => [...row.cells].reduce((sum, cell) => sum + cell.colSpan, 0)));
    [...rows].forEach((row, at) => {
      for (const cell of [...row.cells]) for (; cell.colSpan > 1; cell.colSpan -= 1) cell.after(row.ownerDocument.createElement("td"));
      while (row.cells.length < most) row.append(row.ownerDocument.createElement("td"));
      for (const cell of [...row.cells]) cell.replaceWith(plainCell(cell, at === 0));
      if (at === 0) row.setAttribute("data-head", "");
    });
    for (const part of [...table.querySelectorAll("thead, tbody, tfoot, colgroup, caption")]) part.matches("colgroup, caption") ? part.remove() : part.replaceWith(...part.childNodes);
  }
}

function plainCell(cell, isHead) {
  const plain = cell.ownerDocument.createElement(isHead ? "th" : "td");
  const side = /text-align:\s*(right|center)/i.exec(cell.dataset.style ?? "")?.[1] ?? cell.getAttribute("align") ?? cell.querySelector("p[align]")?.getAttribute("align");
  if (["right", "center"].includes(side)) plain.setAttribute("align", side);
  const blocks = [...cell.querySelectorAll("p, div, li")].filter((each) => !each.querySelector("p, div, li"));
  if (blocks.length) blocks.forEach((each, at) => plain.append(...(at ? [" "] : []), ...each.childNodes));
  else plain.append(...cell.childNodes);
  return plain;
}

function unwrap(element) {
  const style = element.dataset.style ?? "";
  let inner = [...element.childNodes];
  if (element.localName === "div" && !element.querySelector("p, div, ul, ol, table, h1, h2, h3, h4, h5, h6, blockquote, pre")) {
    const paragraph = element.ownerDocument.createElement("p");
    paragraph.append(...inner);
    return element.replaceWith(paragraph);
  }
  for (const [pattern, tag] of [[/font-weight:\s*(bold|[6-9]00)/i, "strong"], [/font-style:\s*italic/i, "em"]]) {
    if (element.localName !== "div" && pattern.test(style) && element.textContent.trim()) {
      const mark = element.ownerDocument.createElement(tag);
      mark.append(...inner);
      inner = [mark];
    }
  }
  element.replaceWith(...inner);
}
