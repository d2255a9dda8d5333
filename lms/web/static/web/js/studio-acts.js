/** What can be done with blocks and text: each act is a command of the editor, for keys, toolbar and menus alike. */

import { commands, closeHistory, Fragment, NodeSelection, redo, Selection, tables, TextSelection, undo, wrapInList } from "../vendor/studio.js";
import { blocksInHand, freeId, placeOf } from "./studio-places.js";
import { schema } from "./studio-schema.js";
import { newFence } from "./studio-toml.js";

const { nodes, marks } = schema;

/** Move the blocks in hand one place up (-1) or down (1). */
export const move = (way) => (state, dispatch) => {
  const hand = blocksInHand(state);
  const other = way < 0 ? hand.first - 1 : hand.last + 1;
  if (other < 0 || other >= state.doc.childCount) return false;
  if (dispatch) {
    const held = state.doc.slice(hand.from, hand.to).content;
    const beside = state.doc.child(other);
    const [from, to] = way < 0 ? [hand.from - beside.nodeSize, hand.to] : [hand.from, hand.to + beside.nodeSize];
    const shift = way < 0 ? -beside.nodeSize : beside.nodeSize;
    const both = way < 0 ? held.append(Fragment.from(beside)) : Fragment.from(beside).append(held);
    const tr = closeHistory(state.tr).replaceWith(from, to, both);
    dispatch(select(tr, state.selection, shift).setMeta("act", "moved").scrollIntoView());
  }
  return true;
};

function select(tr, selection, shift) {
  if (selection instanceof NodeSelection) return tr.setSelection(NodeSelection.create(tr.doc, selection.from + shift));
  return tr.setSelection(TextSelection.between(tr.doc.resolve(selection.anchor + shift), tr.doc.resolve(selection.head + shift)));
}

/** Put a copy behind the blocks in hand; headings and cards get ids of their own. */
export const duplicate = (state, dispatch) => {
  const hand = blocksInHand(state);
  if (dispatch) {
    const tr = closeHistory(state.tr);
    let at = hand.to;
    state.doc.slice(hand.from, hand.to).content.forEach((node) => {
      const copy = renamed(tr.doc, node);
      tr.insert(at, copy);
      at += copy.nodeSize;
    });
    dispatch(near(tr, hand.to).setMeta("act", "duplicated").scrollIntoView());
  }
  return true;
};

function renamed(doc, node) {
  if (!node.attrs.id) return node;
  const id = freeId(doc, node.attrs.id.replace(/-\d+$/, ""));
  const source = node.attrs.source?.replace(/^id\s*=.*$/m, `id = "${id}"`);
  return node.type.create(source ? { ...node.attrs, id, source } : { ...node.attrs, id }, node.content, node.marks);
}

/** Delete the blocks in hand; one undo brings them back. */
export const remove = (state, dispatch) => {
  const hand = blocksInHand(state);
  if (dispatch) {
    const tr = closeHistory(state.tr).delete(hand.from, hand.to);
    dispatch(near(tr, Math.min(hand.from, tr.doc.content.size)).setMeta("act", "removed").scrollIntoView());
  }
  return true;
};

const near = (tr, at) => tr.setSelection(Selection.near(tr.doc.resolve(at), 1));

/** Put a block behind the one in hand, or in the place of an empty line. */
export const insert = (make) => (state, dispatch) => {
  if (dispatch) {
    const { first, last, from, to } = blocksInHand(state);
    const node = make(state.doc);
    const only = first === last && state.doc.child(first);
    const replaces = only && only.type === nodes.paragraph && /^\/?[^\s]*$/.test(only.textContent) && (only.childCount === 0 || only.textContent.startsWith("/"));
    const at = replaces ? from : to;
    const tr = closeHistory(state.tr).replaceWith(at, replaces ? to : at, node);
    if (at + node.nodeSize >= tr.doc.content.size) tr.insert(tr.doc.content.size, nodes.paragraph.create());
    const selection = node.isAtom ? NodeSelection.create(tr.doc, at) : Selection.near(tr.doc.resolve(at + 1));
    dispatch(tr.setSelection(selection).setMeta("act", "inserted").scrollIntoView());
  }
  return true;
};

/** A card of a kind with what its form begins with. @param {Object} kind `{name, keys}` @param {Object} values */
export const insertCard = (kind, values = {}) =>
  insert((doc) => {
    const id = freeId(doc, values.use ?? kind.name, kind.name);
    return nodes.card.create({ kind: kind.name, id, source: newFence(kind.name, id, values) });
  });

export const insertTable = insert(() => {
  const row = (type, cell) => type.create(null, [cell.create(), cell.create(), cell.create()]);
  return nodes.table.create(null, [row(nodes.table_head, nodes.table_header), row(nodes.table_row, nodes.table_cell), row(nodes.table_row, nodes.table_cell)]);
});

export const insertRule = insert(() => nodes.horizontal_rule.create());

/** Align the columns the selection touches. */
export const align = (side) => (state, dispatch) => {
  if (!tables.isInTable(state)) return false;
  const rect = tables.selectedRect(state);
  if (dispatch) {
    const tr = state.tr;
    for (let row = 0; row < rect.map.height; row += 1) {
      for (let column = rect.left; column < rect.right; column += 1) tr.setNodeAttribute(rect.tableStart + rect.map.map[row * rect.map.width + column], "align", side);
    }
    dispatch(tr);
  }
  return true;
};

/** A heading of a level, or text again where it is one already. */
export const heading = (level) => (state, dispatch) => {
  const { parent } = state.selection.$from;
  const isOne = parent.type === nodes.heading && parent.attrs.level === level;
  return isOne ? commands.setBlockType(nodes.paragraph)(state, dispatch) : commands.setBlockType(nodes.heading, { level, id: parent.attrs.id ?? null })(state, dispatch);
};

export const bold = commands.toggleMark(marks.strong);
export const italic = commands.toggleMark(marks.em);
export const code = commands.toggleMark(marks.code);
export const paragraph = commands.setBlockType(nodes.paragraph);
export const quote = commands.wrapIn(nodes.blockquote);
export const bullets = wrapInList(nodes.bullet_list);
export const numbers = wrapInList(nodes.ordered_list);
export { undo, redo };

/** Take hold of a whole block by its number. */
export function takeHold(view, index) {
  const at = placeOf(view.state.doc, index);
  view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, at)));
}
