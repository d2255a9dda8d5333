/** A fenced block on the page: a card that says what it is, with a small form for its keys, or its source text. */

import { fieldOf } from "./studio-fields.js";
import { inside } from "./studio-page-text.js";
import { changed, valuesOf } from "./studio-toml.js";

const make = (tag, attrs = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), attrs);
  element.append(...children);
  return element;
};

/** What both views of a block that is no text share: keys and clicks inside are the form's own. */
class Island {
  stopEvent(event) {
    return event.type !== "dragstart" && event.target !== this.dom;
  }

  ignoreMutation() {
    return true;
  }

  /** A browser would put a selection around the card into its first field; so the card itself takes the keys. */
  selectNode() {
    this.dom.classList.add("is-in-hand");
    this.dom.tabIndex = -1;
    if (!this.dom.contains(document.activeElement)) this.dom.focus({ preventScroll: true });
  }

  deselectNode() {
    this.dom.classList.remove("is-in-hand");
    if (document.activeElement === this.dom) queueMicrotask(() => this.view.focus());
  }

  write(attrs) {
    const at = this.at();
    if (at === undefined) return;
    this.own = true;
    this.view.dispatch(this.view.state.tr.setNodeMarkup(at, null, { ...this.node.attrs, ...attrs }));
    this.own = false;
  }

  leave(event) {
    if (event.key !== "Escape" || event.defaultPrevented || event.target === this.dom) return;
    event.preventDefault();
    this.room.hold(this.at());
  }
}

/** The view of a fenced block. */
export class CardView extends Island {
  constructor(node, view, at, room) {
    super();
    Object.assign(this, { node, view, at, room });
    this.kind = room.page.kinds.find(({ name }) => name === node.attrs.kind) ?? { name: node.attrs.kind, label: node.attrs.kind, keys: null };
    this.dom = make("section", { className: "block-card", contentEditable: "false" });
    this.dom.dataset.kind = node.attrs.kind;
    this.dom.setAttribute("aria-label", this.kind.label);
    this.dom.lang = document.documentElement.lang;
    this.dom.addEventListener("keydown", (event) => this.leave(event));
    this.asText = false;
    this.draw();
  }

  update(node) {
    if (node.type !== this.node.type || node.attrs.kind !== this.node.attrs.kind) return false;
    const same = node.attrs.source === this.node.attrs.source;
    this.node = node;
    if (!same && !this.own) this.draw();
    return true;
  }

  draw() {
    const { words } = this.room;
    const values = valuesOf(inside(this.node.attrs.source));
    const asText = this.asText || values === null || !this.kind.keys;
    const head = make("header", {}, make("span", { className: "eyebrow", textContent: this.kind.label }));
    if (this.kind.keys) {
      const button = make("button", { type: "button", className: "btn quiet", textContent: asText ? words.asForm : words.asText, disabled: values === null });
      button.addEventListener("click", () => {
        this.asText = !this.asText;
        this.draw();
      });
      head.append(button);
    }
    this.fields?.forEach((field) => field.destroy?.());
    this.fields = asText ? [] : this.kind.keys.map((key) => fieldOf(key, valueAt(values, key.name), this.room, this.node.attrs, (value) => this.set(key, value)));
    const told = values === null ? [make("p", { className: "error", textContent: words.faulty })] : [];
    this.dom.replaceChildren(head, ...told, ...(asText ? [this.source()] : this.fields.map(({ dom }) => dom)));
  }

  set(key, value) {
    const { source } = this.node.attrs;
    const lines = source.split("\n");
    const body = changed(inside(source).replace(/\n$/, ""), key.name, value);
    const last = lines.length > 1 && /^\s*(`{3,}|~{3,})\s*$/.test(lines.at(-1)) ? lines.at(-1) : "```";
    this.write({ source: [lines[0], ...(body ? [body] : []), last].join("\n") });
  }

  source() {
    const box = make("textarea", { className: "as-text", value: this.node.attrs.source, spellcheck: false, rows: this.node.attrs.source.split("\n").length + 1 });
    box.setAttribute("aria-label", this.room.words.rawLabel);
    box.addEventListener("input", () => this.isWhole(box.value) && this.write({ source: box.value.trimEnd(), id: valuesOf(inside(box.value.trimEnd()))?.id ?? this.node.attrs.id }));
    return box;
  }

  /** Only one whole fence is taken from the box; anything else would become other blocks while it is typed. */
  isWhole(text) {
    const lines = text.trimEnd().split("\n");
    return lines[0].trim() === `\`\`\`${this.node.attrs.kind}` && lines.length > 1 && lines.at(-1).trim() === "```" && !lines.slice(1, -1).some((line) => /^\s*```/.test(line));
  }

  destroy() {
    this.fields?.forEach((field) => field.destroy?.());
  }
}

function valueAt(values, name) {
  return name.split(".").reduce((found, part) => found?.[part], values);
}

/** The view of a part that is shown as it is written. */
export class RawView extends Island {
  constructor(node, view, at, room) {
    super();
    Object.assign(this, { node, view, at, room });
    this.box = make("textarea", { className: "as-text", value: node.attrs.source, spellcheck: true, rows: Math.min(node.attrs.source.split("\n").length + 1, 24) });
    this.box.setAttribute("aria-label", room.words.rawLabel);
    this.box.addEventListener("input", () => this.write({ source: this.box.value.trimEnd() }));
    this.dom = make("section", { className: "block-card is-raw", contentEditable: "false" }, make("p", { className: "small quiet", textContent: room.words.raw }), this.box);
    this.dom.lang = document.documentElement.lang;
    this.box.lang = room.page.language;
    this.dom.addEventListener("keydown", (event) => this.leave(event));
  }

  update(node) {
    if (node.type !== this.node.type) return false;
    this.node = node;
    if (!this.own && this.box.value.trimEnd() !== node.attrs.source) this.box.value = node.attrs.source;
    return true;
  }
}
