/** The fields of a card's form, one for each way a key is asked. */

import { altForm } from "./studio-alt.js";
import { richField } from "./studio-rich.js";

let count = 0;

const make = (tag, attrs = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), attrs);
  element.append(...children);
  return element;
};

/**
 * @param {Object} key `{name, form, label, help, required, most}` @param {unknown} value what the file says
 * @param {Object} room @param {{kind: string}} card @param {(value: string|number|null) => void} set
 * @returns {{dom: HTMLElement, destroy?: () => void}}
 */
export function fieldOf(key, value, room, card, set) {
  count += 1;
  const id = `field-${count}`;
  const label = make("label", { htmlFor: id, textContent: key.label });
  if (!key.required) label.append(" ", make("span", { className: "optional", textContent: room.words.optional }));
  const made = (FIELDS[key.form] ?? FIELDS.words)({ key, value, room, card, set, id, label });
  const help = key.help ? [make("p", { className: "help", textContent: key.help })] : [];
  return { ...made, dom: make("div", { className: "field" }, label, ...help, made.dom) };
}

const FIELDS = { words, markdown, number, name: words, use: chosen, clip, media };

function words({ key, value, room, set, id }) {
  const box = make("textarea", { id, value: value ?? "", maxLength: key.most, rows: 1, className: "brief" });
  box.lang = key.form === "name" ? "en" : room.page.language;
  box.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  box.addEventListener("input", () => set(box.value.replace(/\s*\n\s*/g, " ").trim()));
  return { dom: box };
}

function number({ key, value, set, id }) {
  const box = make("input", { id, type: "text", inputMode: "numeric", value: value === undefined ? "" : String(value), className: "short" });
  box.addEventListener("input", () => {
    const found = /^\d{1,9}$/.test(box.value.trim()) ? Number(box.value.trim()) : null;
    box.setAttribute("aria-invalid", String(found === null || found > key.most));
    if (found !== null && found <= key.most) set(found);
  });
  return { dom: box };
}

function markdown({ key, value, room, set, id, label }) {
  label.id = `${id}-label`;
  label.removeAttribute("for");
  return richField({ text: value ?? "", most: key.most, room, labelledBy: label.id, set });
}

function chosen({ value, room, card, set, id }) {
  const all = room.page.uses[card.kind] ?? [];
  const there = all.some(([name]) => name === value) || !value ? [] : [[value, value]];
  const options = [["", room.words.choose], ...there, ...all].map(([name, title]) => make("option", { value: name, textContent: title, selected: name === (value ?? "") }));
  const box = make("select", { id }, ...options);
  box.addEventListener("change", () => box.value && set(box.value));
  return { dom: box };
}

function clip({ value, room, set, id }) {
  const names = [...new Set([value, ...room.page.clips].filter(Boolean))];
  const options = [["", room.words.choose], ...names.map((name) => [name, name])];
  const box = make("select", { id }, ...options.map(([name, title]) => make("option", { value: name, textContent: title, selected: name === (value ?? "") })));
  box.addEventListener("change", () => box.value && set(box.value));
  return { dom: box };
}

function media({ value, room, set, id }) {
  const picture = make("img", { alt: "", hidden: true, loading: "lazy" });
  const said = make("div", { className: "said" });
  const show = (name) => {
    picture.hidden = !name;
    said.replaceChildren(name ? altForm(name, room) : "");
    if (name) picture.src = room.page.mediumAt.replace("NAME", encodeURIComponent(name));
  };
  const box = make("select", { id });
  const fill = (name) => {
    const names = [...new Set([name, ...room.page.media].filter(Boolean))];
    box.replaceChildren(make("option", { value: "", textContent: room.words.choose }), ...names.map((each) => make("option", { value: each, textContent: each, selected: each === name })));
    show(name);
  };
  const file = make("input", { type: "file", accept: "image/png,image/jpeg,image/webp,image/svg+xml", hidden: true });
  const button = make("button", { type: "button", className: "btn ghost", textContent: room.words.upload });
  button.addEventListener("click", () => file.click());
  file.addEventListener("change", async () => {
    const name = await room.pictures.send(file.files[0]);
    if (!name) return;
    fill(name);
    set(name);
  });
  box.addEventListener("change", () => {
    show(box.value);
    if (box.value) set(box.value);
  });
  fill(value);
  return { dom: make("div", { className: "pick-picture" }, picture, box, button, file, said) };
}
