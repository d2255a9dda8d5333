/** Signing out wipes what this browser still kept of the person, before the form goes. Started by page.js for each sign-out form. */

import { wipe } from "./answer-store.js";

const PATIENCE = 800;

/** @param {HTMLFormElement} form */
export default function signOut(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await Promise.race([wipe(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    form.submit();
  });
}
