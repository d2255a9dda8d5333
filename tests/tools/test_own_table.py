"""A table of one's own: an example until something is changed, kept whole, refused cell by cell, private."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.support.company import Company, answer
from tests.support.forms import SeenForm, form_to
from tests.support.installation import Installation
from tests.support.learner import Learner
from tests.support.rows import dump, stored
from tests.support.segments import CONTEXT, TABLE, TOOL, box, rows, said_at

HOSTILE = json.loads((Path(__file__).parents[1] / "cases" / "xss.json").read_text())["cases"]
PROBLEM = re.compile(r"data-problem>([^<]*)<")
HEADLINE = re.compile(r'<output data-output="net_uplift">([^<]*)<')


@pytest.fixture
def learner(company: Company) -> Learner:
    """Return a learner."""
    return Learner.of(company)


def page(learner: Learner) -> str:
    """Return the tool's page as its reader sees it, spaces plain."""
    return learner.browser.get(TOOL).text.replace("\u00a0", " ")


def the_form(learner: Learner) -> SeenForm:
    """Return the tool's form."""
    return form_to(learner.browser.get(TOOL).text, TOOL)


def send(learner: Learner, form: SeenForm, **values: str) -> Any:
    """Send a form; `row_action` is a button, the rest are boxes."""
    without_buttons = {name: value for name, value in form.values.items() if name != "row_action"}
    return learner.browser.client.post(form.action, data={**without_buttons, **values})


def keep(learner: Learner, value: Any, base: int = 0) -> Any:
    """Save the table as the script does."""
    return learner.browser.save(answer(CONTEXT, "inputs", TABLE, value, base=base))


def problem(html: str) -> str:
    """Return what stands in place of a result."""
    found = PROBLEM.search(html)
    assert found is not None
    return unescape(found[1])


def headline(html: str) -> str:
    """Return the headline's figure."""
    found = HEADLINE.search(html)
    assert found is not None
    return found[1]


def test_the_example_is_marked_and_counts_for_nothing(learner: Learner) -> None:
    html = page(learner)
    section = html[html.index('data-table="segments"') :]
    assert "data-own" not in section[: section.index(">")]
    assert "0 of 6 numbers are yours" in html
    assert headline(html) == "DKK 549,000"


def test_every_cell_is_named_by_its_row_and_column(learner: Learner) -> None:
    html = page(learner)
    for name in ("Ambassadors: Share now", "Dissatisfied: Revenue", "Row 1: Group", "Remove Satisfied"):
        assert f'aria-label="{name}"' in html


def test_sending_the_form_as_it_stands_keeps_the_example(installation: Installation, learner: Learner) -> None:
    assert send(learner, the_form(learner)).status_code == 303
    assert stored(installation.database, learner.person) == (0, 0)


def test_a_changed_cell_makes_the_table_mine_and_counts_as_one_number(learner: Learner) -> None:
    learner.browser.client.set_cookie("lms_language", "da")
    answered = send(learner, the_form(learner), **{box(1, "revenue"): "11.000 kr"})
    assert answered.status_code == 303
    learner.browser.client.set_cookie("lms_language", "en")
    html = page(learner)
    assert "1 of 6 numbers are yours" in html
    assert the_form(learner).values[box(1, "revenue")] == "11,000"
    assert "DKK 18,300" in html, "a very satisfied customer is worth more now"


def test_what_was_saved_by_the_script_stands_in_every_language(learner: Learner) -> None:
    assert keep(learner, rows((0, "name", "Fans"), (0, "revenue", 1234.5))).status_code == 200
    learner.browser.client.set_cookie("lms_language", "da")
    values = the_form(learner).values
    assert (values[box(0, "name")], values[box(0, "revenue")]) == ("Fans", "1.234,5")


def test_back_to_the_example(learner: Learner) -> None:
    keep(learner, rows((0, "revenue", 1)))
    answered = send(learner, the_form(learner), row_action="example-segments")
    assert answered.status_code == 303
    html = page(learner)
    assert headline(html) == "DKK 549,000"
    assert "0 of 6 numbers are yours" in html


def test_one_more_row_keeps_everything_typed_and_saves_nothing(installation: Installation, learner: Learner) -> None:
    typed = {box(0, "name"): "Fans", box(1, "share"): "quite a few", "input-customers": "4,321"}
    shown = send(learner, the_form(learner), row_action="add-segments", **typed)
    assert shown.status_code == 200
    again = form_to(shown.text, TOOL).values
    assert {name: again[name] for name in typed} == typed
    assert again[box(4, "share")] == ""
    assert said_at(shown.text, 1, "share") == "Enter a number, such as 1,200.50."
    assert stored(installation.database, learner.person) == (0, 0)


def test_a_removed_row_is_gone_once_the_form_is_kept(learner: Learner) -> None:
    form = the_form(learner)
    without = form_to(send(learner, form, row_action="remove-segments-3").text, TOOL)
    assert box(3, "name") not in without.values
    typed = {box(0, "share"): "35%", box(0, "share_after"): "38%"}
    assert send(learner, without, **typed).status_code == 303
    html = page(learner)
    assert problem(html) == ""
    assert "Dissatisfied" not in html.partition("data-rows>")[2].partition("<template>")[0]


def test_a_full_table_takes_no_more_rows_and_says_so(learner: Learner) -> None:
    form = the_form(learner)
    for _ in range(5):
        shown = send(learner, form, row_action="add-segments")
        form = form_to(shown.text, TOOL)
    assert box(7, "share") in form.values
    assert box(8, "share") not in form.values
    assert "The table is full: it holds 8 rows." in shown.text


def test_rows_left_empty_are_not_kept(learner: Learner) -> None:
    form = form_to(send(learner, the_form(learner), row_action="add-segments").text, TOOL)
    send(learner, form, **{box(0, "name"): "Fans"})
    html = page(learner)
    assert problem(html) == ""
    assert box(4, "name") not in the_form(learner).values


@pytest.mark.parametrize(
    "action", ["add-nothing", "remove-segments-99", "remove-segments-", "erase-segments", "x" * 500]
)
def test_a_button_that_is_not_there_harms_nothing(learner: Learner, action: str) -> None:
    answered = send(learner, the_form(learner), row_action=action)
    assert answered.status_code in (200, 303)
    assert headline(page(learner)) == "DKK 549,000"


def test_no_button_works_without_the_pages_token(installation: Installation, learner: Learner) -> None:
    keep(learner, rows((0, "revenue", 1)))
    refused = learner.browser.client.post(TOOL, data={"row_action": "example-segments"})
    assert refused.status_code == 400
    assert stored(installation.database, learner.person) == (1, 1)


@pytest.mark.parametrize(
    ("column", "typed", "sentence"),
    [
        ("share", "a quarter", "Enter a number, such as 1,200.50."),
        ("retention", "120%", "The largest number that can be used here is 100%."),
        ("revenue", "-5", "The smallest number that can be used here is DKK 0."),
        ("referrals", "9" * 41, "A number has at most 40 characters here."),
        ("cost_to_serve", "9" * 20, "That number is too large. Check the zeros."),
        ("name", "n" * 61, "A name has at most 60 characters."),
    ],
)
def test_a_cell_that_cannot_be_used_is_refused_where_it_stands(
    installation: Installation, learner: Learner, column: str, typed: str, sentence: str
) -> None:
    changed = {box(2, column): typed, box(0, "name"): "Fans", "input-customers": "4,321"}
    refused = send(learner, the_form(learner), **changed)
    assert refused.status_code == 422
    assert said_at(refused.text, 2, column).replace("\u00a0", " ") == sentence
    again = form_to(refused.text, TOOL).values
    assert {name: again[name] for name in changed} == changed
    assert problem(refused.text) == "One of the numbers cannot be used. Look at the fields that are marked."
    assert stored(installation.database, learner.person) == (0, 0)


def test_a_refused_column_behind_more_assumptions_is_in_sight(learner: Learner) -> None:
    refused = send(learner, the_form(learner), **{box(0, "deterred"): "some"})
    assert re.search(r"data-columns checked", refused.text)
    assert not re.search(r"data-columns checked", page(learner))


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ("text", "value"),
        ({"name": "x"}, "value"),
        ([1, 2], "value"),
        ([["a", 1]], "value"),
        (7, "value"),
        (rows() * 3, "value"),
        (rows((2, "share", 1.2)), "value[2].share"),
        (rows((2, "share", "0.3")), "value[2].share"),
        (rows((1, "share", True)), "value[1].share"),
        (rows((1, "share", [0.3])), "value[1].share"),
        (rows((3, "revenue", -1)), "value[3].revenue"),
        (rows((0, "name", "n" * 61)), "value[0].name"),
        (rows((0, "name", "two\nlines")), "value[0].name"),
        (rows((0, "name", None)), "value[0].name"),
        (rows((0, "name", "\u202eevil")), "value[0].name"),
    ],
)
def test_what_the_script_sends_is_judged_cell_by_cell(
    installation: Installation, learner: Learner, value: Any, field: str
) -> None:
    refused = keep(learner, value)
    assert refused.status_code == 422
    assert refused.json["errors"][0]["field"] == f"[0].{field}"
    assert refused.json["errors"][0]["reason"]
    assert stored(installation.database, learner.person) == (0, 0)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (rows((1, "revenue", None), (2, "share", None)), "Cells still empty: 2. Fill them in to see the result."),
        (rows((0, "share", 0.18)), "93%"),
        (rows((0, "share", 0.30)), "105%"),
        (rows()[:1], "2"),
        ([], "2"),
    ],
)
def test_an_unfinished_table_is_kept_and_the_result_says_what_is_missing(
    learner: Learner, value: list[dict[str, Any]], says: str
) -> None:
    assert keep(learner, value).status_code == 200
    html = page(learner)
    assert says in problem(html)
    assert headline(html) == "–"
    assert "NaN" not in html


def test_a_column_that_does_not_add_up_says_by_how_much(learner: Learner) -> None:
    keep(learner, rows((0, "share", 0.18)))
    html = page(learner)
    assert "Share now: 93% in total · 7 points missing" in html
    assert "Share afterwards: 100% in total<" in html


def test_unusual_cells_are_kept_with_a_word(learner: Learner) -> None:
    keep(learner, rows((0, "referrals", 2)))
    assert "Ambassadors, New customers they bring: Higher than most companies see." in page(learner)


def test_columns_nobody_declared_are_not_kept(installation: Installation, learner: Learner) -> None:
    assert keep(learner, [{**row, "password": "hunter2"} for row in rows()]).status_code == 200
    assert "hunter2" not in page(learner)


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: str(case["id"]))
def test_hostile_names_are_kept_as_words_or_refused_and_never_run(learner: Learner, case: dict[str, Any]) -> None:
    base = 0
    for variant in case["variants"]:
        name = str(variant.get("value", ""))[:60]
        saved = keep(learner, rows((0, "name", name)), base)
        assert saved.status_code in (200, 422)
        base += saved.status_code == 200
        html = learner.browser.get(TOOL).text
        assert not re.search(r"<[^>]*=\s*[^>]*__xss[^>]*>", re.sub(r'="[^"]*"', "", html))
        assert html.count("<script") == html.count("</script")
        if saved.status_code == 200:
            assert form_to(html, TOOL).values[box(0, "name")] == name


def test_a_table_is_sealed_in_the_database(installation: Installation, learner: Learner) -> None:
    keep(learner, rows((0, "name", "Zebrafans")))
    assert "Zebrafans" in page(learner)
    assert b"Zebrafans" not in dump(installation.database)


def test_a_table_changed_elsewhere_comes_back_as_a_conflict(learner: Learner) -> None:
    keep(learner, rows((0, "name", "First")))
    late = keep(learner, rows((0, "name", "Second")), base=0)
    assert late.json["conflicts"][0]["current"]["value"][0]["name"] == "First"
    assert the_form(learner).values[box(0, "name")] == "First"


def test_nobody_sees_anybody_elses_table(company: Company, learner: Learner) -> None:
    keep(learner, rows((0, "name", "Zebrafans")))
    assert "Zebrafans" not in page(Learner.of(company))


def test_each_row_shows_what_it_comes_to(learner: Learner) -> None:
    html = page(learner)
    each = html[html.index('data-each="segments"') :]
    each = each[: each.index("</table>")]
    assert "Value of one customer" in each
    assert re.findall(r'scope="row">([^<]*)</th><td [^>]*>([^<]*)</td>', each) == [
        ("Ambassadors", "DKK 40,300"),
        ("Very satisfied", "DKK 17,100"),
        ("Satisfied", "DKK 6,240"),
        ("Dissatisfied", "−DKK 203"),
    ]


def test_the_chart_has_a_row_a_group(learner: Learner) -> None:
    keep(learner, rows((0, "name", "Fans"), (1, "name", "")))
    twin = page(learner).partition("data-twin>")[2].partition("</table>")[0]
    names = re.findall(r'<th scope="row">([^<]*)</th>', twin)
    assert names[:2] == ["Fans", "2"]
