/** What a picture shows in words, asked in the card it stands in: a form that saves itself, a field for each language. */

import draftForm from "./draft-form.js";

const make = (tag, attrs = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), attrs);
  element.append(...children);
  return element;
};

let count = 0;

/** @param {string} name of the picture @param {Object} room @returns {HTMLFormElement|""} nothing while nobody declares it */
export function altForm(name, { page, words }) {
  const told = page.pictures[name];
  if (!told) return "";
  count += 1;
  const boxes = page.spoken.map(([code]) =>
    make("textarea", { id: `alt-${count}-${code}`, name: `alt-${code}`, lang: code, rows: 2, maxLength: 500, className: "brief", value: told.alt[code] ?? "", disabled: told.decorative }));
  const fields = boxes.map((box, at) => make("div", { className: "field" }, make("label", { htmlFor: box.id, textContent: `${words.alt} · ${page.spoken[at][1]}` }), box));
  const plain = make("input", { type: "checkbox", name: "decorative", value: "1", checked: told.decorative });
  const form = make("form", { method: "post", action: page.mediumAt.replace("NAME", encodeURIComponent(name)), className: "alts" },
    make("input", { type: "hidden", name: "base", value: told.base }), ...fields, make("label", { className: "check" }, plain, make("span", { textContent: words.decorative })));

  plain.addEventListener("change", () => boxes.forEach((box) => (box.disabled = plain.checked)));
  form.addEventListener("keydown", (event) => event.key === "Enter" && event.target.matches("textarea") && event.preventDefault());
  form.addEventListener("draft-form:saved", () => {
    const alt = Object.fromEntries(boxes.filter(({ value }) => value.trim()).map((box) => [box.lang, box.value.trim()]));
    page.pictures[name] = { alt, decorative: plain.checked, base: form.elements.base.value };
    document.dispatchEvent(new CustomEvent("draft:saved", { detail: { path: page.path, part: "" } })); // the page beside shows it
  });
  draftForm(form);
  return form;
}
