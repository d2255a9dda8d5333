/**
 * Numbers as people write them: the twin of `numerals.py`, function for function.
 * Between a number and its unit stands a no-break space; minus is U+2212.
 */

const LONGEST = 40;
const LARGEST = 1e15;
const SPACE = "\u00a0";
const MINUS = "\u2212";
const DECIMAL = { en: ".", da: ",", sv: "," };
const GROUP = { en: ",", da: ".", sv: SPACE };
const CURRENCY = "(?:kr\\.?|dkk|sek|nok|eur|usd|gbp|chf|isk|€|\\$|£)";
const AFFIXES = {
  money: [CURRENCY, CURRENCY],
  percent: [null, "%"],
  years: [null, "(?:years?|år)"],
  months: [null, "(?:months?|måneder|måned|mdr\\.?|månader|månad|mån\\.?)"],
  ratio: [null, "[×x]"],
};
const SIGN = "[-+\u2212\u2013]";
const WORDS = {
  en: { years: ["year", "years"], months: ["month", "months"] },
  da: { years: ["år", "år"], months: ["måned", "måneder"] },
  sv: { years: ["år", "år"], months: ["månad", "månader"] },
};
const LOCAL_CURRENCY = { "da DKK": "kr.", "sv SEK": "kr", "en EUR": "€", "en USD": "$", "en GBP": "£" };
const LARGE = {
  en: [[1e12, "tn"], [1e9, "bn"], [1e6, "m"]],
  da: [[1e9, "mia."], [1e6, "mio."]],
  sv: [[1e9, "md"], [1e6, "mn"]],
};
const AXIS = {
  en: { 1e9: "bn", 1e6: "m", 1e3: "thousand" },
  da: { 1e9: "mia.", 1e6: "mio.", 1e3: "tusind" },
  sv: { 1e9: "md", 1e6: "mn", 1e3: "tusen" },
};

/**
 * Read what a person typed; per cent comes back as a fraction.
 * @param {string} text @param {string} language "en", "da" or "sv" @param {string} unit as in the calculator
 * @returns {number|{problem: "EMPTY"|"TOO_LONG"|"NOT_A_NUMBER"|"TOO_LARGE"}}
 */
export function parseNumber(text, language, unit = "number") {
  if ([...text].length > LONGEST) return { problem: "TOO_LONG" };
  const plain = text.replace(/[ \t\u00a0\u2009\u202f]+/g, " ").replace(/^ | $/g, "").toLowerCase();
  if (!plain) return { problem: "EMPTY" };
  const [before, after] = AFFIXES[unit] ?? [null, null];
  const pattern = `^(${SIGN})? ?(?:${before ?? "(?!)"})? ?(${SIGN})? ?([0-9][0-9., ]*|[.,][0-9]+)(?:${after ?? "(?!)"})?$`;
  const match = plain.match(new RegExp(pattern));
  const digits = match && digitsOf(match[3].replace(/ +$/, ""), language);
  if (!match || !digits || (match[1] && match[2])) return { problem: "NOT_A_NUMBER" };
  const value = Number(digits);
  if (value > LARGEST) return { problem: "TOO_LARGE" };
  const signed = (match[1] || match[2] || "+") !== "+" ? -value : value;
  return unit === "percent" ? signed / 100 : signed;
}

function digitsOf(body, language) {
  const decimal = DECIMAL[language] ?? ".";
  const other = decimal === "." ? "," : ".";
  const grouped = `[1-9][0-9]{0,2}(?:([\\${other} ])[0-9]{3})(?:\\1[0-9]{3})*`;
  if (new RegExp(`^(?:[0-9]*|${grouped})(?:\\${decimal}[0-9]*)?$`).test(body)) {
    return body.replaceAll(other, "").replaceAll(" ", "").replaceAll(decimal, ".");
  }
  const foreign = new RegExp(`^[0-9]+\\${other}[0-9]+$`).test(body);
  const group = new RegExp(`^[1-9][0-9]{0,2}\\${other}[0-9]{3}$`).test(body);
  return foreign && !group ? body.replaceAll(other, ".") : null;
}

/** At most `places` decimals, halves away from zero, trailing zeros left out. */
export function formatNumber(value, language, places = 2) {
  return signed(value, plain(Math.abs(value), language, places));
}

/** A fraction as per cent. */
export function formatPercent(value, language, places = 1) {
  return signed(value, `${plain(Math.abs(value) * 100, language, places)}${language === "en" ? "" : SPACE}%`);
}

/** Money to three significant figures above 1,000 and in millions; whole when `compact` is false. */
export function formatMoney(value, language, currency, compact = true) {
  const size = Math.abs(value);
  if (!compact) return signed(value, withCurrency(plain(size, language, smallPlaces(size)), "", language, currency));
  const rounded = significant(size);
  for (const [unit, word] of LARGE[language] ?? LARGE.en) {
    if (rounded >= unit) return signed(value, withCurrency(plain(rounded / unit, language, 2), word, language, currency));
  }
  return signed(value, withCurrency(plain(rounded, language, smallPlaces(size)), "", language, currency));
}

/** A result with its unit, as it stands in a sentence or a table. */
export function formatValue(value, unit, language, currency) {
  if (unit === "money") return formatMoney(value, language, currency);
  if (unit === "percent") return formatPercent(value, language);
  if (unit === "ratio") return `${formatNumber(value, language)}×`;
  const number = formatNumber(value, language, unit === "count" && Math.abs(value) >= 100 ? 0 : 1);
  const words = (WORDS[language] ?? WORDS.en)[unit];
  return words ? `${number}${SPACE}${words[Math.abs(value) === 1 ? 0 : 1]}` : number;
}

/** What a number box shows: nothing rounded that a person can have typed, and readable again. */
export function formatInput(value, unit, language, currency) {
  if (unit === "percent") return formatPercent(value, language, 6);
  if (unit === "money") return signed(value, withCurrency(plain(Math.abs(value), language, 2), "", language, currency));
  return formatNumber(value, language, 6);
}

/** What to divide a chart's money by, and the words for its axis: [1e6, "mio. kr."]. */
export function moneyScale(largest, language, currency) {
  const size = Math.abs(largest);
  const divisor = [1e9, 1e6, 1e3].find((each) => size >= each * (each === 1e3 ? 10 : 1)) ?? 1;
  const word = (AXIS[language] ?? AXIS.en)[divisor] ?? "";
  const name = LOCAL_CURRENCY[`${language} ${currency}`] ?? currency;
  return [divisor, (language === "en" ? [name, word] : [word, name]).filter(Boolean).join(SPACE)];
}

function significant(size) {
  if (size < 1000) return size;
  let unit = 10;
  while (size >= unit * 1000) unit *= 10;
  return Math.floor(size / unit + 0.5) * unit;
}

function smallPlaces(size) {
  return size < 100 ? 2 : 0;
}

function withCurrency(number, word, language, currency) {
  const name = LOCAL_CURRENCY[`${language} ${currency}`] ?? currency;
  if (language !== "en") return [number, word, name].filter(Boolean).join(SPACE);
  return name === currency ? `${currency}${SPACE}${number}${word}` : `${name}${number}${word}`;
}

function plain(size, language, wanted) {
  const places = size * 10 ** wanted > LARGEST ? 0 : wanted;
  const whole = BigInt(Math.floor(size * 10 ** places + 0.5)).toString().padStart(places + 1, "0");
  const integer = places ? whole.slice(0, -places) : whole;
  const fraction = places ? whole.slice(-places).replace(/0+$/, "") : "";
  const text = integer.replace(/\B(?=([0-9]{3})+$)/g, GROUP[language] ?? ",");
  return fraction ? `${text}${DECIMAL[language] ?? "."}${fraction}` : text;
}

function signed(value, text) {
  return value < 0 && /[1-9]/.test(text) ? `${MINUS}${text}` : text;
}
