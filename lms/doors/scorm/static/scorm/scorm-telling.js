/** Says what a reader must know of the platform: that there is none, that it did not take something, that it keeps too little. */

export class Telling {
  /** @param {HTMLElement} root @param {import("./scorm-record.js").Record} record @param {() => Object} words */
  constructor(root, record, words) {
    Object.assign(this, { root, record, words });
  }

  /** Show what is so now. */
  show() {
    const { record } = this;
    const words = this.words();
    const said = [];
    if (!record.platform.isThere) said.push([words.noPlatform]);
    else if (record.trouble) said.push([words.notHanded.replace("{why}", record.trouble === "–" ? words.noAnswer : record.trouble), words.tryAgain]);
    if (record.dropped) said.push([words.shortened]);
    const place = this.root.querySelector("[data-told]");
    const text = JSON.stringify(said);
    if (place.dataset.says === text) return;
    place.dataset.says = text;
    place.replaceChildren(...said.map(([sentence, act]) => notice(sentence, act)));
  }
}

function notice(sentence, act) {
  const box = document.createElement("div");
  box.className = "notice warn";
  box.append(Object.assign(document.createElement("p"), { textContent: sentence }));
  if (act) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn ghost", textContent: act });
    button.dataset.handOver = "";
    box.append(button);
  }
  return box;
}
