/** `<div role="alert" tabindex="-1" data-behaviour="focus-here">`: what went wrong is where one goes on. */

/** @param {HTMLElement} element */
export default function focusHere(element) {
  element.focus();
}
