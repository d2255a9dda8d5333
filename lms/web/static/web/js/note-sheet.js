/**
 * The sheet in which a note is written: `<dialog data-sheet>` with `[data-show="quote"]`, `[data-show="where"]`,
 * `[data-text]`, `[data-error data-empty="…"]` and a button `[data-cancel]`. What was typed and not saved is there again
 * when the same note is opened next, and the browser asks before it is lost.
 */

const drafts = new Map();

addEventListener("beforeunload", (event) => [...drafts.values()].some(Boolean) && event.preventDefault());

/**
 * @param {HTMLDialogElement} sheet
 * @param {{key: string, quote: string, where: string, text: string}} note
 * @returns {Promise<string|null>} what was written, or null when it was left
 */
export function write(sheet, { key, quote, where, text }) {
  const field = sheet.querySelector("[data-text]");
  const error = sheet.querySelector("[data-error]");
  const show = (name, words) => {
    const place = sheet.querySelector(`[data-show="${name}"]`);
    place.textContent = words;
    place.hidden = !words;
  };
  show("quote", quote);
  show("where", quote ? "" : where);
  field.value = drafts.get(key) ?? text;
  error.textContent = "";
  sheet.showModal();
  field.focus();
  return new Promise((resolve) => {
    const leave = (words) => {
      sheet.close();
      resolve(words);
    };
    field.oninput = () => drafts.set(key, field.value === text ? "" : field.value);
    sheet.querySelector("form").onsubmit = (event) => {
      event.preventDefault();
      const words = field.value.trim();
      if (!words && !quote) {
        error.textContent = error.dataset.empty;
        field.focus();
        return;
      }
      drafts.delete(key);
      leave(words);
    };
    sheet.querySelector("[data-cancel]").onclick = () => leave(null);
    sheet.oncancel = (event) => {
      event.preventDefault();
      leave(null);
    };
    field.onkeydown = (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) sheet.querySelector("form").requestSubmit();
    };
  });
}
