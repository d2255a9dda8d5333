/**
 * When two short texts count as the same: the twin of `short_text/likeness.py`. No page in here.
 *
 * Browsers know no case folding and no combining classes, so both stand here as tables, made from Python's.
 */

const SHORTEST_TYPO = 5;
const LETTERS = { ø: "o", æ: "ae", å: "a", ß: "ss", đ: "d", ð: "d", þ: "th", ł: "l", œ: "oe" };
const ENDS = new Set(" .,;:!?\"'`´’‘“”„»«()[]…");
const SPACES = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** What folds to anything else than its small letter: the letter, then what it folds to. */
export const FOLDS =
  "\u00dfss \u01f0j\u030c \u0345\u03b9 \u0390\u03b9\u0308\u0301 \u03b0\u03c5\u0308\u0301 \u03c2\u03c3 \u1c80\u0432 \u1c81\u0434 \u1c82\u043e \u1c83\u0441 \u1c84\u0442 \u1c85\u0442 \u1c86\u044a \u1c87\u0463 \u1c88\ua64b \u1e96h\u0331 \u1e97t\u0308 \u1e98w\u030a \u1e99y\u030a \u1e9ess \u1f50\u03c5\u0313 \u1f52\u03c5\u0313\u0300 \u1f54\u03c5\u0313\u0301 \u1f56\u03c5\u0313\u0342 \u1f80\u1f00\u03b9 \u1f81\u1f01\u03b9 \u1f82\u1f02\u03b9 \u1f83\u1f03\u03b9 \u1f84\u1f04\u03b9 \u1f85\u1f05\u03b9 \u1f86\u1f06\u03b9 \u1f87\u1f07\u03b9 \u1f88\u1f00\u03b9 \u1f89\u1f01\u03b9 \u1f8a\u1f02\u03b9 \u1f8b\u1f03\u03b9 \u1f8c\u1f04\u03b9 \u1f8d\u1f05\u03b9 \u1f8e\u1f06\u03b9 \u1f8f\u1f07\u03b9 \u1f90\u1f20\u03b9 \u1f91\u1f21\u03b9 \u1f92\u1f22\u03b9 \u1f93\u1f23\u03b9 \u1f94\u1f24\u03b9 \u1f95\u1f25\u03b9 \u1f96\u1f26\u03b9 \u1f97\u1f27\u03b9 \u1f98\u1f20\u03b9 \u1f99\u1f21\u03b9 \u1f9a\u1f22\u03b9 \u1f9b\u1f23\u03b9 \u1f9c\u1f24\u03b9 \u1f9d\u1f25\u03b9 \u1f9e\u1f26\u03b9 \u1f9f\u1f27\u03b9 \u1fa0\u1f60\u03b9 \u1fa1\u1f61\u03b9 \u1fa2\u1f62\u03b9 \u1fa3\u1f63\u03b9 \u1fa4\u1f64\u03b9 \u1fa5\u1f65\u03b9 \u1fa6\u1f66\u03b9 \u1fa7\u1f67\u03b9 \u1fa8\u1f60\u03b9 \u1fa9\u1f61\u03b9 \u1faa\u1f62\u03b9 \u1fab\u1f63\u03b9 \u1fac\u1f64\u03b9 \u1fad\u1f65\u03b9 \u1fae\u1f66\u03b9 \u1faf\u1f67\u03b9 \u1fb2\u1f70\u03b9 \u1fb3\u03b1\u03b9 \u1fb4\u03ac\u03b9 \u1fb6\u03b1\u0342 \u1fb7\u03b1\u0342\u03b9 \u1fbc\u03b1\u03b9 \u1fc2\u1f74\u03b9 \u1fc3\u03b7\u03b9 \u1fc4\u03ae\u03b9 \u1fc6\u03b7\u0342 \u1fc7\u03b7\u0342\u03b9 \u1fcc\u03b7\u03b9 \u1fd2\u03b9\u0308\u0300 \u1fd6\u03b9\u0342 \u1fd7\u03b9\u0308\u0342 \u1fe2\u03c5\u0308\u0300 \u1fe4\u03c1\u0313 \u1fe6\u03c5\u0342 \u1fe7\u03c5\u0308\u0342 \u1ff2\u1f7c\u03b9 \u1ff3\u03c9\u03b9 \u1ff4\u03ce\u03b9 \u1ff6\u03c9\u0342 \u1ff7\u03c9\u0342\u03b9 \u1ffc\u03c9\u03b9";

/** The code points that combine with the letter before them: hexadecimal, or two as a span. */
export const MARKS =
  "300-34e,350-36f,483-487,591-5bd,5bf,5c1-5c2,5c4-5c5,5c7,610-61a,64b-65f,670,6d6-6dc,6df-6e4,6e7-6e8,6ea-6ed,711,730-74a,7eb-7f3,7fd,816-819,81b-823,825-827,829-82d,859-85b,898-89f,8ca-8e1,8e3-8ff,93c,94d,951-954,9bc,9cd,9fe,a3c,a4d,abc,acd,b3c,b4d,bcd,c3c,c4d,c55-c56,cbc,ccd,d3b-d3c,d4d,dca,e38-e3a,e48-e4b,eb8-eba,ec8-ecb,f18-f19,f35,f37,f39,f71-f72,f74,f7a-f7d,f80,f82-f84,f86-f87,fc6,1037,1039-103a,108d,135d-135f,1714-1715,1734,17d2,17dd,18a9,1939-193b,1a17-1a18,1a60,1a75-1a7c,1a7f,1ab0-1abd,1abf-1ace,1b34,1b44,1b6b-1b73,1baa-1bab,1be6,1bf2-1bf3,1c37,1cd0-1cd2,1cd4-1ce0,1ce2-1ce8,1ced,1cf4,1cf8-1cf9,1dc0-1dff,20d0-20dc,20e1,20e5-20f0,2cef-2cf1,2d7f,2de0-2dff,302a-302f,3099-309a,a66f,a674-a67d,a69e-a69f,a6f0-a6f1,a806,a82c,a8c4,a8e0-a8f1,a92b-a92d,a953,a9b3,a9c0,aab0,aab2-aab4,aab7-aab8,aabe-aabf,aac1,aaf6,abed,fb1e,fe20-fe2f,101fd,102e0,10376-1037a,10a0d,10a0f,10a38-10a3a,10a3f,10ae5-10ae6,10d24-10d27,10eab-10eac,10f46-10f50,10f82-10f85,11046,11070,1107f,110b9-110ba,11100-11102,11133-11134,11173,111c0,111ca,11235-11236,112e9-112ea,1133b-1133c,1134d,11366-1136c,11370-11374,11442,11446,1145e,114c2-114c3,115bf-115c0,1163f,116b6-116b7,1172b,11839-1183a,1193d-1193e,11943,119e0,11a34,11a47,11a99,11c3f,11d42,11d44-11d45,11d97,16af0-16af4,16b30-16b36,16ff0-16ff1,1bc9e,1d165-1d169,1d16d-1d172,1d17b-1d182,1d185-1d18b,1d1aa-1d1ad,1d242-1d244,1e000-1e006,1e008-1e018,1e01b-1e021,1e023-1e024,1e026-1e02a,1e130-1e136,1e2ae,1e2ec-1e2ef,1e8d0-1e8d6,1e944-1e94a";

const FOLDED = new Map(FOLDS.split(" ").map((each) => [[...each][0], [...each].slice(1).join("")]));
const MARK = new RegExp(`[${MARKS.replace(/[0-9a-f]+/g, "\\u{$&}").replaceAll(",", "")}]`, "gu");

/** What was typed without invisible characters and with single spaces. */
export const tidy = (text) => text.replace(/\p{Cf}/gu, "").split(SPACES).filter(Boolean).join(" ");

/** The form in which texts are compared; unless accents count, letters lose them. */
export function normal(text, accentsCount) {
  const folded = stripped(tidy(casefold(tidy(text.normalize("NFKC"))).normalize("NFKC")));
  if (accentsCount) return folded;
  const bare = [...folded].map((letter) => LETTERS[letter] ?? letter).join("").normalize("NFKD").replace(MARK, "");
  return stripped(bare.split(SPACES).filter(Boolean).join(" "));
}

/** Whether the texts differ in at most one letter: put in, left out, another one, or two neighbours exchanged. */
export function oneOff(typed, wanted) {
  if (typed === wanted) return true;
  const [one, other] = [[...typed], [...wanted]];
  if (Math.min(one.length, other.length) < SHORTEST_TYPO || Math.abs(one.length - other.length) > 1) return false;
  const [longer, shorter] = one.length > other.length ? [one, other] : [other, one];
  const differing = shorter.findIndex((letter, at) => letter !== longer[at]);
  const first = differing < 0 ? shorter.length : differing;
  const rest = (letters, from) => letters.slice(from).join("");
  if (longer.length > shorter.length) return rest(longer, first + 1) === rest(shorter, first);
  const exchanged = [...longer.slice(0, first), ...longer.slice(first, first + 2).reverse(), ...longer.slice(first + 2)];
  return rest(longer, first + 1) === rest(shorter, first + 1) || exchanged.join("") === shorter.join("");
}

/** Letter by letter: the small letter a final sigma is depends on its neighbours, and folding does not. */
function casefold(text) {
  return [...text].map((letter) => FOLDED.get(letter) ?? cherokee(letter) ?? letter.toLowerCase()).join("");
}

function cherokee(letter) {
  const code = letter.codePointAt(0);
  if (code >= 0x13a0 && code <= 0x13f5) return letter;
  if (code >= 0x13f8 && code <= 0x13fd) return String.fromCodePoint(code - 8);
  return code >= 0xab70 && code <= 0xabbf ? String.fromCodePoint(code - 0xab70 + 0x13a0) : null;
}

function stripped(text) {
  const letters = [...text];
  while (letters.length && ENDS.has(letters.at(-1))) letters.pop();
  while (letters.length && ENDS.has(letters[0])) letters.shift();
  return letters.join("");
}
