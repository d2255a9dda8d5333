/**
 * Slots of a text put in by a press: `<form data-behaviour="slots"><textarea>…</textarea><code>{name}</code><button data-slot="{name}" hidden>`.
 * The button writes its slot where the caret stood last, in the field that had it; without this script the list of slots is there to read.
 */

/** @param {HTMLFormElement} form */
export default function slots(form) {
  let field = form.querySelector("textarea");
  form.addEventListener("focusin", ({ target }) => {
    if (target.matches("textarea, input[type=text]")) field = target;
  });
  for (const button of form.querySelectorAll("[data-slot]")) {
    button.hidden = false;
    button.parentElement.querySelector("code").hidden = true;
    button.addEventListener("click", () => {
      field.setRangeText(button.dataset.slot, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  }
}
