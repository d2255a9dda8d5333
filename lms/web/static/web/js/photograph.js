/**
 * Says that a photograph is too large before it is sent.
 *
 * `<form data-behaviour="photograph" data-most="15728640" data-too-large="…">` with a file field and `[data-error]`.
 */

/** @param {HTMLFormElement} form */
export default function photograph(form) {
  const field = form.querySelector('[type="file"]');
  const error = form.querySelector("[data-error]");

  const tooLarge = () => (field.files[0]?.size ?? 0) > Number(form.dataset.most);
  const look = () => {
    error.textContent = tooLarge() ? form.dataset.tooLarge : "";
    field.setAttribute("aria-invalid", String(tooLarge()));
  };

  field.addEventListener("change", look);
  form.addEventListener("submit", (event) => {
    if (!tooLarge()) return;
    event.preventDefault();
    look();
    field.focus();
  });
}
