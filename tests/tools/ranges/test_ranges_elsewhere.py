"""Ranges come along with a fact, and belong to a scenario as to its tool: to one person alone."""

from __future__ import annotations

import re
from html import unescape

import pytest

from lms.tools.ranges.precision import rounded, step_of
from lms.tools.ranges.wording import of_hundred, span
from tests.support.company import Company, answer
from tests.support.fact_shelf import FactShelf, fact_shelf
from tests.support.forms import form_to
from tests.support.learner import Learner

CLV = "calculator:6c1f6f0e-3d55-4d0b-9b57-0f4a5e2f8a11"
TOOL = "/tools/customer-lifetime-value"
CHURN = {"likely": 0.2, "low": 0.12, "high": 0.3, "source": "guess", "date": "2026-11-01", "note": ""}


@pytest.fixture
def shelf(company: Company) -> FactShelf:
    """Return a shelf whose tools take facts."""
    return fact_shelf(company)


@pytest.fixture
def learner(company: Company, shelf: FactShelf) -> Learner:
    """Return somebody who knows what share of customers leaves, and how surely."""
    found = Learner.of(company)
    kept = found.browser.save(answer("facts:mine", "facts", "yearly_churn", CHURN))
    assert kept.status_code == 200
    return found


def boxes(learner: Learner, tool: str) -> dict[str, str]:
    """Return what stands in the boxes of a tool's ranges."""
    address = f"/tools/{tool}/ranges"
    return form_to(learner.browser.get(address).text, address).values


def test_a_facts_range_is_the_numbers_own_the_other_way_round_where_the_number_is(
    learner: Learner, shelf: FactShelf
) -> None:
    churn, value = boxes(learner, shelf.churn), boxes(learner, shelf.value)
    assert (churn["low-churn_rate"], churn["high-churn_rate"]) == ("12%", "30%")
    assert (value["low-retention"], value["high-retention"]) == ("70%", "88%")
    assert "from your fact book" in learner.browser.get(f"/tools/{shelf.value}/ranges").text


def test_a_facts_range_is_run_though_nothing_was_typed_in_the_tool(learner: Learner, shelf: FactShelf) -> None:
    found = learner.browser.send(f"/tools/{shelf.value}/ranges", {"context": shelf.value_context})
    assert found.status_code == 200
    assert found.json["line"].endswith("in 8 of 10 runs")
    assert [each["name"] for each in found.json["report"]["swings"]] == ["retention"]


def test_ones_own_range_counts_before_the_facts_and_gives_way_again(learner: Learner, shelf: FactShelf) -> None:
    own = {"shape": "pert", "low": 0.5, "high": 0.95}
    learner.browser.save(answer(shelf.value_context, "ranges", "retention", own))
    assert boxes(learner, shelf.value)["low-retention"] == "50%"
    learner.browser.save(answer(shelf.value_context, "ranges", "retention", None, base=1))
    assert boxes(learner, shelf.value)["low-retention"] == "70%"


def test_ones_own_number_leaves_the_facts_range_behind(learner: Learner, shelf: FactShelf) -> None:
    learner.browser.save(answer(shelf.value_context, "inputs", "retention", 0.8))
    assert boxes(learner, shelf.value)["low-retention"] == ""


def a_scenario(learner: Learner) -> str:
    """Keep the tool's numbers as a scenario and return its key."""
    page = learner.browser.get(TOOL).text
    action = re.search(r'action="([^"]*/scenarios)"', page)
    assert action is not None
    kept = learner.browser.post(unescape(action[1]), {"name": "Plan"})
    assert kept.status_code == 303, kept.text[:400]
    found = re.search(r'data-context="(scenario:[^"]+)"', learner.browser.get(kept.location).text)
    assert found is not None
    return found[1]


def test_a_scenario_has_ranges_of_its_own(learner: Learner) -> None:
    learner.browser.save(answer(CLV, "ranges", "margin", {"shape": "triangular", "low": 700, "high": 1400}))
    scenario = a_scenario(learner)
    narrow = {"shape": "triangular", "low": 990, "high": 1010}
    learner.browser.save(answer(scenario, "ranges", "margin", narrow, base=1))
    reports = [learner.browser.send(f"{TOOL}/ranges", {"context": key}).json["report"] for key in (CLV, scenario)]
    wide, tight = (each["p90"] - each["p10"] for each in reports)
    assert tight < wide / 10


def test_a_scenario_of_somebody_else_is_not_there(company: Company, learner: Learner) -> None:
    scenario = a_scenario(learner)
    colleague = Learner.of(company)
    colleague.browser.save(answer(CLV, "ranges", "margin", {"shape": "triangular", "low": 700, "high": 1400}))
    assert colleague.browser.send(f"{TOOL}/ranges", {"context": scenario}).status_code == 404
    assert colleague.browser.post(f"{TOOL}/ranges", {"context": scenario}).status_code == 404


@pytest.mark.parametrize(
    ("low", "high", "step", "value", "shown"),
    [
        (3.02e6, 4.38e6, 1e5, 3_893_478.26, 3_900_000.0),
        (0.712, 0.788, 1e-3, 0.75345, 0.753),
        (-40.0, 60.0, 10.0, -5.0, -10.0),
        (5.0, 5.0, None, 5.123456, 5.123456),
    ],
)
def test_a_figure_is_rounded_to_what_its_range_bears(
    low: float, high: float, step: float | None, value: float, shown: float
) -> None:
    assert step_of(low, high) == (None if step is None else pytest.approx(step))
    assert rounded(value, step) == pytest.approx(shown, rel=1e-12)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ("3,9\u00a0mio.\u00a0kr.", "5,6\u00a0mio.\u00a0kr.", "3,9–5,6\u00a0mio.\u00a0kr."),
        ("DKK\u00a03.9m", "DKK\u00a05.6m", "DKK\u00a03.9–5.6m"),
        ("71.2%", "75%", "71.2–75%"),
        ("DKK\u00a0900,000", "DKK\u00a01.2m", "DKK\u00a0900,000 to DKK\u00a01.2m"),
        ("\u2212DKK\u00a01m", "DKK\u00a01m", "\u2212DKK\u00a01m to DKK\u00a01m"),
        ("\u22123", "\u22121", "\u22123 to \u22121"),
        ("4", "4", "4"),
    ],
)
def test_a_span_names_its_unit_once(learner: Learner, low: str, high: str, words: str) -> None:
    with learner.installation.app.test_request_context():
        assert span(low, high) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "none of the runs"),
        (0.001, "fewer than 1 of 100 runs"),
        (0.74, "74 of 100 runs"),
        (0.999, "more than 99 of 100 runs"),
        (1.0, "all of the runs"),
    ],
)
def test_a_share_of_runs_is_said_in_runs(learner: Learner, share: float, words: str) -> None:
    with learner.installation.app.test_request_context():
        assert of_hundred(share) == words
