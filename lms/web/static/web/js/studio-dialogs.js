/** The small dialogs of the editor: a link's address, and the keys. */

import { schema } from "./studio-schema.js";

const { link } = schema.marks;

/** @param {HTMLElement} root with `dialog[data-link]` and `dialog[data-help]` @param {Object} room */
export function dialogs(root) {
  const sheet = root.querySelector("dialog[data-link]");
  const form = sheet.querySelector("form");
  const help = root.querySelector("dialog[data-help]");
  let view = null;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { state } = view;
    const { from, to } = around(state);
    const href = event.submitter?.value === "remove" ? "" : form.elements.address.value.trim();
    const tr = state.tr.removeMark(from, to, link);
    if (href && from === to) tr.replaceSelectionWith(schema.text(href, [link.create({ href })]), false);
    else if (href) tr.addMark(from, to, link.create({ href }));
    view.dispatch(tr);
    sheet.close();
    view.focus();
  });
  for (const button of root.querySelectorAll("dialog [data-close]")) button.addEventListener("click", () => button.closest("dialog").close());

  return {
    help: () => help.open || help.showModal(),
    link(editor) {
      view = editor;
      const { $from } = view.state.selection;
      const found = link.isInSet($from.marks()) ?? $from.nodeAfter?.marks.find(({ type }) => type === link);
      form.elements.address.value = found?.attrs.href ?? "";
      sheet.showModal();
      form.elements.address.select();
    },
  };
}

/** The selection, or the link around the cursor. */
function around({ selection: { from, to, empty, $from } }) {
  const mark = empty && link.isInSet($from.marks());
  if (!mark) return { from, to };
  let [begin, end] = [$from.index(), $from.index()];
  const has = (at) => $from.parent.maybeChild(at) && mark.isInSet($from.parent.child(at).marks);
  if (!has(begin)) [begin, end] = [begin - 1, end - 1];
  while (has(begin - 1)) begin -= 1;
  while (has(end + 1)) end += 1;
  const size = (until) => Array.from({ length: until }, (_none, at) => $from.parent.child(at).nodeSize).reduce((sum, each) => sum + each, 0);
  return { from: $from.start() + size(begin), to: $from.start() + size(end + 1) };
}
