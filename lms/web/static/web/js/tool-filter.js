/**
 * `<form data-behaviour="tool-filter" data-one data-many data-none><input type="search">`: shows, while one types, only
 * the tools (`[data-tool]`) that have every word in their text, and only the groups (`[data-group]`) with such a tool.
 * Sent, the form asks the server, which also knows inflections and the other languages.
 */

const folded = (text) => text.normalize("NFC").toLocaleLowerCase();

/** @param {HTMLFormElement} form */
export default function toolFilter(form) {
  const box = form.querySelector('input[type="search"]');
  const told = document.querySelector("[data-told]");
  const tools = [...document.querySelectorAll("[data-tool]")].map((element) => [element, folded(element.textContent)]);
  const groups = [...document.querySelectorAll("[data-group]")];
  const recent = document.querySelector('[aria-labelledby="recent"]');
  const before = [...told.childNodes];

  const show = () => {
    const words = folded(box.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const [element, text] of tools) {
      element.hidden = !words.every((word) => text.includes(word));
      count += !element.hidden;
    }
    for (const group of groups) showGroup(group, words.length > 0);
    if (recent) recent.hidden = words.length > 0;
    told.replaceChildren(...(words.length ? [counted(form.dataset, count)] : before));
  };

  box.addEventListener("input", show);
}

function counted({ one, many, none }, count) {
  if (count === 0) return none;
  return count === 1 ? one : many.replace("{count}", count);
}

function showGroup(group, isFiltered) {
  group.hidden = !group.querySelector("[data-tool]:not([hidden])");
  const link = document.querySelector(`a[href="#${group.id}"]`)?.closest("li");
  if (link) link.hidden = group.hidden;
  const folded = group.querySelector("details");
  if (folded) folded.open = isFiltered && !group.hidden;
}
