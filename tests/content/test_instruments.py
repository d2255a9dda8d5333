"""The self-assessments on the shelf: their statements as they were drafted, whole in every language, and honest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lms.calculators import evaluate
from lms.packs.instruments import Instrument
from lms.packs.reading import read_pack
from lms.questions.text import LANGUAGES, missing_translations

ROOT = Path(__file__).parents[2]
CASES = Path(__file__).parents[1] / "cases" / "instruments.json"
OF = {
    "loyalty-economics": "a1",
    "outside-in-thinking": "a3",
    "moments-of-truth": "a4",
    "service-culture": "a5",
    "leading-from-the-top": "a6",
}
"""Which of the drafted instruments each module asks with."""


@pytest.fixture(scope="module")
def instruments() -> tuple[Instrument, ...]:
    """Return the self-assessments of the shipped library."""
    return read_pack(ROOT).instruments


@pytest.mark.parametrize("module", OF)
def test_a_module_asks_what_was_drafted(instruments: tuple[Instrument, ...], module: str) -> None:
    (profile,) = [each for each in instruments if each.name == f"{module}-profile"]
    drafted = json.loads(CASES.read_text(encoding="utf-8"))[OF[module]]
    wanted = {f"{OF[module]}-{n}": (each["reverse"], each["text"]) for n, each in enumerate(drafted, 1)}
    assert {item.id: (item.reverse, item.text["en"]) for item in profile.items} == wanted
    assert [len(profile.of_subscale(sub.id)) for sub in profile.subscales] == [3, 3, 3]
    assert [band.start for band in profile.bands] == [0, 40, 60, 80]
    assert profile.frame["en"] == "Think of the last three months in the part of the business you lead."


def test_every_module_has_a_drafted_instrument(instruments: tuple[Instrument, ...]) -> None:
    assert {each.name.removesuffix("-profile") for each in instruments} == set(OF)


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
