/** A form that a page shows only to be sent: it goes by itself; without this script a person presses its button. */

/** @param {HTMLFormElement} form */
export default function sendAtOnce(form) {
  form.submit();
}
