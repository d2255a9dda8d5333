/**
 * A button that copies a field: `<button data-behaviour="copy" data-copies="id of the field" data-done="Copied" hidden>`.
 * It stands there only where a script can do it; what it says once it is done is read out.
 */

/** @param {HTMLButtonElement} button */
export default function copy(button) {
  const field = document.getElementById(button.dataset.copies);
  if (!navigator.clipboard || !field) return;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.done;
  });
}
