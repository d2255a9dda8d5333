/**
 * An answer as a few letters, and back: positions are those of the author's order, so neither wording nor language matter.
 *
 * Only letters, digits and `,+-_~` are written. `decoded` throws `Damaged` for what no answer can have written.
 */

import { CANNOT_JUDGE, response } from "./scorm-quiz-scores.js";

/** A kept state that this quiz cannot have written. */
export class Damaged extends Error {}

const NONE = "-";

/** @returns {string} "" for no answer */
export const encoded = (item, value) => (value === null || value === undefined ? "" : CODES[item.kind].write(item, value));

/** @returns {unknown} the answer, as `response` accepts it; null for "" */
export function decoded(item, code) {
  if (code === "") return null;
  const found = response(item, CODES[item.kind].read(item, code));
  if (found.problem || found.value === null) throw new Damaged(code);
  return found.value;
}

/** A number of 0 to 35 as one letter. */
export const digit = (number) => number.toString(36);

/** One letter as a number below `most`. */
export function undigit(letter, most = 36) {
  const number = /^[0-9a-z]$/.test(letter ?? "") ? parseInt(letter, 36) : NaN;
  if (!(number < most)) throw new Damaged(String(letter));
  return number;
}

const place = (things, id) => digit(things.findIndex((each) => each.id === id));
const at = (things, letter) => things[undigit(letter, things.length)].id;
const list = (things) => ({
  write: (item, value) => value.map((id) => place(things(item), id)).join(""),
  read: (item, code) => [...code].map((letter) => at(things(item), letter)),
});
const cells = (rows, columns) => ({
  write: (item, value) => rows(item).map((row) => (Object.hasOwn(value, row.id) ? place(columns(item), value[row.id]) : NONE)).join(""),
  read(item, code) {
    if (code.length !== rows(item).length) throw new Damaged(code);
    const chosen = [...code].flatMap((letter, line) => (letter === NONE ? [] : [[rows(item)[line].id, at(columns(item), letter)]]));
    return Object.fromEntries(chosen);
  },
});
const options = (item) => item.options;
const regions = list((item) => item.regions);

const CODES = {
  "single-choice": { write: (item, value) => place(item.options, value), read: (item, code) => (code.length === 1 ? at(item.options, code) : null) },
  "multiple-choice": list(options),
  ranking: list(options),
  order: list((item) => item.parts),
  matrix: cells((item) => item.rows, (item) => item.columns),
  matching: cells((item) => item.pairs, (item) => item.answers),
  hotspot: {
    write: (item, value) => regions.write(item, [value].flat()),
    read: (item, code) => (item.several ? regions.read(item, code) : regions.read(item, code.length === 1 ? code : "~")[0]),
  },
  scale: {
    write: (_item, value) => (value === CANNOT_JUDGE ? NONE : digit(value)),
    read: (_item, code) => (code === NONE ? CANNOT_JUDGE : undigit(code)),
  },
  number: {
    write: (_item, value) => String(value).replace(".", ","),
    read(_item, code) {
      if (!/^-?\d+(,\d+)?(e[+-]\d+)?$/.test(code)) throw new Damaged(code);
      return Number(code.replace(",", "."));
    },
  },
  "short-text": {
    write: (_item, value) => [...value].map((letter) => (/[A-Za-z0-9]/.test(letter) ? letter : letter === " " ? "_" : `~${letter.codePointAt(0).toString(36)}~`)).join(""),
    read(_item, code) {
      if (!/^([A-Za-z0-9_]|~[0-9a-z]{1,4}~)+$/.test(code)) throw new Damaged(code);
      return code.replaceAll("_", " ").replace(/~([0-9a-z]+)~/g, (_all, number) => letterOf(parseInt(number, 36)));
    },
  },
};

function letterOf(code) {
  if (code > 0x10ffff) throw new Damaged(String(code));
  return String.fromCodePoint(code);
}
