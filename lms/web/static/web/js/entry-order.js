/**
 * Entries of a list put in another order without leaving the page: by their buttons, by Alt with an arrow key, or dragged.
 *
 * `<ol data-behaviour="entry-order" data-section="items" data-moved="{title} is now number {place} of {of}">
 *    <li data-entry="its-id" data-title="…"><form><button name="do" value="up:items:its-id" id>…</form></li></ol>`
 * The server answers each move with the whole page; its list takes the place of the one shown.
 */

/** @param {HTMLOListElement} list */
export default function entryOrder(list) {
  let dragged = null;
  let queue = Promise.resolve();
  const status = Object.assign(document.createElement("p"), { className: "sr", role: "status" });
  list.after(status);
  const act = (line, what, to, focus) => (queue = queue.then(() => move(list, line, what, to, focus, status)).catch(() => location.reload()));

  list.addEventListener("submit", (event) => {
    const what = event.submitter?.value ?? "";
    if (!/^(up|down):/.test(what)) return;
    event.preventDefault();
    act(event.target.closest("[data-entry]"), what, null, event.submitter.id);
  });
  list.addEventListener("keydown", (event) => {
    const line = event.target.closest("[data-entry]");
    const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    if (!line || !event.altKey || !way) return;
    event.preventDefault();
    const button = line.querySelector(`button[value^="${way}:"]`);
    if (!button.disabled) act(line, button.value, null, event.target.id || button.id);
  });

  // only while the mouse is down on the line itself: links, buttons and boxes in it stay what they are
  list.addEventListener("pointerdown", ({ target }) => {
    const line = target.closest("[data-entry]");
    for (const each of list.children) each.draggable = each === line && !target.closest("a, button, select, summary");
  });
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-entry]");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.title);
    dragged.classList.add("is-dragged");
  });
  list.addEventListener("dragover", (event) => {
    const over = dragged && event.target.closest?.("[data-entry]");
    if (!over) return;
    event.preventDefault();
    unmark(list);
    over.classList.add(isUpper(event, over) ? "is-before" : "is-after");
  });
  list.addEventListener("drop", (event) => {
    const over = dragged && event.target.closest?.("[data-entry]");
    if (!over || over === dragged) return;
    event.preventDefault();
    const others = [...list.children].filter((each) => each !== dragged);
    const to = others.indexOf(over) + (isUpper(event, over) ? 0 : 1);
    act(dragged, `put:${list.dataset.section}:${dragged.dataset.entry}`, to, null);
  });
  list.addEventListener("dragend", () => {
    unmark(list);
    dragged?.classList.remove("is-dragged");
    dragged = null;
  });
}

async function move(list, line, what, to, focus, status) {
  const { entry, title } = line.dataset;
  const form = line.querySelector("form");
  const body = new URLSearchParams(new FormData(form));
  body.set("do", what);
  if (to !== null) body.set("to", String(to));
  const answer = await fetch(form.action, { method: "POST", body });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector(`[data-behaviour=entry-order][data-section="${list.dataset.section}"]`);
  if (!answer.ok || !fresh) throw new Error(String(answer.status));
  list.replaceChildren(...fresh.childNodes);
  const entries = [...list.querySelectorAll("[data-entry]")];
  const place = entries.findIndex((each) => each.dataset.entry === entry) + 1;
  status.textContent = list.dataset.moved.replace("{title}", title).replace("{place}", String(place)).replace("{of}", String(entries.length));
  const wanted = focus && document.getElementById(focus);
  (wanted?.disabled ? wanted.parentElement.querySelector("button:not(:disabled)") : wanted)?.focus();
}

function isUpper(event, line) {
  const { top, height } = line.getBoundingClientRect();
  return event.clientY < top + height / 2;
}

function unmark(list) {
  for (const each of list.children) each.classList.remove("is-before", "is-after");
}
