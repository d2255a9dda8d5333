"""Threshold and seed of a run: asked again on the next visit, private like the ranges they belong to."""

from __future__ import annotations

import pytest

from tests.support.company import Company, answer
from tests.support.forms import form_to
from tests.support.learner import Learner
from tests.support.rows import dump

CLV = "calculator:6c1f6f0e-3d55-4d0b-9b57-0f4a5e2f8a11"
TOOL = "/tools/customer-lifetime-value"
RANGES = f"{TOOL}/ranges"
MARGIN = {"shape": "triangular", "low": 700, "high": 1400}


@pytest.fixture
def learner(company: Company) -> Learner:
    """Return somebody with a range, who has run it against a threshold with a seed of their own."""
    found = Learner.of(company)
    assert found.browser.save(answer(CLV, "ranges", "margin", MARGIN)).status_code == 200
    assert run(found, threshold="8642.5", seed="77").status_code == 200
    return found


def run(learner: Learner, address: str = RANGES, **asked: str):  # type: ignore[no-untyped-def]
    return learner.browser.send(address, {"context": CLV, **asked})


def boxes(learner: Learner, path: str = TOOL) -> tuple[str, str]:
    values = form_to(learner.browser.get(path).text, RANGES).values
    return values["threshold"].replace("\u00a0", " "), values["seed"]


def test_what_was_asked_stands_in_its_boxes_on_the_next_visit(learner: Learner) -> None:
    for path in (TOOL, RANGES):
        assert boxes(learner, path) == ("DKK 8,642.5", "77")


def test_settings_for_experts_are_open_where_a_seed_is_set(learner: Learner) -> None:
    assert "data-expert checked" in learner.browser.get(TOOL).text
    run(learner, seed="1", threshold="")
    assert boxes(learner) == ("", "1")
    assert "data-expert checked" not in learner.browser.get(TOOL).text


def test_a_run_without_boxes_asks_what_was_asked_last(learner: Learner) -> None:
    """In a module only the line under the headline is run: nothing of it is a change."""
    report = run(learner).json["report"]
    assert report["seed"] == 77
    assert boxes(learner) == ("DKK 8,642.5", "77")


def test_what_is_refused_changes_nothing(learner: Learner) -> None:
    assert run(learner, threshold="much", seed="77").status_code == 422
    assert run(learner, threshold="1", seed="-3").status_code == 422
    assert boxes(learner) == ("DKK 8,642.5", "77")


def test_a_scenario_takes_it_along_and_keeps_its_own(learner: Learner) -> None:
    address = learner.browser.post(f"{TOOL}/scenarios", {"name": "Plan"}).location
    assert boxes(learner, address) == ("DKK 8,642.5", "77")
    learner.browser.send(RANGES, {"context": f"scenario:{address.rsplit('/')[-1]}", "threshold": "9000", "seed": "5"})
    assert (boxes(learner, address)[1], boxes(learner)[1]) == ("5", "77")


def test_nobody_else_is_asked_it_and_it_lies_sealed(learner: Learner, company: Company) -> None:
    assert boxes(Learner.of(company)) == ("", "1")
    assert b"8642.5" not in dump(company.installation.database)


def test_a_baseline_is_run_with_another_threshold_and_keeps_its_own(learner: Learner) -> None:
    address = learner.browser.post(f"{TOOL}/scenarios", {"name": "Plan"}).location
    learner.browser.post(f"{address}/baseline")
    context = f"scenario:{address.rsplit('/')[-1]}"
    assert learner.browser.send(RANGES, {"context": context, "threshold": "1", "seed": "5"}).status_code == 200
    learner.browser.post(f"{address}/baseline/removal")
    assert boxes(learner, address) == ("DKK 8,642.5", "77")


@pytest.mark.parametrize(
    ("item", "value"), [("seed", 1.5), ("seed", -1), ("threshold", "9"), ("threshold", True), ("other", 1)]
)
def test_a_script_can_keep_nothing_else_there(learner: Learner, item: str, value: object) -> None:
    assert learner.browser.save(answer(CLV, "asked", item, value, base=1)).status_code == 422
