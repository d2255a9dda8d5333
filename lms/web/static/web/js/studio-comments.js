/** Remarks on a block, in the margin: read them, add one, say that one is dealt with. */

import { Decoration, DecorationSet, Plugin } from "../vendor/studio.js";
import { ask } from "./draft-saving.js";
import { partAt, partsOf } from "./studio-places.js";

const make = (tag, attrs = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), attrs);
  element.append(...children);
  return element;
};

/** @param {HTMLDialogElement} sheet `[data-comments]` with `[data-list]` and a form @param {EditorView} view @param {Object} room */
export function comments(sheet, view, room) {
  const { page, words } = room;
  const list = sheet.querySelector("[data-list]");
  const form = sheet.querySelector("form");
  let all = [];
  let here = "";

  const load = async () => {
    const answer = await fetch(`${page.commentsAt}?path=${encodeURIComponent(page.path)}`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return;
    all = (await answer.json()).comments;
    view.dispatch(view.state.tr.setMeta(plugin, true));
    draw();
  };

  const openOn = (part) => all.filter((each) => each.part === part && !each.resolved);

  const draw = () => {
    const lines = openOn(here).map((each) => {
      const resolve = make("button", { type: "button", className: "btn quiet", textContent: words.resolve });
      resolve.addEventListener("click", async () => {
        await ask({ resolved: true }, `${page.commentsAt}/${each.id}/resolution`);
        load();
      });
      const answers = each.replies.map((reply) => make("p", { className: "reply" }, make("strong", { textContent: `${reply.by || words.somebody}: ` }), reply.text));
      return make("li", {}, make("p", {}, make("strong", { textContent: `${each.by || words.somebody}: ` }), each.text), ...answers, answerTo(each), resolve);
    });
    list.replaceChildren(...(lines.length ? lines : [make("li", { className: "quiet", textContent: words.noComments })]));
  };

  const answerTo = ({ id }) => {
    const box = make("textarea", { name: "text", rows: 1, maxLength: 2000, className: "brief" });
    box.setAttribute("aria-label", words.answer);
    const reply = make("form", { className: "reply" }, box, make("button", { type: "submit", className: "btn quiet", textContent: words.answer }));
    reply.addEventListener("submit", (event) => {
      event.preventDefault();
      send(reply, { text: box.value.trim(), parent: id });
    });
    return reply;
  };

  const send = async (from, remark) => {
    if (!remark.text) return;
    const { outcome } = await ask({ path: page.path, part: here, ...remark }, page.commentsAt);
    if (outcome !== "kept") return;
    from.reset();
    load();
  };

  const show = (part) => {
    here = part;
    draw();
    if (!sheet.open) sheet.showModal();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, { text: form.elements.text.value.trim() });
  });

  const marks = (doc) =>
    partsOf(doc).flatMap(({ part, from }) => {
      const count = openOn(part).length;
      return count ? [Decoration.widget(from, () => flag(count, part), { side: -1, key: `talk ${part} ${count}`, ignoreSelection: true, stopEvent: () => true })] : [];
    });

  const flag = (count, part) => {
    const button = make("button", { type: "button", className: "talk num", textContent: String(count), contentEditable: "false" });
    button.setAttribute("aria-label", `${words.comments}: ${count}`);
    button.addEventListener("click", () => show(part));
    return button;
  };

  const plugin = new Plugin({
    state: { init: (_config, { doc }) => DecorationSet.create(doc, marks(doc)), apply: (tr, before) => (tr.docChanged || tr.getMeta(plugin) ? DecorationSet.create(tr.doc, marks(tr.doc)) : before) },
    props: { decorations: (state) => plugin.getState(state) },
  });
  view.updateState(view.state.reconfigure({ plugins: [...view.state.plugins, plugin] }));
  load();

  return { open: ({ state }) => show(partAt(state.doc, state.selection.from)) };
}
