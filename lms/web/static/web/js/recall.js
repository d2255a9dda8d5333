/**
 * A question that comes back: its parts can be moved by button and its picture tapped, as in a quiz (see order.js and
 * spots.js). Nothing is saved before "Answer".
 */

import { arrange } from "./order.js";
import { follow } from "./spots.js";

/** @param {HTMLFormElement} form */
export default function recall(form) {
  for (const list of form.querySelectorAll('[data-reads="order"]')) arrange(list);
  for (const figure of form.querySelectorAll("[data-spots]")) follow(figure.closest("[data-item-box]"));
}
