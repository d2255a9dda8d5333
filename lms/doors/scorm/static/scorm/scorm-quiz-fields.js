/**
 * One question as it is asked and as it stands once it is judged, with the markup of the live pages.
 *
 * A maker gets `{ item, base, answer, score, voice, currency }`: the arranged question, the beginning of its ids, the answer
 * so far, and how it did (null while it is asked). What is typed is read by `responses.js`, as on the live pages.
 */

import { formatNumber, formatPercent } from "../calculators/numerals.js";
import { el, svg } from "./scorm-quiz-dom.js";
import { orderField, rankingField } from "./scorm-quiz-places.js";

const LONG = 30;
const LETTERS = "ABCDEFGHIJKL";
const PLACES = 6;

/** The controls of a question, and a line for what is wrong. @returns {HTMLElement[]} */
export const field = (asked) => [...FIELDS[asked.item.kind](asked), el("p", { class: "error", id: `${asked.base}-error`, "data-error": true })];

const FIELDS = {
  "single-choice": (asked) => [choices(asked, asked.item.options, false)],
  "multiple-choice"(asked) {
    const { item, base, voice } = asked;
    const help = item.choose ? voice.say("choose_count", { count: item.choose }) : voice.say("choose_all");
    return [el("p", { class: "help", id: `${base}-how` }, help), choices(asked, item.options, true)];
  },
  hotspot,
  number,
  "short-text": shortText,
  scale,
  matrix,
  matching,
  order: orderField,
  ranking: rankingField,
};

const chosenOf = ({ answer, score }) => [score ? score.chosen : answer].flat().filter((each) => each !== null && each !== undefined);

function verdictOf(asked, id) {
  if (!asked.score || !asked.score.counted) return "";
  if ([asked.score.key].flat().includes(id)) return "right";
  return chosenOf(asked).includes(id) ? "wrong" : "";
}

/** Words beside what was right or was one's own. */
function marked(voice, verdict) {
  if (!verdict) return null;
  const [icon, words] = verdict === "right" ? ["check", "right_answer"] : ["cross", "your_answer"];
  return el("span", { class: "verdict" }, voice.icon(icon), voice.say(words));
}

function choices(asked, options, several) {
  const { item, base, score, voice } = asked;
  const chosen = chosenOf(asked);
  const lines = options.map((option, at) => {
    const verdict = verdictOf(asked, option.id);
    const input = el("input", {
      type: several ? "checkbox" : "radio", name: base, value: option.id, "data-item": item.id,
      checked: chosen.includes(option.id), disabled: Boolean(score), "aria-describedby": !score && several ? `${base}-how` : null,
    });
    const place = item.kind === "hotspot" && el("span", { class: "spot-no num", "aria-hidden": "true" }, String(at + 1));
    const spot = item.kind === "hotspot" ? option.id : null;
    return el("label", { class: `choice ${verdict}`.trim(), "data-spot": spot }, input, place, el("span", {}, option.text ?? option.label), marked(voice, verdict));
  });
  return el("div", { class: item.kind === "hotspot" ? "choices numbered" : "choices", "data-reads": several ? "several" : null }, ...lines);
}

function hotspot(asked) {
  const { item, base, score, voice } = asked;
  const tap = el("span", { "data-tap": true, hidden: true }, ` ${voice.say("tap_picture")}`);
  const help = !score && el("p", { class: "help", id: `${base}-how` }, voice.say(item.several ? "choose_all" : "choose_one"), tap);
  const parts = [help, choices(asked, item.regions, item.several)];
  return (item.list_first ? [...parts, scene(asked)] : [scene(asked), ...parts]).filter(Boolean);
}

/** The picture with its regions, for eyes and fingers; the list beneath says the same. */
function scene(asked) {
  const { item, score } = asked;
  const [width, height] = item.size;
  const chosen = chosenOf(asked);
  const looks = (name, region) => {
    const mine = chosen.includes(region.id);
    return [name, mine && "chosen", score && (region.correct ? "right" : mine && "wrong")].filter(Boolean).join(" ");
  };
  const spots = item.regions.map((region) =>
    svg("g", { class: looks("spot", region), "data-spot": region.id }, svg(region.tag, { class: "under", ...region.numbers }), svg(region.tag, { class: "line", ...region.numbers })),
  );
  const badges = item.regions.map((region, at) => {
    const [x, y, aside] = region.badge;
    const place = { class: looks("badge", region), "data-spot": region.id, x: `${100 * x}%`, y: `${100 * y}%`, overflow: "visible" };
    return svg("svg", place, svg("circle", { cx: aside, r: 12 }), svg("text", { x: aside, dy: "0.36em" }, String(at + 1)));
  });
  const drawing = svg("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", width: "100%", height: "100%" }, ...spots);
  const picture = el("img", { src: item.picture, alt: item.alt, width, height });
  const marks = svg("svg", { class: "marks", "aria-hidden": "true", focusable: "false" }, drawing, ...badges);
  return el("figure", { class: "spots", "data-spots": true, "data-settled": Boolean(score) }, picture, marks);
}

function number({ item, base, answer, score, voice, currency }) {
  const unit = { money: currency, percent: "%" }[item.unit] ?? "";
  const shown = (value) => (item.unit === "percent" ? formatPercent(value, voice.language, PLACES) : formatNumber(value, voice.language, PLACES));
  const box = el("input", {
    id: base, name: base, inputmode: "decimal", autocomplete: "off", maxlength: 40, "data-item": item.id, "data-unit": item.unit,
    value: typeof answer === "number" ? shown(answer) : "", "aria-describedby": `${base}-error`, disabled: Boolean(score),
  });
  const figure = el("div", { class: "figure-field" }, box, unit && el("span", { class: "unit" }, unit));
  const key = score && !score.correct && [el("strong", { class: "num" }, shown(score.key), item.unit === "money" && ` ${unit}`)];
  return [el("div", { class: "field" }, el("label", { class: "sr", for: base }, voice.say("your_answer")), figure), rightAnswer(voice, key)].filter(Boolean);
}

function shortText({ item, base, answer, score, voice }) {
  const box = el("input", {
    id: base, name: base, autocomplete: "off", maxlength: 200, "data-item": item.id, "data-reads": "text",
    value: typeof answer === "string" ? answer : "", "aria-describedby": `${base}-error`, disabled: Boolean(score),
  });
  const key = score && !score.correct && [el("strong", {}, item.shown)];
  return [el("div", { class: "field" }, el("label", { class: "sr", for: base }, voice.say("your_answer")), box), rightAnswer(voice, key)].filter(Boolean);
}

const rightAnswer = (voice, key) => key && el("p", { class: "answer-key" }, `${voice.say("right_answer_is")} `, ...key);

function scale(asked) {
  const { item, base, score, voice } = asked;
  const points = Array.from({ length: item.points }, (_, at) => at + 1);
  const chosen = chosenOf(asked);
  const pill = (value, ...words) => {
    const verdict = score && score.counted ? (item.accepted.includes(value) ? "right" : chosen.includes(value) ? "wrong" : "") : "";
    const input = el("input", {
      type: "radio", name: base, value, "data-item": item.id, "data-number": typeof value === "number",
      checked: chosen.includes(value), disabled: Boolean(score),
    });
    return el("label", { class: `pill ${verdict} ${typeof value === "number" ? "" : "aside"}`.trim() }, input, el("span", {}, ...words, ...quietly(voice, verdict)));
  };
  const named = (at) => (item.anchors[at] ? `${at}: ${item.anchors[at]}` : String(at));
  const pills = points.map((at) => pill(at, el("span", { "aria-hidden": "true" }, String(at)), el("span", { class: "sr" }, named(at))));
  if (item.cannot_judge) pills.push(pill("cannot-judge", voice.say("cannot_judge")));
  const anchors = Object.entries(item.anchors).map(([at, words]) => el("span", {}, el("span", { class: "num" }, at), ` ${words}`));
  return [el("div", { class: "scale" }, el("div", { class: "pills" }, ...pills), el("p", { class: "anchors", "aria-hidden": "true" }, ...anchors))];
}

function matrix({ item, base, answer, score, voice }) {
  const chosen = (score ? score.chosen : answer) ?? {};
  const lines = item.rows.map((row) => {
    const pills = item.columns.map((column) => {
      const mine = chosen[row.id] === column.id;
      const verdict = score && score.counted ? (row.correct.includes(column.id) ? "right" : mine ? "wrong" : "") : "";
      const input = el("input", {
        type: "radio", name: `${base}-${row.id}`, value: column.id, "data-item": item.id, "data-row": row.id, checked: mine, disabled: Boolean(score),
      });
      return el("label", { class: `pill ${verdict}`.trim() }, input, el("span", {}, column.text, ...quietly(voice, verdict)));
    });
    return el("fieldset", { class: "line" }, el("legend", {}, row.text), el("div", { class: "pills" }, ...pills));
  });
  return [el("div", { class: "matrix", "data-reads": "rows" }, ...lines)];
}

/** An icon for eyes and words for ears. */
const quietly = (voice, verdict) =>
  verdict ? [voice.icon(verdict === "right" ? "check" : "cross"), el("span", { class: "sr" }, voice.say(verdict === "right" ? "right_answer" : "your_answer"))] : [];

function matching({ item, base, answer, score, voice }) {
  const isLong = item.answers.some((each) => each.text.length > LONG);
  const chosen = (score ? score.chosen : answer) ?? {};
  const words = (id) => item.answers.find((each) => each.id === id).text;
  const list = isLong && !score && el("ol", { class: "answers", "aria-hidden": "true" }, ...item.answers.map((each) => el("li", {}, each.text)));
  const lines = item.pairs.map((pair) => {
    const mine = Object.hasOwn(chosen, pair.id) ? chosen[pair.id] : "";
    return score ? settledPair(voice, pair, mine && words(mine), mine === pair.right) : openPair(voice, item, pair, `${base}-${pair.id}`, mine, isLong);
  });
  return [list, el("ul", { class: `pairs${score ? " settled" : ""}`, "data-reads": "pairs" }, ...lines)].filter(Boolean);
}

function openPair(voice, item, pair, box, mine, isLong) {
  const fits = item.answers.map((each, at) => el("option", { value: each.id, selected: mine === each.id }, isLong ? `${LETTERS[at]}. ${each.text}` : each.text));
  const select = el("select", { id: box, name: box, "data-item": item.id, "data-row": pair.id }, el("option", { value: "" }, voice.say("choose_fits")), ...fits);
  return el("li", {}, el("label", { class: "left", for: box }, pair.left), select);
}

function settledPair(voice, pair, mine, isHit) {
  const fit = mine
    ? [voice.icon(isHit ? "check" : "cross"), el("span", {}, el("span", { class: "sr" }, `${voice.say("your_answer")}: `), mine)]
    : [el("span", { class: "quiet" }, voice.say("not_answered"))];
  return el("li", { class: isHit ? "right" : "wrong" }, el("span", { class: "left" }, pair.left), el("span", { class: "fit" }, ...fit));
}
