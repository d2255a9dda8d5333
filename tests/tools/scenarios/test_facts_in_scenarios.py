"""Facts flow into scenarios as they change, until one is locked: then it keeps what it was computed with."""

from __future__ import annotations

import re

import pytest

from lms.tools.scenarios import reading
from lms.tools.scenarios.reading import figures_of
from tests.support.company import Company, answer
from tests.support.fact_shelf import FactShelf, fact_shelf
from tests.support.installation import Installation
from tests.support.rows import statements
from tests.tools.scenarios.conftest import Planner, headline, planner_of


@pytest.fixture
def shelf(company: Company) -> FactShelf:
    """Return a shelf whose tools take facts."""
    return fact_shelf(company)


@pytest.fixture
def knower(shelf: FactShelf, company: Company) -> Planner:
    """Return somebody with a fact."""
    assert shelf
    found = planner_of(company)
    know(found, 0.1)
    return found


def know(planner: Planner, churn: float, base: int = 0) -> None:
    """Keep how many leave in a year, with a range."""
    value = {
        "likely": churn,
        "low": churn / 2,
        "high": churn * 2,
        "source": "measured",
        "date": "2026-11-20",
        "note": "",
    }
    assert planner.browser.save(answer("facts:mine", "facts", "yearly_churn", value, base=base)).json["saved"]


def test_a_changed_fact_moves_an_open_scenario_and_not_a_baseline(knower: Planner, shelf: FactShelf) -> None:
    open_one, locked = knower.save("Open", shelf.churn), knower.save("Locked", shelf.churn)
    assert knower.do(locked, "baseline").status_code == 303
    before = headline(knower.page(locked))
    assert headline(knower.page(open_one)) == before
    know(knower, 0.3, base=1)
    assert headline(knower.page(locked)) == before
    assert headline(knower.page(open_one)) != before
    assert knower.kept(locked).values["churn_rate"] == 0.1
    assert knower.kept(locked).shown.ranges.by_name["churn_rate"].high == 0.2, "the range of that day as well"


def test_the_range_of_a_fact_is_what_was_expected(knower: Planner, shelf: FactShelf) -> None:
    scenario = knower.save("Plan", shelf.churn)
    knower.do(scenario, "baseline")
    expected = knower.kept(scenario).expected
    assert expected is not None
    assert expected.p10 is not None
    assert expected.p90 is not None
    assert expected.p10 < expected.figures["total"] < expected.p90


def test_a_colleague_reads_what_the_owners_facts_give(knower: Planner, shelf: FactShelf, company: Company) -> None:
    scenario = knower.save("Plan", shelf.churn)
    reader = planner_of(company)
    know(reader, 0.5)
    knower.do(scenario, "shares", who=reader.person.email)
    html = reader.page(scenario)
    assert headline(html) == headline(knower.page(scenario))
    assert "/me/facts" not in re.sub(r"<(header|footer|nav).*?</\1>", "", html, flags=re.DOTALL)


def test_all_of_mine_are_read_in_two_queries(knower: Planner, shelf: FactShelf, installation: Installation) -> None:
    for number in range(5):
        knower.save(f"Plan {number}", (shelf.churn, shelf.value)[number % 2])
    actor, secret = knower.company.actor(knower.person), installation.config.key().encode()
    with installation.database.reading() as session:
        reading.all_of(session, actor, secret)
    with installation.database.reading() as session, statements(installation.database) as sent:
        found = reading.all_of(session, actor, secret)
    assert len(sent) == 2
    assert [each.name for each in found] == [f"Plan {number}" for number in range(5)]
    assert found[0].values == {"churn_rate": 0.1}
    assert figures_of(found[0])["total"] > 0
