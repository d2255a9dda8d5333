"""Two to four scenarios of one tool side by side: what differs, what comes out, how far apart."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from lms.calculators import evaluate
from tests.support.company import Company, answer
from tests.tools.scenarios.conftest import CLV, OTHER_TOOL, TOOL, Planner, headline, planner_of

ROW = re.compile(r"<tr[^>]*><th[^>]*scope=\"row\">(.*?)</th>(.*?)</tr>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")


def compared(planner: Planner, *ids: str, status: int = 200) -> str:
    """Return the page that compares."""
    answered = planner.browser.get("/tools/scenarios/compare", query_string={"ids": list(ids)})
    assert answered.status_code == status
    return answered.text.replace("\u00a0", " ")


def lines(html: str) -> dict[str, list[str]]:
    """Return {label: the cells of its line}, the first of each label."""
    found: dict[str, list[str]] = {}
    for label, cells in ROW.findall(html):
        texts = [TAG.sub(" ", each).strip() for each in re.findall(r"<td[^>]*>(.*?)</td>", cells, re.DOTALL)]
        found.setdefault(TAG.sub("", label).replace(" (differs)", ""), texts)
    return found


def pictures(html: str) -> list[dict[str, Any]]:
    """Return what the page prints for its charts."""
    return [json.loads(each) for each in re.findall(r"data-picture>(.*?)</script>", html, re.DOTALL)]


@pytest.fixture
def two(planner: Planner) -> tuple[str, str]:
    """Return two scenarios that differ in one number."""
    first, second = planner.save("As today"), planner.save("Loyal")
    planner.change(second, retention=0.95)
    return first, second


def test_every_output_with_its_difference_to_the_first(planner: Planner, two: tuple[str, str]) -> None:
    html = compared(planner, *two)
    numbers = {
        "margin": 1500.0,
        "discount": 0.1,
        "acquisition_cost": 500.0,
        "timing": "END",
        "growth": 0.0,
        "horizon": None,
    }
    first, second = (evaluate("clv", {**numbers, "retention": each})["clv_gross"] for each in (0.9, 0.95))
    assert isinstance(first, float)
    assert isinstance(second, float)
    cells = lines(html)["Value before the cost of winning"]
    assert cells[0] == f"DKK {first:,.0f}"
    assert cells[1].endswith(f"+DKK {second - first:,.0f}")
    assert "Differences are to As today." in html


def test_only_what_differs_is_in_sight_and_all_is_one_click_away(planner: Planner, two: tuple[str, str]) -> None:
    html = compared(planner, *two)
    shown, _sep, folded = html.partition("<summary>All numbers</summary>")
    differing = shown[shown.index("What goes in and differs") :]
    assert "90%" in differing
    assert "95%" in differing
    assert "1,500" not in differing
    assert "1,500" in folded


def test_differences_are_to_the_baseline_wherever_it_stands(planner: Planner, two: tuple[str, str]) -> None:
    assert planner.do(two[1], "baseline").status_code == 303
    html = compared(planner, *two)
    assert "Differences are to Loyal." in html
    assert "−" in " ".join(next(iter(lines(html).values())))


def test_my_numbers_now_can_stand_beside_a_scenario(planner: Planner, two: tuple[str, str]) -> None:
    planner.browser.save(answer(CLV, "inputs", "margin", 3000, base=1))
    html = compared(planner, two[0], "now")
    assert "My numbers now" in html
    assert headline(planner.browser.get(f"/tools/{TOOL}").text) in html


def test_one_picture_holds_all_of_them_and_has_a_table(planner: Planner, two: tuple[str, str]) -> None:
    html = compared(planner, *two)
    bars, years = pictures(html)
    assert [row["label"] for row in bars["data"]] == ["As today", "Loyal"]
    assert {row["scenario"] for row in years["data"]} == {"1. As today", "2. Loyal"}
    dashes = years["document"]["chart"]["spec"]["encoding"]["strokeDash"]["scale"]["range"]
    assert len({tuple(each) for each in dashes}) == 2, "no colour is needed to tell the lines apart"
    assert '<table class="twin">' in html


def test_a_range_stands_below_the_headline_and_in_the_picture(planner: Planner, two: tuple[str, str]) -> None:
    context = f"scenario:{two[1]}"
    kept = {"shape": "triangular", "low": 0.9, "high": 0.97}
    assert planner.browser.save(answer(context, "ranges", "retention", kept)).status_code == 200
    html = compared(planner, *two)
    cells = lines(html)["8 of 10 runs with your ranges"]
    assert cells[0] == "–"
    assert cells[1].count("DKK") == 2
    bar = pictures(html)[0]["data"][1]
    assert bar["low"] < bar["value"] < bar["high"]


def test_parts_of_a_sum_stand_side_by_side(planner: Planner) -> None:
    first = planner.save("A", OTHER_TOOL)
    second = planner.save("B", OTHER_TOOL)
    planner.change(second, base=0, churn_rate=0.3)
    found = pictures(compared(planner, first, second))[1]
    assert len(found["data"]) == 8, "four steps in two scenarios"


def test_a_table_is_compared_cell_by_cell(planner: Planner) -> None:
    first = planner.save("A", "customer-segments")
    second = planner.save("B", "customer-segments")
    rows = [
        {"name": "Ambassadors", "share": 0.5, "share_after": 0.5, "retention": 0.9, "revenue": 9000,
         "gross_margin": 0.4, "cost_to_serve": 100, "referrals": 0.1, "deterred": 0, "price_premium": 0},
        {"name": "Others", "share": 0.5, "share_after": 0.5, "retention": 0.7, "revenue": 8000,
         "gross_margin": 0.4, "cost_to_serve": 100, "referrals": 0, "deterred": 0, "price_premium": 0},
    ]  # fmt: skip
    answered = planner.change(second, base=0, segments=rows)
    assert answered.status_code == 200, answered.text
    html = compared(planner, first, second)
    assert "Others" in html
    assert "9,000" in html


def test_scenarios_of_different_tools_are_not_compared_and_the_page_says_why(planner: Planner) -> None:
    html = compared(planner, planner.save(), planner.save("B", OTHER_TOOL), status=422)
    assert "belong to different tools" in html


def test_one_is_too_few_and_five_are_too_many(planner: Planner) -> None:
    five = [planner.save(f"Plan {number}") for number in range(5)]
    assert "Choose two to four" in compared(planner, status=422)
    assert "Choose two to four" in compared(planner, five[0], status=422)
    assert "Choose two to four" in compared(planner, five[0], five[0], status=422)
    assert "Four fit side by side" in compared(planner, *five, status=422)
    assert "Four fit side by side" in compared(planner, *five[:4], "now", status=422)
    compared(planner, *five[:4])


def test_anothers_scenario_cannot_be_compared(planner: Planner, company: Company, two: tuple[str, str]) -> None:
    theirs = planner_of(company).save()
    compared(planner, two[0], theirs, status=404)
    compared(planner, two[0], "no-such-id", status=404)
