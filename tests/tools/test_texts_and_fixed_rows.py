"""Tables with texts and with given rows, and results said as words: by form, by script, in the reader's language."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest

from tests.support.company import Company, answer
from tests.support.forms import SeenForm, form_to
from tests.support.learner import Learner
from tests.support.own_calculator import own_calculator
from tests.support.text_table import FIXED, OPEN

HEADLINE = re.compile(r'<output data-output="kind">([^<]*)<')


@pytest.fixture
def learner(company: Company) -> Learner:
    """Return a learner."""
    return Learner.of(company)


def send(learner: Learner, tool: str, **values: str) -> Any:
    form: SeenForm = form_to(learner.browser.get(tool).text, tool)
    kept = {name: value for name, value in form.values.items() if name != "row_action"}
    return learner.browser.client.post(form.action, data={**kept, **values})


def headline(html: str) -> str:
    found = HEADLINE.search(html)
    assert found is not None
    return unescape(found[1])


def boxes(html: str, column: str) -> list[str]:
    return [unescape(each) for each in re.findall(rf'name="table-steps-[0-9]+-{column}" value="([^"]*)"', html)]


def test_a_result_is_said_in_words_of_the_readers_language(company: Company, learner: Learner) -> None:
    tool, _context = own_calculator(company, OPEN)
    html = learner.browser.get(tool).text
    assert headline(html) == "Whole"
    assert "It is Whole." in html
    assert html.count('data-label="Group">Whole</td>') == 2
    learner.browser.client.set_cookie("lms_language", "da")
    assert headline(learner.browser.get(tool).text) == "Hel"


def test_a_text_typed_without_a_script_is_kept_and_counts(company: Company, learner: Learner) -> None:
    tool, _context = own_calculator(company, OPEN)
    assert send(learner, tool, **{"table-steps-1-owner": "Finance & co"}).status_code == 303
    html = learner.browser.get(tool).text
    assert boxes(html, "owner") == ["Sales", "Finance & co"]
    assert headline(html) == "Split <b>"
    assert "Split <b>" not in html


def test_a_text_may_be_empty_and_one_too_long_is_refused_at_its_cell(company: Company, learner: Learner) -> None:
    tool, _context = own_calculator(company, OPEN)
    assert send(learner, tool, **{"table-steps-1-owner": ""}).status_code == 303
    refused = send(learner, tool, **{"table-steps-0-owner": "x" * 61})
    assert refused.status_code == 422
    assert "There is room for 60 characters here." in refused.text
    assert boxes(refused.text, "owner") == ["x" * 61, ""]


@pytest.mark.parametrize("owner", ["x" * 61, "a\nb", 7, {"a": 1}, ["x"]])
def test_the_script_may_not_save_such_a_text_either(company: Company, learner: Learner, owner: object) -> None:
    _tool, context = own_calculator(company, OPEN)
    rows = [{"name": "Call", "owner": owner, "minutes": 1}]
    assert learner.browser.save(answer(context, "inputs", "steps", rows)).status_code == 422


def test_given_rows_have_no_buttons_and_their_names_are_not_to_be_changed(company: Company, learner: Learner) -> None:
    tool, _context = own_calculator(company, FIXED)
    html = learner.browser.get(tool).text
    assert 'value="add-steps"' not in html
    assert 'value="remove-steps' not in html
    shown = html[: html.index("<template>")]
    assert re.findall(r"<b>([^<]*)</b>", shown) == ["Call", "Bill"]
    assert len(re.findall(r'<input type="hidden" data-column="name"', shown)) == 2
    assert '<input data-column="name"' not in html
    learner.browser.client.set_cookie("lms_language", "da")
    assert boxes(learner.browser.get(tool).text, "name")[:2] == ["Opkald", "Regning"]


def test_a_forged_name_button_or_row_changes_nothing_of_given_rows(company: Company, learner: Learner) -> None:
    tool, context = own_calculator(company, FIXED)
    assert send(learner, tool, **{"table-steps-0-name": "Mine", "table-steps-0-owner": "Me"}).status_code == 303
    for action in ("add-steps", "remove-steps-0"):
        assert send(learner, tool, row_action=action).status_code == 303
    html = learner.browser.get(tool).text
    assert boxes(html, "name")[:2] == ["Call", "Bill"]
    assert boxes(html, "owner")[:2] == ["Me", "Sales"]
    for rows in ([], [{"owner": "x", "minutes": 1}], [{"owner": "x", "minutes": 1}] * 3):
        assert learner.browser.save(answer(context, "inputs", "steps", rows, base=1)).status_code == 422


def test_given_rows_saved_in_one_language_are_named_in_the_next(company: Company, learner: Learner) -> None:
    tool, context = own_calculator(company, FIXED)
    rows = [{"name": "Opkald", "owner": "A", "minutes": 1}, {"name": "Regning", "owner": "B", "minutes": None}]
    assert learner.browser.save(answer(context, "inputs", "steps", rows)).status_code == 200
    html = learner.browser.get(tool).text
    assert boxes(html, "name")[:2] == ["Call", "Bill"]
    assert "Cells still empty: 1." in html


def test_the_page_tells_the_script_words_and_given_rows_in_one_language(company: Company, learner: Learner) -> None:
    tool, _context = own_calculator(company, FIXED)
    learner.browser.client.set_cookie("lms_language", "da")
    found = re.search(r"data-calculator>(.*?)</script>", learner.browser.get(tool).text, re.S)
    assert found is not None
    document = json.loads(found[1])["document"]
    assert document["words"] == [{"name": "kinds", "texts": ["Hel", "Delt"]}]
    assert document["tables"][0]["fixed"] is True
    assert [each["owner"] for each in document["tables"][0]["example"]] == ["Salg", "Salg"]
