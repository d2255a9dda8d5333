"""Numbers typed and shown in Danish, Swedish and English, the same on the server and in the browser."""

from typing import Any

import pytest

from lms.calculators.numerals import (
    NumberProblem,
    format_input,
    format_money,
    format_number,
    format_percent,
    format_value,
    money_scale,
    parse_number,
)

from .material import Browser, cases, chance_of

LANGUAGES = ("en", "da", "sv")
UNITS = ("money", "percent", "count", "years", "months", "ratio", "number")


def spaced(text: str) -> str:
    return text.replace("\u00a0", " ")


def read(text: str, language: str, unit: str = "number") -> float | str:
    found = parse_number(text, language, unit)
    return found.code if isinstance(found, NumberProblem) else found


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("1.200,50", "da", 1200.5), ("1.200,50", "sv", 1200.5), ("1,200.50", "en", 1200.5), ("1200.5", "da", 1200.5),
        ("1 200 000", "sv", 1200000.0), ("1\u00a0200,5", "sv", 1200.5), ("1\u202f200", "en", 1200.0),
        ("1.200", "da", 1200.0),
        ("1.2", "da", 1.2), ("0.125", "sv", 0.125), ("1,500", "en", 1500.0), ("1,5", "en", 1.5), ("1,500", "da", 1.5),
        ("\u22123", "da", -3.0), ("-3", "en", -3.0), ("+3", "sv", 3.0), (",5", "da", 0.5), ("15,", "da", 15.0),
        ("1.234.567,89", "da", 1234567.89), ("000", "en", 0.0),
    ],
)  # fmt: skip
def test_a_number_is_read_in_the_readers_own_format(text: str, language: str, value: float) -> None:
    assert read(text, language) == value


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("12 %", "percent", 0.12), ("12", "percent", 0.12), ("0,5%", "percent", 0.005), ("1.200 kr.", "money", 1200.0),
        ("kr 5", "money", 5.0), ("DKK 1.200", "money", 1200.0), ("\u2212€ 5", "money", -5.0), ("5 år", "years", 5.0),
        ("3 måneder", "months", 3.0), ("7,5×", "ratio", 7.5),
    ],
)  # fmt: skip
def test_a_unit_may_stand_beside_the_number(text: str, unit: str, value: float) -> None:
    assert read(text, "da", unit) == value


REFUSED = [
    "NaN", "Infinity", "-inf", "1e309", "1e3", "0x10", "1_000", "١٢٣", "１２", "²", "1.2.3", "--5", "+-5", "1 2",
    "12,34,567",
    "five", "5 kg", "%", "kr.", "1..2", ",", ".", "1,234.5.6", "5\n6", "\u00bd", "1/2", "=1+1",
]  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_no_number_is_refused_in_every_language(text: str, language: str) -> None:
    assert read(text, language) == "NOT_A_NUMBER"


def test_only_the_declared_format_is_read_where_both_marks_stand() -> None:
    assert read("1.234,56", "en") == "NOT_A_NUMBER"
    assert read("1,234.56", "da") == "NOT_A_NUMBER"
    assert read("12 %", "da", "money") == "NOT_A_NUMBER"


def test_the_hostile_numbers_are_refused_at_once() -> None:
    (case,) = (each for each in cases("payloads.json") if each["id"] == "P22")
    for variant in case["variants"]:
        made = variant.get("generator", {})
        text = variant.get("value") or made["unit"] * made["count"]
        assert read(text, "da") in {"NOT_A_NUMBER", "TOO_LONG"}
    assert read("9" * 16, "en") == "TOO_LARGE"
    assert read(" \u00a0 ", "en") == "EMPTY"


@pytest.mark.parametrize(
    ("value", "language", "currency", "text"),
    [
        (4_800_000, "da", "DKK", "4,8 mio. kr."), (4_800_000, "sv", "SEK", "4,8 mn kr"),
        (4_800_000, "en", "DKK", "DKK 4.8m"),
        (4_838_478, "da", "DKK", "4,84 mio. kr."), (999_950, "da", "DKK", "1 mio. kr."),
        (462_500, "sv", "SEK", "463 000 kr"),
        (1_200, "en", "EUR", "€1,200"), (4_838_478, "sv", "EUR", "4,84 mn EUR"),
        (-4_838_478, "en", "USD", "\u2212$4.84m"),
        (2.5e9, "da", "EUR", "2,5 mia. EUR"), (2.5e9, "sv", "SEK", "2,5 md kr"), (55.4478, "da", "DKK", "55,45 kr."),
        (483.8478, "da", "DKK", "484 kr."), (0, "da", "DKK", "0 kr."), (-0.001, "da", "DKK", "0 kr."),
        (3e12, "en", "GBP", "£3tn"),
    ],
)  # fmt: skip
def test_money_is_worded_as_a_person_would_say_it(value: float, language: str, currency: str, text: str) -> None:
    assert spaced(format_money(value, language, currency)) == text


def test_a_table_shows_money_whole() -> None:
    assert spaced(format_money(4_838_478.26, "da", "DKK", compact=False)) == "4.838.478 kr."


def test_shares_numbers_and_durations_carry_their_unit() -> None:
    assert spaced(format_percent(0.155, "da")) == "15,5 %"
    assert format_percent(0.15, "en") == "15%"
    assert format_number(-1234.5, "da") == "\u22121.234,5"
    assert spaced(format_value(1.0, "years", "en", "DKK")) == "1 year"
    assert spaced(format_value(2.5, "months", "sv", "SEK")) == "2,5 månader"
    assert format_value(1500.4, "count", "da", "DKK") == "1.500"
    assert spaced(money_scale(4.8e6, "da", "DKK")[1]) == "mio. kr."
    assert money_scale(900, "en", "DKK") == (1.0, "DKK")


def test_a_number_box_reads_back_what_it_shows() -> None:
    chance = chance_of(11)
    for _ in range(2000):
        unit, language = chance.choice(UNITS), chance.choice(LANGUAGES)
        value = round(
            chance.uniform(-1e6, 1e6) if unit != "percent" else chance.uniform(-1, 1), 2 if unit == "money" else 4
        )
        shown = format_input(value, unit, language, chance.choice(("DKK", "SEK", "EUR", "USD")))
        assert read(shown, language, unit) == pytest.approx(value, abs=1e-9), shown


def test_server_and_browser_read_the_same_numbers(browser: Browser) -> None:
    chance = chance_of(12)
    pieces = [
        "1",
        "2",
        "0",
        "9",
        "12",
        "345",
        "000",
        ",",
        ".",
        " ",
        "\u00a0",
        "-",
        "\u2212",
        "%",
        "kr.",
        "DKK",
        "år",
        "e5",
        "x",
        "−",
    ]
    texts = ["".join(chance.choices(pieces, k=chance.randint(1, 7))) for _ in range(6000)]
    asked = [[text, chance.choice(LANGUAGES), chance.choice(UNITS)] for text in [*texts, *REFUSED, "9" * 41, ""]]
    theirs = browser.run("data.map((each) => modules['numerals.js'].parseNumber(...each))", asked)
    mine = [read(*each) for each in asked]
    assert [each["problem"] if isinstance(each, dict) else each for each in theirs] == mine
    assert sum(isinstance(each, float) for each in mine) > 500


def test_server_and_browser_show_the_same_numbers(browser: Browser) -> None:
    chance = chance_of(13)
    asked: list[Any] = []
    for _ in range(4000):
        value = chance.choice((1, -1)) * chance.uniform(0, 1) * 10 ** chance.randint(-3, 15)
        currency = chance.choice(("DKK", "SEK", "EUR", "USD", "NOK"))
        asked.append([value, chance.choice(UNITS), chance.choice(LANGUAGES), currency])
    script = """data.map(([value, unit, language, currency]) => {
        const { formatValue, formatInput, formatMoney, moneyScale } = modules["numerals.js"];
        return [formatValue(value, unit, language, currency), formatInput(value, unit, language, currency),
            formatMoney(value, language, currency, false), moneyScale(value, language, currency)];
    })"""
    assert browser.run(script, asked) == [shown(*each) for each in asked]


def shown(value: float, unit: str, language: str, currency: str) -> list[Any]:
    return [
        format_value(value, unit, language, currency),
        format_input(value, unit, language, currency),
        format_money(value, language, currency, compact=False),
        list(money_scale(value, language, currency)),
    ]
