/** Title and the line above it, which stand in the head of the page's file. */

import { changed, valuesOf } from "./studio-toml.js";

/** @param {HTMLElement} place two textareas named title and eyebrow @param {() => string} headOf @param {(head: string) => void} set */
export function headFields(place, headOf, set, { words }) {
  const boxes = ["eyebrow", "title"].map((name) => place.querySelector(`[name=${name}]`));
  const bodyOf = () => /^(\+\+\+[^\n]*\n)([\s\S]*?)(\n?\+\+\+[\s\S]*)$/.exec(headOf());

  const show = () => {
    const found = bodyOf();
    const values = found && valuesOf(found[2]);
    place.hidden = !values;
    for (const box of boxes) if (values && box.value.trim() !== (values[box.name] ?? "")) box.value = values[box.name] ?? "";
  };

  for (const box of boxes) {
    box.placeholder = words[box.name];
    box.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    box.addEventListener("input", () => {
      const [, first, body, last] = bodyOf();
      set(first + changed(body, box.name, box.value.replace(/\s*\n\s*/g, " ").trim()) + (last.startsWith("\n") ? last : `\n${last}`));
    });
  }
  show();
  return { show };
}
