/**
 * A rule that is tried out while it is made: `<form data-behaviour="rule-editor" data-preview data-people data-busy data-failed>`.
 *
 * The form is sent to `data-preview` as a button would send it, and from what comes back `[data-outcome]` is taken, and
 * `[data-rows]` too where the rows themselves have changed: a button of the rows was pressed, `[data-now]` chosen, a name
 * completed. The cursor stays where it was. Only the answer to the last question counts. An input `[data-people]` is
 * offered people while one types.
 */

const WAIT = 350;

/** @param {HTMLFormElement} form */
export default function ruleEditor(form) {
  let asked = 0;
  let timer = 0;

  const refresh = async (action, focus) => {
    clearTimeout(timer);
    const mine = (asked += 1);
    const outcome = form.querySelector("[data-outcome]");
    outcome.setAttribute("aria-busy", "true");
    const before = kinds(form);
    try {
      const page = await fetched(form, action ?? "show");
      if (mine !== asked) return;
      const since = kinds(form).filter(([id, value]) => before.some(([known, old]) => known === id && old !== value));
      if (action) take(form, page, "[data-rows]", focus);
      for (const [id, value] of since) choose(document.getElementById(id), value); // chosen while the answer was on its way
      take(form, page, "[data-outcome]");
    } catch (error) {
      console.error(error);
      if (mine !== asked) return;
      outcome.removeAttribute("aria-busy");
      outcome.querySelector("[data-told]").textContent = form.dataset.failed;
    }
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest('[data-rows] button[name="do"]');
    if (!button) return;
    event.preventDefault();
    refresh(button.value, after(form, button));
  });

  form.addEventListener("change", ({ target }) => {
    if (!target.closest("[data-rows]") || target.id.startsWith("new:")) return;
    if (target.matches("[data-now]") || (target.matches("[data-name]") && target.value)) refresh("rows", target.id);
    else refresh();
  });

  form.addEventListener("input", ({ target }) => {
    if (!target.closest("[data-rows]") || !target.matches("input:not([type=checkbox])")) return;
    if (target.matches("[data-people]")) return offer(form, target);
    if (target.matches("[data-name]")) return undefined; // counted once it is complete
    clearTimeout(timer);
    timer = setTimeout(refresh, WAIT);
    return undefined;
  });

  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("[data-rows] input")) return;
    event.preventDefault(); // Enter completes a name; saving is done with the button
    event.target.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

/** What is chosen as the kind of the next row, by the ids of the boxes. @returns {[string, string][]} */
const kinds = (form) => [...form.querySelectorAll('select[id^="new:"]')].map(({ id, value }) => [id, value]);

function choose(box, value) {
  if (box && [...box.options].some((option) => option.value === value)) box.value = value;
}

async function fetched(form, action) {
  const body = new URLSearchParams(new FormData(form));
  body.set("do", action);
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  const answer = await fetch(form.dataset.preview, { method: "POST", body, headers, redirect: "error" });
  if (!answer.ok) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function take(form, page, part, focus) {
  const had = form.querySelector(part).contains(document.activeElement) ? document.activeElement.id : "";
  form.querySelector(part).replaceWith(page.querySelector(part));
  const next = document.getElementById(focus || had);
  if (next && form.contains(next)) next.focus();
}

/** Where the cursor goes once a button of the rows is done: into the new row, or to where one adds the next. */
function after(form, { value }) {
  const [name, place] = value.split(":");
  const above = place.split(".").slice(0, -1).join(".") || "0";
  if (name === "remove") return `new:${above}`;
  const list = document.getElementById(`kind:${place}`).closest("fieldset").querySelector(":scope > .rule-parts");
  const next = `${place}.${list ? list.children.length : 0}`;
  return name === "nest" ? `kind:${next}` : `op:${next}`;
}

async function offer(form, input) {
  const word = input.value.trim();
  const list = document.getElementById(input.getAttribute("list"));
  if (word.length < 2 || [...list.options].some((option) => option.value === input.value)) return;
  const answer = await fetch(`${form.dataset.people}?q=${encodeURIComponent(word)}`, { headers: { Accept: "application/json" } });
  if (!answer.ok || input.value.trim() !== word) return;
  const { people } = await answer.json();
  list.replaceChildren(...people.map(({ name, email, job }) => new Option([name, job].filter(Boolean).join(", "), email)));
}
