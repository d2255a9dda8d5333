/**
 * The chip that says whether everything is saved.
 *
 * `<p class="save-state" data-behaviour="save-state" data-context="…" data-state="idle|saved"
 *    data-saved="Saved" data-saving="Saving…" data-waiting="Not sent yet" data-refused="Not accepted">Saved</p>`
 * Without `data-context` it takes the nearest one around it, or speaks for the whole page. A screen reader hears the
 * outcome once, never the typing in between.
 */

/** @param {HTMLElement} chip */
export default function saveState(chip) {
  const context = chip.closest("[data-context]")?.dataset.context;
  const seen = Object.assign(document.createElement("span"), { textContent: chip.textContent.trim() });
  const heard = Object.assign(document.createElement("span"), { className: "sr", role: "status" });
  seen.setAttribute("aria-hidden", "true");
  chip.removeAttribute("role");
  chip.replaceChildren(seen, heard);

  document.addEventListener("answers:state", ({ detail }) => {
    if (context && detail.context !== context) return;
    if (chip.dataset.state === detail.state) return;
    chip.dataset.state = detail.state;
    seen.textContent = chip.dataset[detail.state];
    heard.textContent = detail.state === "saving" ? "" : chip.dataset[detail.state];
  });

  chip.addEventListener("click", () => {
    if (chip.dataset.state === "waiting") import("./answers.js").then(({ flush }) => flush());
  });
}
