"""The demo company's tools: a fact book that has moved, scenarios that were judged, one of them shared."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from lms.demo import tool_words as words
from lms.people.models import Person
from lms.tools.facts.models import ApprovedFact
from lms.tools.scenarios.models import Scenario, ScenarioLook, ScenarioShare
from tests.demo.conftest import Load, Loaded
from tests.demo.test_colleague import COLLEAGUE, signed_in

MANAGER = "manager@demo.example"
TAGS = re.compile(r"<[^>]+>")


@pytest.fixture(scope="module")
def taught(load: Load) -> Loaded:
    """Return the demo company on the library as it is taught, which has the whole shelf."""
    return load("sqlite", "the library")


def read(loaded: Loaded, path: str, email: str = COLLEAGUE, language: str = "en") -> str:
    """Return what somebody reads at an address, in one line."""
    answered = signed_in(loaded, email, language).get(path)
    assert answered.status_code == 200, path
    return " ".join(TAGS.sub(" ", answered.text).split())


def scenario_ids(loaded: Loaded, *conditions: object) -> list[str]:
    with loaded.database.reading() as session:
        return [
            str(each) for each in session.scalars(select(Scenario.id).where(*conditions).order_by(Scenario.created_at))
        ]  # type: ignore[arg-type]


def test_the_fact_book_has_sources_ranges_and_one_fact_that_was_measured_after_it_was_guessed(taught: Loaded) -> None:
    page = signed_in(taught).get("/me/facts").text
    assert len({each.name for each in words.FACTS}) == 7
    for known in words.FACTS:
        assert known.note in page.replace("&#39;", "'"), known.name
    assert "42,000" in page
    assert "13" in page.split("Our own feeling in the section")[0]


def test_a_changed_fact_would_move_tools_and_both_plans_before_it_is_accepted(taught: Loaded) -> None:
    client = signed_in(taught)
    token = re.search(r'name="csrf-token" content="([^"]+)"', client.get("/me/facts").text)
    assert token is not None
    form = {"csrf_token": token[1], "likely": "990", "low": "900", "high": "1,050", "source": "measured", "base": "1"}
    page = client.post("/me/facts/annual_margin", data=form).text
    assert "House movers taken along" in page
    assert "A first month that works" in page


def test_the_price_of_churn_has_ranges_from_the_fact_book_and_of_its_own(taught: Loaded) -> None:
    page = signed_in(taught).get("/tools/cost-of-churn/ranges").text
    for end in ("41,500", "9%", "14%", "55%", "0.2%"):
        assert f'value="{end}"' in page, end
    assert "12.4m" in read(taught, "/tools/cost-of-churn")
    assert "12.4m" not in read(taught, "/tools/cost-of-churn", MANAGER)


def test_five_outcomes_over_five_tools_say_how_often_the_ranges_held(taught: Loaded) -> None:
    assert "3 of 5 actual outcomes fell within your ranges. Good ranges hold 8 times out of 10." in read(
        taught, "/tools/scenarios"
    )
    locked = scenario_ids(taught, Scenario.baseline_at.is_not(None))
    assert len(locked) == 5
    baseline = read(taught, f"/tools/scenarios/{locked[0]}")
    assert "What we said in the plan." in baseline
    assert "12.9m" in baseline


def test_three_scenarios_of_churn_stand_side_by_side(taught: Loaded) -> None:
    with taught.database.reading() as session:
        tools = select(Scenario.calculator_id, func.count()).group_by(Scenario.calculator_id)
        most = max(session.execute(tools), key=lambda each: each[1])
    assert most[1] == 3
    ids = scenario_ids(taught, Scenario.calculator_id == most[0])
    compared = read(taught, "/tools/scenarios/compare?" + "&".join(f"ids={each}" for each in ids))
    for name in ("Last year, as it was", "House movers taken along", "A first month that works"):
        assert name in compared


def test_the_manager_finds_one_scenario_shared_with_them_and_nothing_else(taught: Loaded) -> None:
    mine = read(taught, "/tools/scenarios", MANAGER)
    assert "Shared with me" in mine
    assert "House movers taken along" not in mine
    with taught.database.reading() as session:
        manager = session.scalars(select(Person.id).where(Person.email == MANAGER)).one()
        share = session.scalars(select(ScenarioShare)).one()
        look = session.scalars(select(ScenarioLook)).one()
        assert session.scalar(select(func.count()).where(Scenario.person_id == manager)) == 0
    assert (share.person_id, look.person_id) == (manager, manager)
    assert share.shared_at <= look.at <= taught.now
    shared = read(taught, f"/tools/scenarios/{share.scenario_id}", COLLEAGUE)
    assert "House movers taken along" in shared


def test_the_journey_of_a_house_mover_has_seven_touchpoints_and_a_to_be(taught: Loaded) -> None:
    page = signed_in(taught).get("/tools/customer-journey").text
    assert all(each["name"] in page for each in words.MOVING)
    assert len(words.MOVING) == 7
    assert words.TO_BE.name in read(taught, "/tools/customer-journey/scenarios")
    assert "We ring before the price changes" in signed_in(taught).get("/tools/kano-survey").text


@pytest.mark.parametrize("language", ["en", "da", "sv"])
def test_the_colleagues_tools_open_in_every_language(taught: Loaded, language: str) -> None:
    for path in ("/tools", "/me/facts", "/tools/scenarios", "/tools/cost-of-churn", "/tools/kano-survey", "/me"):
        assert read(taught, path, language=language)


def test_the_company_stands_by_three_figures_and_one_was_taken_over(taught: Loaded) -> None:
    with taught.database.reading() as session:
        assert len(list(session.scalars(select(ApprovedFact).where(ApprovedFact.withdrawn_at.is_(None))))) == 3
    assert "Finance, annual accounts" in read(taught, "/assign/facts", "hr@demo.example")
    assert "Finance, annual accounts" in read(taught, "/me/facts", MANAGER)


def test_a_library_without_a_shelf_of_tools_loads_too(loaded: Loaded) -> None:
    assert signed_in(loaded).get("/me/facts").status_code == 200
    assert len(scenario_ids(loaded, Scenario.baseline_at.is_not(None))) >= 3


def test_the_business_case_takes_its_gain_from_the_plan_and_could_lose_money(taught: Loaded) -> None:
    listed = signed_in(taught).get("/tools/business-cases").text
    assert words.CASE_NAME in listed
    address = re.search(r"/tools/business-cases/[0-9a-f-]{36}", listed) or re.search(
        r"/tools/scenarios/[0-9a-f-]{36}", listed
    )
    assert address is not None
    page = read(taught, address[0].replace("scenarios", "business-cases"))
    for said in (words.CASE_EFFECT, words.CASE_MEASURE, "Two people who ring"):
        assert said in page, said
