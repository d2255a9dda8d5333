"""Before a changed fact is kept: which results move, by how much, the largest move first; or leave it as it was."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from lms.answers.reading import Current
from lms.calculators.declared import Calculator
from lms.calculators.reading import read_calculator
from lms.tools.facts.book import Fact
from lms.tools.facts.changes import Rests, moved_by
from lms.tools.facts.using import BLOCK, CONTEXT
from tests.support.company import answer
from tests.support.fact_shelf import VALUE, FactShelf
from tests.support.forms import forms_of
from tests.support.installations import SHELF
from tests.support.learner import Learner
from tests.tools.facts.test_fact_book import PAGE, fact_form
from tests.tools.facts.test_facts_in_tools import figure, know

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def words(html: str) -> str:
    """Return the page's text."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html[html.index("<main") :])).replace("\u00a0", " ")


def test_a_change_is_shown_before_it_is_kept(shelf: FactShelf, manager: Learner) -> None:
    know(manager, yearly_churn=0.1)
    manager.browser.save(answer(shelf.value_context, "inputs", "margin", 1500))
    before = figure(manager, shelf.value)
    form = fact_form(manager.browser.get(PAGE).text, "yearly_churn")
    shown = manager.browser.client.post(form.action, data={**form.values, "likely": "20%"})
    assert shown.status_code == 200
    assert "This moves 2 results of yours" in shown.text
    assert "10% → becomes 20%" in words(shown.text)
    assert before in shown.text
    assert figure(manager, shelf.value) == before, "nothing is kept yet"
    accepting = next(each for each in forms_of(shown.text) if each.action == form.action)
    answered = manager.browser.client.post(accepting.action, data=accepting.values)
    assert (answered.status_code, answered.location) == (303, f"{PAGE}#yearly_churn")
    after = figure(manager, shelf.value)
    assert after != before
    assert after in shown.text, "the preview said what came"


def test_leaving_it_as_it_was_keeps_nothing(shelf: FactShelf, manager: Learner) -> None:
    know(manager, yearly_churn=0.1)
    manager.browser.save(answer(shelf.value_context, "inputs", "margin", 1500))
    form = fact_form(manager.browser.get(PAGE).text, "yearly_churn")
    shown = manager.browser.client.post(form.action, data={**form.values, "likely": "20%"})
    assert f'href="{PAGE}#yearly_churn"' in shown.text
    assert fact_form(manager.browser.get(PAGE).text, "yearly_churn").values["likely"] == "10%"


def test_where_nothing_of_ones_own_moves_it_is_kept_at_once(manager: Learner) -> None:
    form = fact_form(manager.browser.get(PAGE).text, "customers")
    answered = manager.browser.client.post(form.action, data={**form.values, "likely": "4,800"})
    assert answered.status_code == 303, "an example does not move"
    assert "Kept. 1 tool uses it." in manager.browser.get(PAGE).text


def test_a_new_note_moves_nothing(shelf: FactShelf, manager: Learner) -> None:
    know(manager, yearly_churn=0.1)
    manager.browser.save(answer(shelf.value_context, "inputs", "margin", 1500))
    form = fact_form(manager.browser.get(PAGE).text, "yearly_churn")
    assert manager.browser.client.post(form.action, data={**form.values, "note": "checked"}).status_code == 303


def test_a_tool_with_a_number_of_its_own_does_not_move(shelf: FactShelf, manager: Learner) -> None:
    know(manager, yearly_churn=0.1)
    manager.browser.save(answer(shelf.value_context, "inputs", "retention", 0.7))
    form = fact_form(manager.browser.get(PAGE).text, "yearly_churn")
    shown = manager.browser.client.post(form.action, data={**form.values, "likely": "20%"}).text
    assert "This moves 1 result of yours" in shown


def test_a_window_that_saw_an_older_fact_is_told_before_any_preview(shelf: FactShelf, manager: Learner) -> None:
    know(manager, yearly_churn=0.1)
    manager.browser.save(answer(shelf.value_context, "inputs", "margin", 1500))
    form = fact_form(manager.browser.get(PAGE).text, "yearly_churn")
    shown = manager.browser.client.post(form.action, data={**form.values, "likely": "20%"})
    accepting = next(each for each in forms_of(shown.text) if each.action == form.action)
    manager.browser.client.post(form.action, data={**form.values, "likely": "30%", "accepted": "1"})
    late = manager.browser.client.post(accepting.action, data=accepting.values)
    assert late.status_code == 409
    assert "changed in another window" in late.text
    assert fact_form(late.text, "yearly_churn").values["likely"] == "20%"


def test_taking_a_fact_out_shows_what_falls_back_to_the_example(shelf: FactShelf, manager: Learner) -> None:
    know(manager, yearly_churn=0.1)
    shown = manager.browser.post(f"{PAGE}/yearly_churn/removal", {"base": "1"})
    assert "This moves 2 results of yours" in shown.text
    assert "the examples stand there again" in shown.text


def test_a_scenario_that_takes_the_fact_is_shown_under_its_name(shelf: FactShelf, manager: Learner) -> None:
    know(manager, yearly_churn=0.1)
    manager.browser.save(answer(shelf.value_context, "inputs", "margin", 1500))
    saved = manager.browser.post(f"/tools/{shelf.value}/scenarios", {"name": "Next year"})
    assert saved.status_code == 303
    assert "Used in 1 scenario" in manager.browser.get(PAGE).text
    form = fact_form(manager.browser.get(PAGE).text, "yearly_churn")
    shown = manager.browser.client.post(form.action, data={**form.values, "likely": "20%"})
    assert "This moves 3 results of yours" in shown.text
    assert "Next year" in words(shown.text)


def _calculator(name: str, **takes: str) -> Calculator:
    """Return one of the tests' own calculators, some of its inputs taking facts."""
    found = read_calculator(
        (SHELF / "modules" / "loyalty-economics" / f"{name}.calc.toml").read_text(), f"{name}.calc.toml"
    )
    assert isinstance(found, Calculator)
    inputs = tuple(replace(each, fact=takes.get(each.name, "")) for each in found.inputs)
    return replace(found, inputs=inputs)


def test_the_largest_move_comes_first_and_what_is_no_figure_any_more_before_it() -> None:
    value = _calculator(VALUE, retention="1 - yearly_churn")
    some = Rests(value, {"margin": 1500, "acquisition_cost": 0}, "some")
    more = Rests(value, {"margin": 1500, "acquisition_cost": 3000}, "more")
    endless = Rests(value, {"margin": 1500, "growth": 0.2, "discount": 0.05}, "endless")
    own = Rests(value, {"margin": 1500, "retention": 0.5}, "own")
    example = Rests(value, {}, "example")
    moved = moved_by("yearly_churn", Fact(0.1), [example, some, own, more, endless], {})
    assert [each.rests.title for each in moved] == ["endless", "more", "some"]
    gone, largest, _least = moved
    assert (gone.before is None or gone.after is None) and gone.difference is None
    assert largest.difference is not None and largest.relative > 0


def test_a_fact_that_changes_to_itself_moves_nothing() -> None:
    value = _calculator(VALUE, retention="1 - yearly_churn")
    known = {(CONTEXT, BLOCK, "yearly_churn"): Current(Fact(0.1).value(), 1, NOW)}
    assert moved_by("yearly_churn", Fact(0.1, note="checked"), [Rests(value, {"margin": 1500})], known) == []
    (moved,) = moved_by("yearly_churn", Fact(0.2), [Rests(value, {"margin": 1500})], known)
    assert moved.before is not None and moved.after is not None
    assert moved.difference == moved.after - moved.before
    assert moved.relative == abs(moved.after - moved.before) / moved.before
