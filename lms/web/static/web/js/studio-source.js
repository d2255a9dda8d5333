/** The source text of the whole page, in a shadow root: its styles are sheets of its own, which the page's policy allows. */

import { EditorState, EditorView, HighlightStyle, Language, Table, defaultKeymap, defineLanguageFacet, drawSelection, highlightActiveLine, history, historyKeymap, keymap, lineNumbers, lintGutter, lintKeymap, parser, search, searchKeymap, setDiagnostics, syntaxHighlighting, tags } from "../vendor/studio-source.js";

const look = EditorView.theme({
  "&": { backgroundColor: "var(--surface)", color: "var(--ink)", fontSize: "0.9375rem", borderRadius: "14px", border: "1px solid var(--edge)" },
  "&.cm-focused": { outline: "3px solid var(--pine)", outlineOffset: "2px" },
  ".cm-content": { fontFamily: "ui-monospace, monospace", lineHeight: "1.6", padding: "16px 0", caretColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--ink-2)", border: "0" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--pine-soft) 45%, transparent)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "var(--pine-soft)" },
  ".cm-tooltip, .cm-panels": { backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--edge)" },
});

const colours = HighlightStyle.define([
  { tag: tags.heading, fontWeight: "600", color: "var(--pine)" },
  { tag: tags.strong, fontWeight: "700" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: [tags.link, tags.url], color: "var(--pine)" },
  { tag: [tags.monospace, tags.processingInstruction, tags.labelName], color: "var(--ink-2)" },
]);

/** @param {HTMLElement} place @param {string} text @param {{label: string, language: string, changed: (text: string) => void, leave: () => void}} told */
export function openSource(place, text, { label, language, changed, leave }) {
  const root = place.shadowRoot ?? place.attachShadow({ mode: "open" });
  root.replaceChildren();
  const markdown = new Language(defineLanguageFacet(), parser.configure([Table]), [], "markdown");
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(), lintGutter(), history(), drawSelection(), highlightActiveLine(), search({ top: true }), markdown, syntaxHighlighting(colours), look,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, lang: language, spellcheck: "true" }),
        keymap.of([{ key: "Mod-Shift-m", run: () => (leave(), true) }, ...historyKeymap, ...searchKeymap, ...lintKeymap, ...defaultKeymap]),
        EditorView.updateListener.of((update) => update.docChanged && changed(update.state.doc.toString())),
      ],
    }),
  });
  return {
    view,
    /** Show what is to be mended at its lines. */
    mark(problems) {
      const { doc } = view.state;
      const found = problems.map(({ line, message, remedy, is }) => {
        const { from, to } = doc.line(Math.min(Math.max(line, 1), doc.lines));
        return { from, to, severity: is === "note" ? "info" : "error", message: `${message} ${remedy}` };
      });
      view.dispatch(setDiagnostics(view.state, found.sort((a, b) => a.from - b.from)));
    },
    close: () => view.destroy(),
  };
}
