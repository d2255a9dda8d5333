/** What a text says, whatever way it is written: the measure for "nothing was lost". */

const SAID = { heading: ["level", "id"], ordered_list: ["order"], code_block: ["params"], card: ["source"], raw: ["source"], table_header: ["align"] };

/** @param {Node} node @returns {string} equal for two nodes that say the same */
export function meaning(node) {
  return JSON.stringify(said(node));
}

/** Whether nothing is left of a block in Markdown: an empty paragraph is only a place to type. */
export function isEmpty(node) {
  if (node.isTextblock) return ["paragraph", "heading"].includes(node.type.name) && !node.attrs.id && runsOf(node).length === 0;
  return node.type.name === "blockquote" && childrenOf(node).every(isEmpty);
}

/** @param {Node} node @returns {Node[]} */
export function childrenOf(node) {
  return Array.from({ length: node.childCount }, (_none, at) => node.child(at));
}

function said(node) {
  const attrs = (SAID[node.type.name] ?? []).map((name) => node.attrs[name]);
  if (node.type.spec.code) return [node.type.name, attrs, node.textContent];
  if (node.isTextblock) return [node.type.name, attrs, runsOf(node)];
  const children = childrenOf(node).filter((child) => !isEmpty(child)).map(said);
  const needsText = node.type.name === "list_item" && children[0]?.[0] !== "paragraph";
  return [node.type.name, attrs, needsText ? [["paragraph", [], []], ...children] : children];
}

/** The words of a text with their marks. Space carries none, is one however long, and none at a line's ends. */
function runsOf(textblock) {
  const runs = [];
  textblock.forEach((child) => {
    if (child.isText) for (const [piece] of child.text.matchAll(/[ \t\n]+|[^\S \t\n]+|\S+/g)) add(runs, [/^[ \t\n]/.test(piece) ? " " : piece, /^\s/.test(piece) ? "" : marksOf(child)]);
    else add(runs, ["\n", ""]);
  });
  while (runs.length && /^[ \n]$/.test(runs.at(-1)[0])) runs.pop();
  return runs;
}

function add(runs, [text, marks]) {
  const last = runs.at(-1);
  if (text === " " && (!last || /^[ \n]$/.test(last[0]))) return;
  if (text === "\n" && last?.[0] === " ") runs.pop();
  if (text === "\n" && !runs.length) return;
  if (last && text !== " " && text !== "\n" && last[1] === marks && !/^[ \n]$/.test(last[0])) last[0] += text;
  else runs.push([text, marks]);
}

function marksOf(child) {
  const names = child.marks.filter(({ type }) => type.name !== "soft" && type.name !== "written");
  return names.map(({ type, attrs }) => (type.name === "link" ? `link ${attrs.href} ${attrs.title ?? ""}` : type.name)).sort().join();
}
