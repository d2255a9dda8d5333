/**
 * A picture beside the list of its regions: a tap on a region chooses in the list, and the picture follows the list.
 *
 * `<figure data-spots><img …><svg><g data-spot="till">…</g> … <svg class="badge" data-spot="till">…</svg></svg></figure>
 *  <div class="choices"><label data-spot="till"><input type="radio" value="till"></label> …</div>`
 * Both stand in one `[data-item-box]`, perhaps with `<span data-tap hidden>` that says so. The list is the form, by keyboard and for screen readers; the picture is for
 * eyes and fingers, and is told nothing the list does not know.
 */

/** @param {HTMLElement} box one question */
export function follow(box) {
  const figure = box.querySelector("[data-spots]:not([data-settled])");
  if (!figure) return;
  const input = (id) => box.querySelector(`label[data-spot="${CSS.escape(id)}"] input`);

  const mark = () => {
    for (const spot of figure.querySelectorAll("[data-spot]")) spot.classList.toggle("chosen", input(spot.dataset.spot).checked);
  };
  const point = (id) => {
    for (const spot of box.querySelectorAll("[data-spot]")) spot.classList.toggle("pointed", spot.dataset.spot === id);
  };

  figure.classList.add("live");
  for (const told of box.querySelectorAll("[data-tap]")) told.hidden = false;
  figure.addEventListener("click", ({ target }) => {
    const spot = target.closest("[data-spot]");
    if (!spot) return;
    const control = input(spot.dataset.spot);
    control.click(); // as if it had been chosen in the list: checked, `input` and `change`
    control.focus({ preventScroll: true });
  });
  for (const part of [figure, box.querySelector(".choices")]) {
    part.addEventListener("pointerover", ({ target }) => point(target.closest("[data-spot]")?.dataset.spot));
    part.addEventListener("pointerleave", () => point());
  }
  box.addEventListener("focusin", ({ target }) => point(target.closest("[data-spot]")?.dataset.spot));
  box.addEventListener("focusout", () => point());
  for (const event of ["input", "change", "shown"]) box.addEventListener(event, mark);
  mark();
}
