/**
 * The same field was changed on another device: say so beside it, show the other value, let the person choose.
 * The words are the page's: `<main data-conflict="Changed on another device: {value}" data-take="Use that" data-keep="Keep mine">`.
 */

/**
 * @param {HTMLElement} field what the choice is shown after
 * @param {string} value the other value, as a person reads it
 * @returns {Promise<boolean>} true for the other value, false for one's own
 */
export function choose(field, value) {
  const words = document.querySelector("[data-conflict]")?.dataset ?? {};
  field.querySelector(":scope > .conflict")?.remove();
  const box = document.createElement("div");
  box.className = "conflict";
  box.setAttribute("role", "alert");
  const text = document.createElement("p");
  text.textContent = (words.conflict ?? "{value}").replace("{value}", value);
  const buttons = document.createElement("div");
  buttons.className = "actions";
  box.append(text, buttons);
  field.append(box);
  return new Promise((resolve) => {
    for (const [answer, word] of [[true, words.take], [false, words.keep]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn ghost";
      button.textContent = word ?? (answer ? "↓" : "↑");
      button.onclick = () => {
        box.remove();
        resolve(answer);
      };
      buttons.append(button);
    }
  });
}
