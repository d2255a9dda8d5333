/**
 * Two people changed one part: the sheet in which one chooses, box by box where the part has boxes, else between two texts.
 * The words stand in `<dialog data-draft-conflict>` (studio/drafts/room.html).
 */

/**
 * @param {{text?: string|null, by?: string, locked_by?: string, path: string, part: string,
 *   fields?: {key: string, label: string, language: string, theirs: string, mine: string}[]}} clash
 * @param {string|null|undefined} mine the text that was meant, undefined where only its boxes are known
 * @param {(choice: "mine"|"theirs"|"later", keys: string[]) => void} then `keys`: the boxes that stay theirs
 * @returns {boolean} whether the question could be asked
 */
export function ask(clash, mine, then) {
  const dialog = document.querySelector("dialog[data-draft-conflict]");
  if (!dialog || dialog.open) return false;
  const words = dialog.dataset;
  const who = clash.locked_by || clash.by || words.somebody;
  const fields = clash.fields ?? [];
  dialog.querySelector("[data-who]").textContent = (clash.locked_by ? words.locked : words.changed).replace("{name}", who);
  dialog.querySelector("[data-theirs]").value = clash.text ?? words.removed;
  dialog.querySelector("[data-mine]").value = mine ?? words.removed;
  dialog.querySelector("[data-mine]").closest(".field").hidden = mine === undefined;
  const boxes = dialog.querySelector("[data-boxes]");
  boxes.replaceChildren(...fields.map((field, at) => box(field, at, words, clash.locked_by ? "" : clash.by)));
  boxes.hidden = !fields.length;
  dialog.querySelector("[data-as-text]").open = !fields.length;
  dialog.querySelector("button[value=mine]").textContent = fields.length ? words.keep : words.keepAll;
  for (const button of dialog.querySelectorAll("button[value]")) {
    button.onclick = () => {
      const keys = [...boxes.querySelectorAll("input:checked")].map(({ value }) => value).filter(Boolean);
      dialog.close();
      then(button.value, keys);
    };
  }
  dialog.oncancel = () => then("later", []);
  dialog.showModal();
  return true;
}

function box({ key, label, language, theirs, mine }, at, words, by) {
  const group = made("fieldset", "box-choice");
  const legend = made("legend", "", language ? `${label} (${spoken(language)})` : label);
  group.append(legend, choice(at, key, by || words.theirsSaid, theirs || words.empty, language), choice(at, "", words.mineSaid, mine || words.empty, language));
  return group;
}

const spoken = (language) => new Intl.DisplayNames([document.documentElement.lang], { type: "language" }).of(language) ?? language;

function choice(at, value, who, text, language) {
  const label = made("label", "choice");
  const radio = Object.assign(made("input"), { type: "radio", name: `box-${at}`, value, checked: !value });
  const said = made("span");
  const words = made("span", "", text);
  if (language) words.lang = language;
  said.append(made("b", "", who), words);
  label.append(radio, said);
  return label;
}

const made = (tag, className = "", textContent = "") => Object.assign(document.createElement(tag), { className, textContent });
