/**
 * Links to files that are made of what is saved wait until what was typed on the page is: `<details data-behaviour="take-away">`
 * around them. Where it cannot be saved now no file is made, and the page's own chip says why.
 */

import { flush } from "./answers.js";

/** @param {HTMLElement} around the links */
export default function takeAway(around) {
  around.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (await flush()) location.assign(link.href);
  });
}
