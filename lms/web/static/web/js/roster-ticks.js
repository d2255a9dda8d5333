/**
 * `<form data-behaviour="roster-ticks" data-one data-many>`: says how many of its boxes are ticked, and lets "for those I
 * ticked" (`[data-ticked]`) be pressed only when there are some. Shift and a click tick everything between two boxes.
 */

/** @param {HTMLFormElement} form */
export default function rosterTicks(form) {
  start(form);
}

/** @param {HTMLFormElement} form */
export function start(form) {
  const boxes = [...form.querySelectorAll('input[name="person"]')];
  const told = form.querySelector("[data-told]");
  const press = form.querySelector("[data-ticked]");
  let last = null;

  const tell = () => {
    const count = boxes.filter((box) => box.checked).length;
    press.disabled = count === 0;
    told.textContent = count === 0 ? "" : count === 1 ? form.dataset.one : form.dataset.many.replace("{count}", count);
  };

  form.addEventListener("click", (event) => {
    const box = event.target.closest?.('input[name="person"]');
    if (!box) return;
    if (event.shiftKey && last) {
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
      for (const each of boxes.slice(from, to + 1)) each.checked = box.checked;
    }
    last = box;
    tell();
  });
  tell();
}
