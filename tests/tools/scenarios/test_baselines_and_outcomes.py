"""A baseline stays as it was; later the outcome is held against what was expected."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from lms.tools.scenarios.models import Scenario
from tests.support.company import answer
from tests.support.installation import Installation
from tests.tools.scenarios.conftest import OTHER_TOOL, Planner, headline


def told(planner: Planner, scenario: str, value: str, output: str = "clv_net") -> None:
    """Tell what an output came to."""
    answered = planner.do(scenario, "outcome", output=output, value=value, day="2026-11-20")
    assert answered.status_code == 303, answered.text


def ranged(planner: Planner, name: str) -> str:
    """Return a locked and unlocked scenario with a range."""
    scenario = planner.save(name)
    kept = {"shape": "triangular", "low": 0.85, "high": 0.95}
    assert planner.browser.save(answer(f"scenario:{scenario}", "ranges", "retention", kept)).status_code == 200
    assert planner.do(scenario, "baseline").status_code == 303
    assert planner.do(scenario, "baseline/removal").status_code == 303
    return scenario


def test_a_baselines_numbers_are_refused_in_words_and_its_note_is_not(planner: Planner) -> None:
    scenario = planner.save()
    assert planner.do(scenario, "baseline").status_code == 303
    refused = planner.change(scenario, margin=1)
    assert refused.status_code == 409
    assert "Unlock it first, or work on a copy" in refused.json["errors"][0]["reason"]
    kept = {"shape": "triangular", "low": 0.8, "high": 0.95}
    assert planner.browser.save(answer(f"scenario:{scenario}", "ranges", "retention", kept)).status_code == 409
    form = planner.do(scenario, "", **{"input-margin": "3"})
    assert (form.status_code, "Unlock it first" in form.text) == (409, True)
    assert planner.browser.save(answer(f"scenario:{scenario}", "about", "note", "still open")).status_code == 200
    assert '<fieldset class="locked" disabled>' in planner.page(scenario)
    assert planner.kept(scenario).values["margin"] == 1500


def test_there_is_one_baseline_a_tool_and_another_for_another_tool(
    planner: Planner, installation: Installation
) -> None:
    first, second, other = planner.save("First"), planner.save("Second"), planner.save("Other", OTHER_TOOL)
    assert planner.do(first, "baseline").status_code == 303
    refused = planner.do(second, "baseline")
    assert (refused.status_code, "First is the baseline of this tool already" in refused.text) == (409, True)
    assert planner.kept(second).expected is None, "nothing of the refused one is kept"
    assert planner.do(other, "baseline").status_code == 303
    with pytest.raises(IntegrityError), installation.database.writing() as session:
        row = session.get(Scenario, planner.kept(second).row.id)
        assert row is not None
        row.baseline_at = installation.clock.now()


def test_a_baseline_is_not_removed_and_unlocking_stands_in_its_history(planner: Planner) -> None:
    scenario = planner.save()
    planner.do(scenario, "baseline")
    refused = planner.do(scenario, "removal")
    assert (refused.status_code, "Unlock it before you remove it" in refused.text) == (409, True)
    assert planner.do(scenario, "baseline").status_code == 303, "twice is once"
    planner.do(scenario, "baseline/removal")
    html = planner.page(scenario)
    assert html.index("Unlocked</span>") < html.index("Locked as baseline</span>")
    assert planner.change(scenario, margin=2).status_code == 200
    assert planner.do(scenario, "removal").status_code == 303


def test_the_outcome_stands_beside_what_was_expected_on_the_day_it_was_locked(planner: Planner) -> None:
    scenario = ranged(planner, "Plan")
    was = headline(planner.page(scenario))
    planner.change(scenario, margin=9000)
    told(planner, scenario, "7,200")
    html = planner.page(scenario)
    assert f"expected {was}" in html, "not what the changed numbers say"
    assert "DKK 7,200" in html
    assert "within your range" in html


def test_an_outcome_outside_the_range_is_called_so_with_its_error(planner: Planner) -> None:
    scenario = ranged(planner, "Plan")
    told(planner, scenario, "20,000")
    html = planner.page(scenario)
    assert "outside your range" in html
    assert "+DKK" in html
    told(planner, scenario, "")
    assert "outside your range" not in planner.page(scenario)


def test_without_a_range_nothing_is_said_of_ranges(planner: Planner) -> None:
    scenario = planner.save()
    told(planner, scenario, "6,000")
    html = planner.page(scenario)
    assert "your range<" not in html
    assert "−DKK 1,000" in html
    assert "(−14%)" in html


def test_another_figure_can_be_told_too(planner: Planner) -> None:
    scenario = planner.save()
    told(planner, scenario, "6,000")
    told(planner, scenario, "8", output="expected_periods")
    html = planner.page(scenario)
    assert "8 years" in html
    assert "−2 years" in html


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"output": "clv_net", "value": "a lot", "day": "2026-11-20"}, "Enter a number"),
        ({"output": "clv_net", "value": "1e15", "day": "2026-11-20"}, "Enter a number"),
        ({"output": "clv_net", "value": "9" * 20, "day": "2026-11-20"}, "too large"),
        ({"output": "clv_net", "value": "1", "day": "yesterday"}, "Write the day as year-month-day"),
        ({"output": "clv_net", "value": "1", "day": "1066-10-14"}, "Write the day as year-month-day"),
        ({"output": "no-such", "value": "1", "day": "2026-11-20"}, "Choose one of the options"),
    ],
)
def test_what_is_no_outcome_is_refused_at_its_field(planner: Planner, sent: dict[str, str], words: str) -> None:
    scenario = planner.save()
    refused = planner.do(scenario, "outcome", **sent)
    assert (refused.status_code, words in refused.text) == (422, True)
    assert planner.kept(scenario).actual == {}


def test_calibration_waits_for_three_and_then_counts(planner: Planner) -> None:
    for number, came in enumerate(("7,000", "20,000")):
        told(planner, ranged(planner, f"Plan {number}"), came)
    html = planner.browser.get("/tools/scenarios").text
    assert "2 outcomes with a range so far" in html
    assert "8 times out of 10" not in html
    told(planner, ranged(planner, "Plan 3"), "6,500")
    without = planner.save("No range")
    told(planner, without, "1")
    assert (
        "2 of 3 actual outcomes fell within your ranges. Good ranges hold 8 times out of 10."
        in planner.browser.get("/tools/scenarios").text
    )


@pytest.mark.parametrize(
    ("item", "value"),
    [
        ("name", ""),
        ("name", "x" * 61),
        ("name", "two\nlines"),
        ("name", 7),
        ("note", "x" * 1_001),
        ("note", "\x07"),
        ("actual", {"clv_net": 7}),
        ("actual", {"clv_net": {"value": "7", "date": "2026-11-20"}}),
        ("actual", {"clv_net": {"value": 7, "date": "soon"}}),
        ("actual", {"no_such": {"value": 7, "date": "2026-11-20"}}),
        ("actual", [1]),
        ("expected", {"date": "2026-11-20"}),
        ("expected", {"date": "2026-11-20", "figures": {"clv_net": "x"}, "p10": None, "p90": None}),
        ("baseline", "yes"),
        ("colour", "red"),
    ],
)
def test_what_cannot_be_said_about_a_scenario_is_refused(planner: Planner, item: str, value: object) -> None:
    scenario = planner.save()
    refused = planner.browser.save(answer(f"scenario:{scenario}", "about", item, value))
    assert refused.status_code == 422, refused.text
