/**
 * Days to choose from, one of them "another day": who writes a date has chosen that one.
 *
 * `<fieldset data-behaviour="other-day">` with radio buttons, one of value "other", and a date field.
 */

/** @param {HTMLFieldSetElement} days */
export default function otherDay(days) {
  const other = days.querySelector('[value="other"]');
  days.querySelector('[type="date"]').addEventListener("input", ({ target }) => {
    if (target.value) other.checked = true;
  });
}
