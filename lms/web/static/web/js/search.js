/** `<form data-behaviour="search"><input type="search">…`: the key / puts the cursor in the box. */

import { letterOf } from "./letters.js";

/** @param {HTMLFormElement} form */
export default function search(form) {
  const box = form.querySelector('input[type="search"]');
  document.addEventListener("keydown", (event) => {
    if (letterOf(event) !== "/") return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}
