/**
 * Elements made piece by piece: every text goes in as text, nothing is ever read as HTML.
 */

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element: `el("p", { class: "quiet" }, "Words", other)`. An attribute that is true stands without a value, one that is
 * false, null or undefined not at all; so do children.
 */
export const el = (tag, attributes, ...children) => filled(document.createElement(tag), attributes, children);

/** The same of SVG. */
export const svg = (tag, attributes, ...children) => filled(document.createElementNS(SVG, tag), attributes, children);

function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.flat().filter((each) => each !== false && each !== null && each !== undefined && each !== ""));
  return made;
}

/** A text with its places filled: "Question %(number)d of %(all)d". */
export const fill = (text, values) => text.replace(/%\((\w+)\)[sd]|%%/g, (place, name) => (name === undefined ? "%" : String(values[name] ?? place)));

/** What every page of a block needs to speak and to draw: its words, its language and where the icons lie. */
export class Voice {
  constructor(words, language, icons) {
    Object.assign(this, { words, language, icons });
  }

  /** Words by their name, with their places filled. */
  say(name, values = {}) {
    return fill(this.words[name] ?? name, values);
  }

  /** Words for one or for many; `num` is the number. */
  sayN(name, num, values = {}) {
    const [one, many] = this.words[name] ?? [name, name];
    return fill(num === 1 ? one : many, { num, ...values });
  }

  icon(name) {
    return svg("svg", { class: "icon", "aria-hidden": "true" }, svg("use", { href: `${this.icons}${name}` }));
  }

  /** A line with a lock: who sees this. */
  private(name) {
    return el("p", { class: "private" }, this.icon("lock"), this.say(name));
  }

  notice(kind, icon, ...lines) {
    return el("div", { class: `notice ${kind}`.trim(), role: kind === "error" ? "alert" : null }, this.icon(icon), el("div", {}, ...lines));
  }
}

/** A link to another page of the module; whoever shows the pages follows `data-page`. */
export const pageLink = (pages, name, ...children) => el("a", { href: `#${name}`, "data-page": name, class: "help-page" }, ...(children.length ? children : [pages[name]]));

/** Paragraphs of a text that has empty lines between them. */
export const paragraphs = (text) => text.split("\n\n").map((each) => el("p", {}, each));

/** Give an element the focus, though nobody tabs to it. */
export function focusOn(found) {
  if (!found) return;
  if (!found.hasAttribute("tabindex")) found.setAttribute("tabindex", "-1");
  found.focus({ preventScroll: true });
  found.scrollIntoView?.({ block: "nearest" });
}
