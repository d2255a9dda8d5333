"""The drills on the shelf: whole in every language, true to their own words, and with choices that are real ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from lms.packs.drills.paths import MOST_PATHS, every_path, outlook
from lms.packs.drills.paths import Path as Way
from lms.packs.drills.running import Simulation, Stretch
from lms.packs.reading import read_pack
from lms.questions.text import LANGUAGES, missing_translations

ROOT = Path(__file__).parents[2]
DILEMMA = "loyalty-economics-dilemma"


@pytest.fixture(scope="module")
def simulations() -> dict[str, Simulation]:
    """Return every drill of the shipped library with the calculator of a module that uses it."""
    pack = read_pack(ROOT)
    users = {name: module for module in pack.modules for name in module.drill_names}
    return {each.name: Simulation(each, users[each.name].calculators[each.calculator]) for each in pack.drills}


@pytest.fixture(scope="module")
def dilemma(simulations: dict[str, Simulation]) -> Simulation:
    """Return the drill of loyalty economics."""
    return simulations[DILEMMA]


@pytest.fixture(scope="module")
def ways(dilemma: Simulation) -> list[Way]:
    """Return every way through it."""
    return list(every_path(dilemma))


def _first(dilemma: Simulation, option: str) -> Stretch:
    found = dilemma.drill.first.option(option)
    assert found is not None
    return dilemma.choose(dilemma.begin(), found)


def test_every_text_stands_in_every_language(simulations: dict[str, Simulation]) -> None:
    assert simulations
    for each in simulations.values():
        assert each.drill.languages == LANGUAGES
        assert list(missing_translations(each.drill.document(), LANGUAGES)) == []


def test_no_option_is_the_worst_in_every_respect(simulations: dict[str, Simulation]) -> None:
    """A trade-off is real when each option has a reason: its first year, its total, or that it never sinks so low."""
    for each in simulations.values():
        every = list(every_path(each))
        assert len(every) <= MOST_PATHS
        for scene in each.drill.scenes:
            gains: dict[str, tuple[float, ...]] = {}
            for way in every:
                for met, stretch in zip(way.scenes, way.stretches, strict=True):
                    if met is scene:
                        found = (stretch.years[0].values[each.drawn] or 0, way.total, way.poorest)
                        earlier = gains.get(stretch.option.id, found)
                        gains[stretch.option.id] = tuple(map(max, earlier, found))
            worst = {min((figures[at], option) for option, figures in gains.items())[1] for at in range(3)}
            assert len(worst) > 1, f"{each.drill.name}: nobody has a reason to take {scene.id}/{worst}"


def test_the_saving_wins_the_first_year_and_loses_the_third(dilemma: Simulation) -> None:
    say_no = [year.values["left"] or 0 for year in _first(dilemma, "say-no").years]
    for option in ("cut-welcome", "raise-loyal"):
        tempting = [year.values["left"] or 0 for year in _first(dilemma, option).years]
        assert tempting[0] > say_no[0]
        assert tempting[2] < say_no[2]
        after = _first(dilemma, option).after.inputs
        assert after["customers"] < _first(dilemma, "say-no").after.inputs["customers"]


def test_november_asks_for_what_its_two_suggestions_bring(dilemma: Simulation) -> None:
    before = dilemma.values(dilemma.begin())["left"] or 0
    for option in ("cut-welcome", "raise-loyal"):
        assert (_first(dilemma, option).years[0].values["left"] or 0) - before >= 200_000


def test_the_numbers_of_customers_almost_hold_with_a_welcome_offer(ways: list[Way]) -> None:
    for way in ways:
        if "new-offer" in way.options:
            years = way.stretches[1].years
            first, last = years[0].values["customers"] or 0, years[-1].values["customers"] or 0
            assert 0.97 < last / first < 1


def test_a_year_is_computed_as_the_domain_says(dilemma: Simulation) -> None:
    """T02: lost, replaced and their cost; T01: what those who stay are worth; by hand."""
    year = _first(dilemma, "cut-welcome").years[0].values
    assert year["left"] == pytest.approx(20_000 * (1500 - 110) - 20_000 * 0.16 * 0.75 * (1400 + 100 + 1500 * 2 / 12))
    end = outlook(dilemma).best
    last = end.stretches[-1].after
    margin = last.inputs["annual_margin"] - last.inputs["retention_cost_per_customer"]
    value = last.inputs["customers"] * margin / (1.08 - (1 - last.inputs["churn_rate"])) / 1.08**12
    assert dilemma.at_end(last) == pytest.approx(value)


def test_what_pays_most_and_what_is_most_cautious_are_two_ways(dilemma: Simulation) -> None:
    found = outlook(dilemma)
    assert found.paths == 54
    assert found.best.total > 1.03 * found.cautious.total
    assert found.cautious.poorest > 1.05 * found.best.poorest


def test_it_says_that_the_company_is_invented_and_what_else_is(dilemma: Simulation) -> None:
    drill = dilemma.drill
    invented = {"en": "invented", "da": "opdigtet", "sv": "påhittat"}
    for language, word in invented.items():
        assert word in drill.frame[language]
        assert word in drill.assumption[language]
