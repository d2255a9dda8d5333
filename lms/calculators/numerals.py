"""Numbers as people write them: read in the reader's own format, and shown in it.

`static/calculators/numerals.js` is the same in the browser; a test runs both on the same texts and numbers.
Between a number and its unit stands a no-break space; minus is U+2212.
"""

import math
import re
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 40
LARGEST: Final = 1e15
SPACE: Final = "\u00a0"
MINUS: Final = "\u2212"

_MANY: Final = 100
_THOUSAND: Final = 1000
_MILLION: Final = 1e6
_DECIMAL: Final = {"en": ".", "da": ",", "sv": ","}
_GROUP: Final = {"en": ",", "da": ".", "sv": SPACE}
_SPACES: Final = re.compile("[ \t\u00a0\u2009\u202f]+")
_CURRENCY: Final = r"(?:kr\.?|dkk|sek|nok|eur|usd|gbp|chf|isk|€|\$|£)"
_AFFIXES: Final = {
    "money": (_CURRENCY, _CURRENCY),
    "percent": (None, "%"),
    "years": (None, "(?:years?|år)"),
    "months": (None, r"(?:months?|måneder|måned|mdr\.?|månader|månad|mån\.?)"),
    "ratio": (None, "[×x]"),
}
_SIGN: Final = "[-+\u2212\u2013]"
_WORDS: Final = {
    "en": {"years": ("year", "years"), "months": ("month", "months")},
    "da": {"years": ("år", "år"), "months": ("måned", "måneder")},
    "sv": {"years": ("år", "år"), "months": ("månad", "månader")},
}
_LOCAL_CURRENCY: Final = {("da", "DKK"): "kr.", ("sv", "SEK"): "kr", ("en", "EUR"): "€", ("en", "USD"): "$",
                          ("en", "GBP"): "£"}  # fmt: skip
_LARGE: Final = {
    "en": ((1e12, "tn"), (1e9, "bn"), (1e6, "m")),
    "da": ((1e9, "mia."), (1e6, "mio.")),
    "sv": ((1e9, "md"), (1e6, "mn")),
}
_AXIS: Final = {"en": {1e9: "bn", 1e6: "m", 1e3: "thousand"}, "da": {1e9: "mia.", 1e6: "mio.", 1e3: "tusind"},
                "sv": {1e9: "md", 1e6: "mn", 1e3: "tusen"}}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NumberProblem:
    """Why a text is no number: EMPTY, TOO_LONG, NOT_A_NUMBER or TOO_LARGE."""

    code: str


def parse_number(text: str, language: str, unit: str = "number") -> float | NumberProblem:
    """Read what a person typed; per cent comes back as a fraction ("12 %" and "12" give 0.12).

    "1.200,50" is read in Danish and Swedish, "1,200.50" in English; spaces group in all three. The other decimal mark
    is understood only where it cannot be a group ("1200.5"). Only the digits 0–9, no exponent, no underscore.
    """
    if len(text) > LONGEST:
        return NumberProblem("TOO_LONG")
    plain = _SPACES.sub(" ", text).strip(" ").lower()
    if not plain:
        return NumberProblem("EMPTY")
    before, after = _AFFIXES.get(unit, (None, None))
    pattern = rf"({_SIGN})? ?(?:{before or '(?!)'})? ?({_SIGN})? ?([0-9][0-9., ]*|[.,][0-9]+)(?:{after or '(?!)'})?"
    match = re.fullmatch(pattern, plain, re.ASCII)
    digits = match and _digits(match[3].rstrip(" "), language)
    if match is None or not digits or (match[1] and match[2]):
        return NumberProblem("NOT_A_NUMBER")
    value = float(digits)
    if value > LARGEST:
        return NumberProblem("TOO_LARGE")
    signed = -value if (match[1] or match[2] or "+") != "+" else value
    return signed / 100 if unit == "percent" else signed


def _digits(body: str, language: str) -> str | None:
    """Return plain digits with a point, or None when the marks stand where the language has none."""
    decimal = _DECIMAL.get(language, ".")
    other = "," if decimal == "." else "."
    own, foreign = re.escape(decimal), re.escape(other)
    grouped = rf"[1-9][0-9]{{0,2}}([{foreign} ])[0-9]{{3}}(?:\1[0-9]{{3}})*"
    if re.fullmatch(rf"(?:[0-9]*|{grouped})(?:{own}[0-9]*)?", body):
        return body.replace(other, "").replace(" ", "").replace(decimal, ".")
    group = re.fullmatch(rf"[1-9][0-9]{{0,2}}{foreign}[0-9]{{3}}", body)
    return body.replace(other, ".") if not group and re.fullmatch(rf"[0-9]+{foreign}[0-9]+", body) else None


def format_number(value: float, language: str, places: int = 2) -> str:
    """Return the number with at most `places` decimals, halves away from zero, trailing zeros left out."""
    return _signed(value, _plain(abs(value), language, places))


def format_percent(value: float, language: str, places: int = 1) -> str:
    """Return a fraction as per cent: 0.155 is "15.5%" in English, "15,5 %" in Danish and Swedish."""
    gap = "" if language == "en" else SPACE
    return _signed(value, f"{_plain(abs(value) * 100, language, places)}{gap}%")


def format_money(value: float, language: str, currency: str, *, compact: bool = True) -> str:
    """Return money: to three significant figures above 1,000 and in millions, or whole when not `compact`.

    4,838,478 DKK is "4,84 mio. kr." in Danish, "4,84 mn DKK" in Swedish, "DKK 4.84m" in English.
    """
    size = abs(value)
    if not compact:
        return _signed(value, _with_currency(_plain(size, language, _small_places(size)), "", language, currency))
    rounded = _significant(size)
    for unit, word in _LARGE.get(language, _LARGE["en"]):
        if rounded >= unit:
            return _signed(value, _with_currency(_plain(rounded / unit, language, 2), word, language, currency))
    number = _plain(rounded, language, _small_places(size))
    return _signed(value, _with_currency(number, "", language, currency))


def format_value(value: float, unit: str, language: str, currency: str) -> str:
    """Return a result with its unit, as it stands in a sentence or a table."""
    if unit == "money":
        return format_money(value, language, currency)
    if unit == "percent":
        return format_percent(value, language)
    if unit == "ratio":
        return f"{format_number(value, language)}×"
    number = format_number(value, language, 0 if unit == "count" and abs(value) >= _MANY else 1)
    words = _WORDS.get(language, _WORDS["en"]).get(unit)
    return f"{number}{SPACE}{words[0 if abs(value) == 1 else 1]}" if words else number


def format_input(value: float, unit: str, language: str, currency: str) -> str:
    """Return what a number box shows: nothing rounded that a person can have typed, and readable again."""
    if unit == "percent":
        return format_percent(value, language, 6)
    if unit == "money":
        return _signed(value, _with_currency(_plain(abs(value), language, 2), "", language, currency))
    return format_number(value, language, 6)


def money_scale(largest: float, language: str, currency: str) -> tuple[float, str]:
    """Return what to divide a chart's money by, and the words for its axis: (1e6, "mio. kr.")."""
    size = abs(largest)
    divisor = next((each for each in (1e9, 1e6, 1e3) if size >= each * (10 if each == 1e3 else 1)), 1.0)  # noqa: PLR2004
    word = _AXIS.get(language, _AXIS["en"]).get(divisor, "")
    name = _LOCAL_CURRENCY.get((language, currency), currency)
    parts = [name, word] if language == "en" else [word, name]
    return divisor, SPACE.join(filter(None, parts))


def _significant(size: float) -> float:
    """Round to three significant figures above 1,000."""
    if size < _THOUSAND:
        return size
    unit = 10.0
    while size >= unit * _THOUSAND:
        unit *= 10
    return math.floor(size / unit + 0.5) * unit


def _small_places(size: float) -> int:
    return 2 if size < _MANY else 0


def _with_currency(number: str, word: str, language: str, currency: str) -> str:
    name = _LOCAL_CURRENCY.get((language, currency), currency)
    if language != "en":
        return SPACE.join(filter(None, (number, word, name)))
    return f"{name}{number}{word}" if name != currency else f"{currency}{SPACE}{number}{word}"


def _plain(size: float, language: str, places: int) -> str:
    """Return a number without sign: rounded, grouped, trailing zeros left out."""
    scale = 10**places
    if size * scale > LARGEST:
        places, scale = 0, 1
    integer, rest = divmod(math.floor(size * scale + 0.5), scale)
    text = str(integer) if integer < _THOUSAND else f"{integer:,}".replace(",", _GROUP.get(language, ","))
    return f"{text}{_DECIMAL.get(language, '.')}{str(rest).rjust(places, '0').rstrip('0')}" if rest else text


def _signed(value: float, text: str) -> str:
    return f"{MINUS}{text}" if value < 0 and any(each in "123456789" for each in text) else text
