"""Facts in tools: entered once and used everywhere, a number of one's own goes before, one press goes back."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.support.company import Company, answer
from tests.support.fact_shelf import FactShelf, filled_tool
from tests.support.forms import form_to
from tests.support.installation import Installation
from tests.support.learner import Learner
from tests.support.rows import statements, stored

FACTS = "facts:mine"


def know(manager: Learner, **facts: float) -> None:
    """Keep facts as a script does."""
    bare = {"low": None, "high": None, "source": "measured", "date": "2026-11-20", "note": ""}
    for name, likely in facts.items():
        assert manager.browser.save(answer(FACTS, "facts", name, {"likely": likely, **bare})).json["saved"]


def slide(html: str, name: str) -> str:
    """Return what stands beside an input, without tags and hidden parts."""
    part = html[html.index(f'data-input="{name}"') :]
    part = part[: part.index('class="error"')]
    part = re.sub(r"<(a|button)[^>]* hidden>.*?</\1>", "", part)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", part)).replace("\u00a0", " ")


def page(manager: Learner, name: str) -> Any:
    """Return what a tool's page prints for the browser."""
    found = re.search(r"data-calculator>(.*?)</script>", manager.browser.get(f"/tools/{name}").text, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def figure(manager: Learner, name: str) -> str:
    """Return a tool's headline."""
    found = re.search(r'<output data-output="\w+">([^<]*)<', manager.browser.get(f"/tools/{name}").text)
    assert found is not None
    return found[1]


def test_one_fact_stands_in_every_tool_that_asks_for_it(shelf: FactShelf, manager: Learner) -> None:
    know(manager, yearly_churn=0.1)
    churn, value = (manager.browser.get(f"/tools/{name}").text for name in (shelf.churn, shelf.value))
    assert 'name="input-churn_rate" inputmode="decimal" autocomplete="off" value="10%"' in churn
    assert 'name="input-retention" inputmode="decimal" autocomplete="off" value="90%"' in value, "what is left of it"
    assert "from your fact book" in slide(churn, "churn_rate")
    assert "See the fact" in slide(churn, "churn_rate")
    assert 'href="/me/facts#yearly_churn"' in churn


def test_a_fact_counts_as_ones_own_number(shelf: FactShelf, manager: Learner) -> None:
    know(manager, yearly_churn=0.1, acquisition_cost=700)
    assert "2 of 4 numbers are yours" in manager.browser.get(f"/tools/{shelf.value}").text


def test_the_result_is_that_of_the_same_numbers_typed_in(shelf: FactShelf, manager: Learner, company: Company) -> None:
    know(manager, yearly_churn=0.1, acquisition_cost=700)
    typist = Learner.of(company)
    typist.browser.save(
        answer(shelf.value_context, "inputs", "retention", 0.9),
        answer(shelf.value_context, "inputs", "acquisition_cost", 700),
    )
    assert figure(manager, shelf.value) == figure(typist, shelf.value)


def test_the_browser_is_told_the_facts_beside_the_own_numbers(shelf: FactShelf, manager: Learner) -> None:
    know(manager, yearly_churn=0.1)
    manager.browser.save(answer(shelf.value_context, "inputs", "margin", 1500))
    printed = page(manager, shelf.value)
    assert (printed["values"], printed["facts"]) == ({"margin": 1500}, {"retention": 0.9})
    assert printed["texts"]["differs"] == "Differs from your fact book ({figure})."


def test_a_number_typed_in_a_tool_goes_before_the_fact_and_says_so(shelf: FactShelf, manager: Learner) -> None:
    know(manager, customers=4800)
    manager.browser.save(answer(shelf.churn_context, "inputs", "customers", 5000))
    beside = slide(manager.browser.get(f"/tools/{shelf.churn}").text, "customers")
    assert "yours" in beside
    assert "Differs from your fact book (4,800)." in beside
    assert "Use the fact again" in beside
    assert "Keep as fact" in beside


def test_the_same_number_as_the_fact_is_said_to_be_the_same(shelf: FactShelf, manager: Learner) -> None:
    know(manager, customers=4800)
    manager.browser.save(answer(shelf.churn_context, "inputs", "customers", 4800))
    beside = slide(manager.browser.get(f"/tools/{shelf.churn}").text, "customers")
    assert "The same as in your fact book." in beside
    assert "Keep as fact" not in beside


def test_an_example_offers_nothing_to_keep(shelf: FactShelf, manager: Learner) -> None:
    beside = slide(manager.browser.get(f"/tools/{shelf.churn}").text, "customers")
    assert "example" in beside
    assert "fact" not in beside.lower()


def test_one_press_uses_the_fact_again(shelf: FactShelf, manager: Learner) -> None:
    know(manager, customers=4800)
    manager.browser.save(answer(shelf.churn_context, "inputs", "customers", 5000))
    form = form_to(manager.browser.get(f"/tools/{shelf.churn}").text, f"/tools/{shelf.churn}/facts")
    answered = manager.browser.client.post(form.action, data={**form.values, "use": "customers"})
    assert (answered.status_code, answered.location) == (303, f"/tools/{shelf.churn}#in-{shelf.churn}-customers")
    assert "from your fact book" in slide(manager.browser.get(f"/tools/{shelf.churn}").text, "customers")


def test_one_press_keeps_a_number_as_the_fact_and_the_tool_follows_it(shelf: FactShelf, manager: Learner) -> None:
    manager.browser.save(answer(shelf.value_context, "inputs", "retention", 0.8))
    form = form_to(manager.browser.get(f"/tools/{shelf.value}").text, f"/tools/{shelf.value}/facts")
    answered = manager.browser.client.post(form.action, data={**form.values, "keep": "retention"})
    assert answered.status_code == 303
    assert "from your fact book" in slide(manager.browser.get(f"/tools/{shelf.value}").text, "retention")
    assert page(manager, shelf.churn)["facts"] == {"churn_rate": 0.2}


def test_a_number_kept_as_fact_that_moves_another_result_is_shown_first(shelf: FactShelf, manager: Learner) -> None:
    know(manager, yearly_churn=0.1)
    manager.browser.save(answer(shelf.churn_context, "inputs", "customers", 5000))
    manager.browser.save(answer(shelf.value_context, "inputs", "retention", 0.8))
    form = form_to(manager.browser.get(f"/tools/{shelf.value}").text, f"/tools/{shelf.value}/facts")
    shown = manager.browser.client.post(form.action, data={**form.values, "keep": "retention"})
    assert "This moves 1 result of yours" in shown.text
    assert page(manager, shelf.churn)["facts"] == {"churn_rate": 0.1}, "nothing is kept yet"
    accepted = form_to(shown.text, f"/tools/{shelf.value}/facts")
    assert manager.browser.client.post(accepted.action, data=accepted.values).status_code == 303
    assert page(manager, shelf.churn)["facts"] == {"churn_rate": 0.2}
    assert page(manager, shelf.value)["values"] == {}


def test_an_emptied_box_takes_the_fact_again(shelf: FactShelf, manager: Learner) -> None:
    know(manager, customers=4800)
    manager.browser.save(answer(shelf.churn_context, "inputs", "customers", 5000))
    manager.browser.post(f"/tools/{shelf.churn}", {"input-customers": ""})
    assert "from your fact book" in slide(manager.browser.get(f"/tools/{shelf.churn}").text, "customers")


def test_sending_the_form_as_it_stands_leaves_a_fact_a_fact(
    installation: Installation, shelf: FactShelf, manager: Learner
) -> None:
    know(manager, customers=4800)
    before = stored(installation.database, manager.person)
    manager.browser.post(f"/tools/{shelf.churn}", {"input-customers": "4,800"})
    assert stored(installation.database, manager.person) == before


def test_a_fact_outside_what_a_tool_can_take_leaves_the_example(shelf: FactShelf, manager: Learner) -> None:
    know(manager, acquisition_cost=-5, customers=4800)
    assert page(manager, shelf.churn)["facts"] == {"customers": 4800}
    assert "fact book" not in slide(manager.browser.get(f"/tools/{shelf.churn}").text, "cac")


@pytest.mark.parametrize(
    "pressed",
    [
        {},
        {"keep": "customers"},
        {"keep": "nothing"},
        {"use": "horizon"},
        {"keep": "churn_rate", "context": "calculator:x"},
    ],
)
def test_a_button_that_is_not_there_is_not_found(shelf: FactShelf, manager: Learner, pressed: dict[str, str]) -> None:
    assert manager.browser.post(f"/tools/{shelf.churn}/facts", pressed).status_code == 404


def test_facts_cost_no_query_of_their_own(installation: Installation, shelf: FactShelf, manager: Learner) -> None:
    paths = ("/learn", "/tools", f"/tools/{shelf.churn}", "/learn/loyalty-economics/03-what-losing-them-costs")
    sent_before = {}
    for path in paths:
        manager.browser.get(path)
        with statements(installation.database) as sent:
            manager.browser.get(path)
        sent_before[path] = len(sent)
    know(manager, customers=4800, yearly_churn=0.1)
    for path in paths:
        with statements(installation.database) as sent:
            manager.browser.get(path)
        assert len(sent) == sent_before[path], path


def test_home_shows_the_result_that_rests_on_facts(shelf: FactShelf, manager: Learner) -> None:
    know(manager, yearly_churn=0.1)
    manager.browser.save(answer(shelf.value_context, "inputs", "margin", 1500))
    html = manager.browser.get("/learn").text
    assert figure(manager, shelf.value) in html
    assert "2 of 4 numbers are yours" in html


def test_a_tool_that_facts_fill_wholly_is_among_my_numbers(company: Company, manager: Learner) -> None:
    filled = filled_tool(company)
    know(manager, yearly_churn=0.1)
    assert f"/tools/{filled}" not in manager.browser.get("/learn").text, "half of its numbers are known"
    know(manager, acquisition_cost=700)
    html = manager.browser.get("/learn").text
    assert f"/tools/{filled}" in html
    assert figure(manager, filled) in html


def test_another_companys_tool_takes_no_fact_of_mine(
    shelf: FactShelf, manager: Learner, other_company: Company
) -> None:
    know(manager, customers=4800)
    stranger = Learner.of(other_company)
    assert stranger.browser.get(f"/tools/{shelf.churn}").status_code == 404
    assert stranger.browser.post(f"/tools/{shelf.churn}/facts", {"use": "customers"}).status_code == 404
    know_nothing = stranger.browser.get("/me/facts").text
    assert "4,800" not in know_nothing
