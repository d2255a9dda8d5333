/** A `<details>` that closes like a menu: with Escape (focus goes back), with a press outside, or when another opens. */

/** @param {HTMLDetailsElement} menu */
export default function menu(menu) {
  const close = () => menu.removeAttribute("open");

  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    close();
    menu.querySelector("summary").focus();
  });
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !menu.contains(relatedTarget)) close();
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (!menu.contains(target)) close();
  });
}
