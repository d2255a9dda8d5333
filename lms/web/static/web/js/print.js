/** A button that prints the page. It stands there only where a script can do it. */

/** @param {HTMLButtonElement} button */
export default function print(button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.closest("details")?.removeAttribute("open");
    window.print();
  });
}
