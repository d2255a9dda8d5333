/**
 * Lines put in order by two buttons or by choosing a place; nothing is dragged.
 *
 * `<ol data-reads="order" data-moved="{words}: place {place} of 4"><li data-part="a"><select>–,1…n</select>
 *    <span class="words">…</span><span class="shifts" hidden><button data-move="-1">…<button data-move="1">…</span></li>…</ol>
 *  <p role="status" data-said></p>`
 * The lines stand in the order of the answer; a change is told as an `input` event of a select.
 */

/** @param {HTMLOListElement} list */
export function arrange(list) {
  for (const moves of list.querySelectorAll(".shifts")) moves.hidden = false;
  list.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-move]");
    if (button) move(list, button.closest("li"), [...list.children].indexOf(button.closest("li")) + Number(button.dataset.move), button);
  });
  // in the capturing phase: the lines stand in their new order before anybody reads them
  list.addEventListener("input", ({ target }) => target.value && place(list, target.closest("li"), Number(target.value) - 1), true);
  edges(list);
}

/** Put the lines in the order of an answer; null takes their places away. */
export function put(list, answer) {
  const lines = new Map([...list.children].map((each) => [each.dataset.part, each]));
  for (const part of answer ?? []) list.append(lines.get(part));
  number(list, answer !== null);
}

function move(list, line, to, button) {
  if (to < 0 || to >= list.children.length) return;
  place(list, line, to);
  (button.disabled ? line.querySelector("[data-move]:not(:disabled)") : button).focus();
  line.querySelector("select").dispatchEvent(new Event("change", { bubbles: true }));
}

function place(list, line, to) {
  const others = [...list.children].filter((each) => each !== line);
  list.insertBefore(line, others[to] ?? null);
  number(list, true);
  const said = list.parentElement.querySelector("[data-said]");
  const words = line.querySelector(".words").textContent.trim();
  if (said) said.textContent = (list.dataset.moved ?? "").replace("{words}", words).replace("{place}", String(to + 1));
}

function number(list, placed) {
  [...list.children].forEach((line, at) => (line.querySelector("select").value = placed ? String(at + 1) : ""));
  edges(list);
}

/** The first line cannot go up, the last cannot go down. */
function edges(list) {
  for (const button of list.querySelectorAll("[data-move]")) {
    const line = button.closest("li");
    button.disabled = button.dataset.move === "-1" ? line === list.firstElementChild : line === list.lastElementChild;
  }
}
