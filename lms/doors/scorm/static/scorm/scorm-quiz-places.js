/**
 * Lines to be given a place, by two buttons or by number, and how they stand once they are judged: order and ranking.
 */

import { el } from "./scorm-quiz-dom.js";
import { ranked, rightPlaces } from "./scorm-quiz-scores.js";

/** @returns {HTMLElement[]} */
export function orderField(asked) {
  const { item, score, voice } = asked;
  if (!score) return places(asked);
  const lines = item.parts.map((part, at) => line(voice, part, score, (mine) => mine === at + 1));
  return [el("ol", { class: "places settled" }, ...lines)];
}

/** @returns {HTMLElement[]} */
export function rankingField(asked) {
  const { item, score, voice } = asked;
  if (!score) return places(asked);
  if (!score.counted) {
    const chosen = score.chosen?.map((id) => item.options.find((each) => each.id === id)) ?? item.options;
    return [el("ol", { class: "places settled" }, ...chosen.map((part) => el("li", {}, words(part))))];
  }
  const lines = ranked(item).map((part) => {
    const [first, last] = rightPlaces(item, part.id);
    const rank = el("span", { class: "rank num" }, first === last ? String(first) : `${first}–${last}`);
    const made = line(voice, part, score, (mine) => mine >= first && mine <= last);
    made.prepend(rank);
    return made;
  });
  return [el("ol", { class: "places settled ranks" }, ...lines)];
}

function places({ item, base, answer, voice }) {
  const parts = item.mixed;
  const size = parts.length;
  const standing = answer ? answer.map((id) => parts.find((part) => part.id === id)) : parts;
  const lines = standing.map((part, at) => {
    const numbers = parts.map((_, place) => el("option", { value: place + 1, selected: Boolean(answer) && place === at }, String(place + 1)));
    const told = { "aria-label": voice.say("place_of", { words: part.text }), "aria-describedby": `${base}-how`, "data-item": item.id };
    const select = el("select", { name: `${base}-${part.id}`, ...told }, el("option", { value: "" }, "–"), ...numbers);
    const shift = (by, way, name) => el("button", { type: "button", class: `btn quiet ${way}`, "data-move": by, "aria-label": voice.say(name, { words: part.text }) }, voice.icon("chevron"));
    const shifts = el("span", { class: "shifts", hidden: true }, shift(-1, "up", "move_up"), shift(1, "down", "move_down"));
    return el("li", { "data-part": part.id }, select, el("span", { class: "words" }, part.text), shifts);
  });
  return [
    el("p", { class: "help", id: `${base}-how` }, voice.say("give_places", { last: size })),
    item.first && el("p", { class: "end" }, item.first),
    el("ol", { class: "places", "data-reads": "order", "data-moved": voice.say("moved", { last: size }) }, ...lines),
    item.last && el("p", { class: "end" }, item.last),
    el("p", { class: "sr", role: "status", "data-said": true }),
  ].filter(Boolean);
}

const words = (part) => el("span", { class: "words" }, part.text, part.why && el("span", { class: "because" }, part.why));

function line(voice, part, score, isRight) {
  const mine = score.chosen ? score.chosen.indexOf(part.id) + 1 : 0;
  const isHit = isRight(mine);
  const verdict = mine > 0 && el("span", { class: `verdict ${isHit ? "hit" : "off"}` }, voice.icon(isHit ? "check" : "cross"), voice.say("you_placed", { place: mine }));
  return el("li", {}, words(part), verdict);
}
