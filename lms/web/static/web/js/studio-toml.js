/** The keys of a fence or a page's head: read by a TOML parser, changed one at a time, so that remarks and order stay. */

import { parseToml } from "../vendor/studio.js";

/** @param {string} body @returns {Object|null} its values, null while it cannot be read */
export function valuesOf(body) {
  try {
    return parseToml(body);
  } catch {
    return null; // somebody is in the middle of a line: it is shown as it is written
  }
}

/** Set one key, `left.title` inside a table; null takes it away. @returns {string} the body with it */
export function changed(body, name, value) {
  const lines = body.split("\n");
  const place = statements(lines).find((each) => each.name === name);
  const text = value === null || value === "" ? [] : line(name.split(".").at(-1), value).split("\n");
  if (place) lines.splice(place.from, place.to - place.from, ...text);
  else if (text.length) insert(lines, name, text);
  return lines.join("\n");
}

/** A fence that has just been inserted. @param {Object} values {name: value}; a name with a dot lies in a table */
export function newFence(kind, id, values = {}) {
  const body = Object.entries(values).reduce((text, [name, value]) => changed(text, name, value), `${line("id", id)}\n`);
  return `\`\`\`${kind}\n${body}\`\`\``;
}

/** Where each key stands. @param {string[]} lines @returns {{name: string, table: string, from: number, to: number}[]} */
export function statements(lines) {
  const found = [];
  let table = "";
  for (let at = 0; at < lines.length; ) {
    const header = /^\s*\[([^[\]]+)\]\s*(?:#.*)?$/.exec(lines[at]);
    const key = /^\s*([\w-]+(?:\s*\.\s*[\w-]+)*)\s*=\s*(.*)$/.exec(lines[at]);
    const to = key ? end(lines, at, key[2]) : at + 1;
    if (header) table = header[1].trim();
    if (header || key) found.push({ name: header ? "" : [table, key[1].replace(/\s/g, "")].filter(Boolean).join("."), table, from: at, to });
    at = to;
  }
  return found;
}

function end(lines, from, value) {
  let to = from + 1;
  const quote = /^("""|''')/.exec(value)?.[1];
  if (quote) {
    if (value.slice(3).includes(quote)) return to;
    while (to < lines.length && !lines[to].includes(quote)) to += 1;
    return Math.min(to + 1, lines.length);
  }
  if (/^[[{]/.test(value)) while (to < lines.length && valuesOf(lines.slice(from, to).join("\n")) === null) to += 1;
  return to;
}

function insert(lines, name, text) {
  const table = name.split(".").slice(0, -1).join(".");
  const all = statements(lines);
  const beside = all.filter((each) => each.table === table);
  if (beside.length) return void lines.splice(beside.at(-1).to, 0, ...text);
  const last = lines.findLastIndex((each) => each.trim()) + 1;
  if (!table) return void lines.splice(all[0]?.from ?? last, 0, ...text);
  lines.splice(last, 0, "", `[${table}]`, ...text);
}

function line(key, value) {
  return `${key} = ${typeof value === "number" ? value : quoted(value)}`;
}

function quoted(text) {
  if (!text.includes("\n")) return basic(text);
  const whole = text.endsWith("\n") ? text : `${text}\n`;
  if (!text.includes("'''")) return `'''\n${whole}'''`;
  return `"""\n${whole.split("\n").map((each) => basic(each).slice(1, -1)).join("\n")}"""`;
}

const basic = (text) => JSON.stringify(text).replace(/\u007f/g, "\\u007F");
