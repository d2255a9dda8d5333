"""The self-assessments on the shelf: their statements as they were drafted, whole in every language, and honest."""

from __future__ import annotations

from pathlib import Path

import pytest

from lms.calculators import evaluate
from lms.packs.instruments import Instrument
from lms.packs.reading import read_pack
from lms.questions.text import LANGUAGES, missing_translations

ROOT = Path(__file__).parents[2]
DRAFTED = {
    "a1-1": (
        False,
        "I can state, within a reasonable range, what one average customer of ours is worth "
        "over the whole relationship.",
    ),
    "a1-2": (
        False,
        "I know how profit differs between our ambassadors, our very satisfied and our merely satisfied customers.",
    ),
    "a1-3": (True, "If someone asked for our yearly customer loss rate, I would have to guess."),
    "a1-4": (False, "Before I approve a saving, I ask what it does to the number of customers who stay."),
    "a1-5": (False, "I compare what we spend on winning customers with what we spend on keeping them."),
    "a1-6": (True, "My investment cases stop at this year's budget, even when customers stay for many years."),
    "a1-7": (False, "When we lose a customer I count more than the lost sale."),
    "a1-8": (False, "We put a value in money on the main reasons why customers leave."),
    "a1-9": (True, "In our reporting a lost customer that is replaced by a new one shows up as no change."),
}
"""Loyalty economics: {statement: (reversed, English words)}. Other words are another instrument."""


@pytest.fixture(scope="module")
def instruments() -> tuple[Instrument, ...]:
    """Return the self-assessments of the shipped library."""
    return read_pack(ROOT).instruments


def test_loyalty_economics_asks_what_was_drafted(instruments: tuple[Instrument, ...]) -> None:
    (profile,) = [each for each in instruments if each.name == "loyalty-economics-profile"]
    assert {item.id: (item.reverse, item.text["en"]) for item in profile.items} == DRAFTED
    assert [len(profile.of_subscale(sub.id)) for sub in profile.subscales] == [3, 3, 3]
    assert [band.start for band in profile.bands] == [0, 40, 60, 80]
    assert profile.frame["en"] == "Think of the last three months in the part of the business you lead."


def test_every_text_is_there_in_every_language(instruments: tuple[Instrument, ...]) -> None:
    for each in instruments:
        assert each.languages == LANGUAGES
        assert list(missing_translations(each.document(), LANGUAGES)) == []


def test_every_sub_dimension_has_a_statement_that_is_turned_round(instruments: tuple[Instrument, ...]) -> None:
    for each in instruments:
        for sub in each.subscales:
            assert {item.reverse for item in each.of_subscale(sub.id)} == {True, False}, f"{each.name}: {sub.id}"


def test_the_assumed_reliability_is_what_statements_correlating_by_thirty_give(
    instruments: tuple[Instrument, ...],
) -> None:
    for each in instruments:
        longer = evaluate("spearman_brown", {"reliability": 0.30, "factor": len(each.items)})
        assert longer["reliability"] == pytest.approx(each.spread.reliability, abs=0.005)
        assert each.spread.source["en"].startswith("Assumed"), "no norm group has answered yet"
