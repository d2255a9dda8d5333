"""A calculator on one's own numbers: an example is never mine, mine are the same everywhere, what is typed stays."""

from __future__ import annotations

import re

import pytest

from lms.calculators import evaluate
from tests.support.company import MODULE, Company, answer
from tests.support.forms import SeenForm, form_to
from tests.support.installation import Installation
from tests.support.learner import PAGES, Learner
from tests.support.rows import stored

CLV = "calculator:6c1f6f0e-3d55-4d0b-9b57-0f4a5e2f8a11"
CHURN = "calculator:b1a7c1c4-58f0-4c0e-8f2e-6f5b0a9d7c22"
TOOL = "/tools/customer-lifetime-value"
ON_THE_PAGE = f"/learn/{MODULE}/{PAGES[1]}"
OUTPUT = re.compile(r'<(?:output|dd) data-output="(\w+)">([^<]*)<')


@pytest.fixture
def learner(company: Company) -> Learner:
    """Return a learner."""
    return Learner.of(company)


def the_form(learner: Learner) -> SeenForm:
    """Return the calculator's form as it stands on its page."""
    return form_to(learner.browser.get(TOOL).text, TOOL)


def count(html: str) -> str:
    """Return the line that says how many numbers are mine."""
    found = re.search(r"data-mine>([^<]*)<", html)
    assert found is not None
    return found[1]


def tags(html: str) -> dict[str, str]:
    """Return {input: "yours", "example" or nothing}."""
    return dict(re.findall(r'data-input="(\w+)".*?data-from>([^<]*)<', html, re.DOTALL))


def figures(html: str) -> dict[str, str]:
    """Return {output: figure}."""
    return {name: shown.replace("\u00a0", " ") for name, shown in OUTPUT.findall(html)}


def test_a_new_person_sees_examples_marked_as_such(learner: Learner) -> None:
    html = learner.browser.get(TOOL).text
    assert count(html) == "0 of 4 numbers are yours"
    assert set(tags(html).values()) == {"example", ""}
    assert "data-own" not in html
    assert figures(html)["clv_net"] == "DKK 2,830"


def test_only_the_numbers_one_has_entered_are_ones_own(learner: Learner) -> None:
    learner.browser.save(answer(CLV, "inputs", "margin", 1000), answer(CLV, "inputs", "timing", "END"))
    html = learner.browser.get(TOOL).text
    assert count(html) == "1 of 4 numbers are yours", "one that does not matter is mine and is not counted"
    mine = {name for name, tag in tags(html).items() if tag == "yours"}
    assert mine == {"margin", "timing"}, "also where it equals the example"


def test_all_that_matter(learner: Learner) -> None:
    values = {"margin": 1500, "retention": 0.9, "acquisition_cost": 100, "discount": 0.08}
    learner.browser.save(*(answer(CLV, "inputs", name, value) for name, value in values.items()))
    assert count(learner.browser.get(TOOL).text) == "4 of 4 numbers are yours"


def test_sending_the_form_as_it_stands_makes_nothing_ones_own(installation: Installation, learner: Learner) -> None:
    form = the_form(learner)
    answered = learner.browser.client.post(form.action, data=form.values)
    assert (answered.status_code, answered.location) == (303, f"{TOOL}#result")
    assert stored(installation.database, learner.person) == (0, 0)


def test_changing_one_number_makes_that_one_mine(learner: Learner) -> None:
    form = the_form(learner)
    learner.browser.client.post(form.action, data={**form.values, "input-margin": "1,234.50 kr."})
    html = learner.browser.get(TOOL).text
    assert count(html) == "1 of 4 numbers are yours"
    assert the_form(learner).values["input-margin"] == "DKK\u00a01,234.5"


def test_an_emptied_box_goes_back_to_the_example(learner: Learner) -> None:
    learner.browser.save(answer(CLV, "inputs", "margin", 1500), answer(CLV, "inputs", "horizon", 5))
    form = the_form(learner)
    assert form.values["input-horizon"] == "5"
    learner.browser.client.post(form.action, data={**form.values, "input-margin": " ", "input-horizon": ""})
    after = the_form(learner)
    assert (after.values["input-margin"], after.values["input-horizon"]) == ("DKK\u00a01,000", "")
    assert count(learner.browser.get(TOOL).text) == "0 of 4 numbers are yours"


def test_a_box_that_was_not_sent_keeps_its_number(learner: Learner) -> None:
    learner.browser.save(answer(CLV, "inputs", "margin", 1500))
    form = the_form(learner)
    learner.browser.client.post(form.action, data={"csrf_token": form.values["csrf_token"], "input-retention": "90%"})
    assert count(learner.browser.get(TOOL).text) == "2 of 4 numbers are yours"


def test_the_same_numbers_on_the_tools_page_in_the_module_and_on_the_shelf(learner: Learner) -> None:
    learner.browser.save(answer(CLV, "inputs", "margin", 1500))
    tool, page, shelf = (learner.browser.get(path).text for path in (TOOL, ON_THE_PAGE, "/tools"))
    assert figures(tool) == figures(page)
    assert form_to(tool, TOOL).values["input-margin"] == form_to(page, TOOL).values["input-margin"]
    assert figures(tool)["clv_net"] in shelf.replace("\u00a0", " ")


def test_a_number_entered_in_the_module_is_there_on_the_tools_page(learner: Learner) -> None:
    form = form_to(learner.browser.get(ON_THE_PAGE).text, TOOL)
    answered = learner.browser.client.post(form.action, data={**form.values, "input-retention": "85 %"})
    assert answered.location == f"{ON_THE_PAGE}#customer-value"
    assert the_form(learner).values["input-retention"] == "85%"


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("margin", "a lot", "Enter a number, such as 1,200.50."),
        ("margin", "1e309", "Enter a number, such as 1,200.50."),
        ("margin", "9" * 41, "A number has at most 40 characters here."),
        ("margin", "9" * 20, "That number is too large. Check the zeros."),
        ("retention", "120 %", "The largest number that can be used here is 100%."),
        ("retention", "-1", "The smallest number that can be used here is 0%."),
        ("horizon", "2.5", "Enter a whole number."),
        ("horizon", "0", "The smallest number that can be used here is 1."),
        ("timing", "LATER", "Choose one of the options."),
    ],
)
def test_what_cannot_be_used_is_refused_at_its_field_with_a_sentence(
    installation: Installation, learner: Learner, name: str, typed: str, sentence: str
) -> None:
    form = the_form(learner)
    refused = learner.browser.client.post(form.action, data={**form.values, f"input-{name}": typed})
    assert refused.status_code == 422
    box = refused.text[refused.text.index(f'data-input="{name}"') :]
    assert sentence in box[: box.index("</div>")]
    assert stored(installation.database, learner.person) == (0, 0)
    if name != "timing":
        assert form_to(refused.text, TOOL).values[f"input-{name}"] == typed[:40]


def test_one_bad_number_loses_none_of_the_others(learner: Learner) -> None:
    form = form_to(learner.browser.get(ON_THE_PAGE).text, TOOL)
    typed = {"input-margin": "1,500", "input-retention": "x", "input-discount": "", "input-timing": "ADV"}
    refused = learner.browser.client.post(form.action, data={**form.values, **typed})
    again = form_to(refused.text, TOOL)
    assert {name: again.values[name] for name in typed} == typed
    answered = learner.browser.client.post(again.action, data={**again.values, "input-retention": "90%"})
    assert answered.location == f"{ON_THE_PAGE}#customer-value", "it still comes back to the page of the module"
    after = the_form(learner).values
    assert (after["input-margin"], after["input-retention"]) == ("DKK\u00a01,500", "90%")
    assert (after["input-discount"], after["input-timing"]) == ("10%", "ADV")


@pytest.mark.parametrize(
    ("item", "value", "field"),
    [
        ("margin", "1500", "value"),
        ("margin", True, "value"),
        ("margin", [1500], "value"),
        ("margin", {"a": 1}, "value"),
        ("retention", 1.2, "value"),
        ("horizon", 2.5, "value"),
        ("timing", "LATER", "value"),
        ("timing", 1, "value"),
        ("timing", [], "value"),
        ("timing", {}, "value"),
        ("no-such-input", 1, "item"),
    ],
)
def test_what_the_script_sends_is_judged_the_same(
    installation: Installation, learner: Learner, item: str, value: object, field: str
) -> None:
    refused = learner.browser.save(answer(CLV, "inputs", item, value))
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, f"[0].{field}")
    assert stored(installation.database, learner.person) == (0, 0)


def test_numbers_stand_in_the_block_inputs_alone(learner: Learner) -> None:
    refused = learner.browser.save(answer(CLV, "customer-value", "margin", 1))
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, "[0].block")


def test_the_results_on_the_page_are_those_of_the_operations(learner: Learner) -> None:
    numbers = {"margin": 1500.0, "retention": 0.9, "acquisition_cost": 700.0, "discount": 0.08, "timing": "MID"}
    learner.browser.save(*(answer(CLV, "inputs", name, value) for name, value in numbers.items()))
    expected = evaluate("clv", {**numbers, "growth": 0.0, "horizon": None})
    shown = figures(learner.browser.get(TOOL).text)
    assert shown["clv_gross"] == f"DKK {rounded(expected['clv_gross'])}"
    assert shown["clv_net"] == f"DKK {rounded(expected['clv_net'])}"
    assert shown["multiple"] == f"{expected['multiple']:.2f}".rstrip("0").rstrip(".") + "×"
    assert shown["expected_periods"] == "10 years"


def rounded(value: object) -> str:
    """Return a number of four or five digits to three significant ones, as money is shown."""
    assert isinstance(value, float)
    step = 10 ** (len(str(int(value))) - 3)
    return f"{int(value / step + 0.5) * step:,}"


def test_numbers_without_a_result_say_why(learner: Learner) -> None:
    learner.browser.save(answer(CLV, "inputs", "retention", 1), answer(CLV, "inputs", "growth", 0.2))
    html = learner.browser.get(TOOL).text
    assert figures(html)["clv_net"] == "–"
    assert "With these numbers the value never stops growing." in html
    assert "NaN" not in html


def test_an_unknown_tool_is_not_found(learner: Learner) -> None:
    for path in ("/tools/no-such-tool", "/tools/%00"):
        assert learner.browser.get(path).status_code == 404
        assert learner.browser.post(path).status_code in (400, 404)


def test_the_form_sends_nobody_to_another_site(learner: Learner) -> None:
    form = the_form(learner)
    for address in ("https://evil.example/", "//evil.example", "/\\evil.example", "x" * 2_001):
        answered = learner.browser.client.post(form.action, data={**form.values, "next": address})
        assert answered.status_code in (303, 422)
        assert "evil" not in (answered.location or "")
