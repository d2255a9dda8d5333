"""Ranges beside the numbers of a tool: kept with them, refused with words at their line, the same without a script."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.support.company import Company, answer
from tests.support.forms import form_to
from tests.support.installation import Installation
from tests.support.learner import Learner
from tests.support.rows import dump, stored
from tests.support.segments import CONTEXT as SEGMENTS
from tests.support.segments import TOOL as SEGMENTS_TOOL

CLV = "calculator:6c1f6f0e-3d55-4d0b-9b57-0f4a5e2f8a11"
TOOL = "/tools/customer-lifetime-value"
RANGES = f"{TOOL}/ranges"


@pytest.fixture
def learner(company: Company) -> Learner:
    """Return a learner."""
    return Learner.of(company)


def a_range(low: Any, high: Any, shape: Any = "triangular") -> dict[str, Any]:
    """Return a range as the script saves it."""
    return {"shape": shape, "low": low, "high": high}


def keep(learner: Learner, item: str, value: Any, context: str = CLV, base: int = 0) -> TestResponse:
    """Save one range as the script does."""
    return learner.browser.save(answer(context, "ranges", item, value, base=base))


def boxes(learner: Learner, path: str = RANGES) -> dict[str, str]:
    """Return what stands in the boxes of the panel."""
    return form_to(learner.browser.get(path).text, RANGES).values


def send(learner: Learner, **typed: str) -> TestResponse:
    """Send the form of the panel with some boxes changed; `low_margin` is the box low-margin."""
    form = form_to(learner.browser.get(RANGES).text, RANGES)
    changed = {name.replace("_", "-", 1): text for name, text in typed.items()}
    kept = {name: text for name, text in form.values.items() if name not in ("add", "action", "expert")}
    return learner.browser.client.post(RANGES, data={**kept, **changed})


def said_at(html: str, name: str) -> str:
    """Return the words at a line."""
    line = html[html.index(f'data-range-of="{name}"') :]
    found = re.search(r"data-error>([^<]*)<", line)
    assert found is not None
    return unescape(found[1])


def test_a_range_stands_beside_its_number_on_the_tools_page_and_on_its_own(learner: Learner) -> None:
    assert keep(learner, "margin", a_range(700, 1400)).status_code == 200
    for path in (TOOL, RANGES, "/tools/uncertainty?tool=customer-lifetime-value"):
        html = learner.browser.get(path).text.replace("\u00a0", " ")
        assert 'name="low-margin" inputmode="decimal" autocomplete="off" value="DKK 700"' in html, path
        assert 'name="high-margin" inputmode="decimal" autocomplete="off" value="DKK 1,400"' in html, path


def test_a_range_is_no_number_of_mine(learner: Learner) -> None:
    keep(learner, "margin", a_range(700, 1400))
    assert "0 of 4 numbers are yours" in learner.browser.get(TOOL).text
    assert "my-number" not in learner.browser.get("/learn").text


def test_a_range_taken_back_leaves_its_boxes_empty(learner: Learner) -> None:
    keep(learner, "margin", a_range(700, 1400))
    assert keep(learner, "margin", None, base=1).json["saved"][0]["revision"] == 2
    assert boxes(learner)["low-margin"] == ""


@pytest.mark.parametrize(
    ("item", "value", "field", "sentence"),
    [
        ("margin", a_range(5, 4), "value", "The low end is above the high end. Swap them."),
        ("retention", a_range(0.5, 1.2), "value", "The range goes beyond what can be entered here. Narrow it."),
        ("retention", a_range(0.5, 0.9, "lognormal"), "value", "This kind of range has no upper end"),
        ("margin", a_range(0, 5, "lognormal"), "value", "This kind of range needs a low end above zero."),
        ("margin", a_range(1, 5, "normal"), "value", "A range is a shape, a low and a high number."),
        ("margin", a_range(1, 5, []), "value", "A range is a shape, a low and a high number."),
        ("margin", a_range("1", 5), "value", "Enter a number"),
        ("margin", a_range(True, 5), "value", "Enter a number"),
        ("margin", a_range(None, 5), "value", "Enter a number"),
        ("margin", {"shape": "pert", "low": 1}, "value", "A range is a shape, a low and a high number."),
        ("margin", {**a_range(1, 2), "likely": 1}, "value", "A range is a shape, a low and a high number."),
        ("margin", [1, 2], "value", "A range is a shape, a low and a high number."),
        ("horizon", a_range(1.5, 3), "value", "Enter a whole number."),
        ("timing", a_range(1, 2), "item", "A choice between options has no range."),
        ("no-such-number", a_range(1, 2), "item", "This calculator has no number with that name."),
    ],
)
def test_what_is_no_range_is_refused_with_a_sentence(
    installation: Installation, learner: Learner, item: str, value: Any, field: str, sentence: str
) -> None:
    refused = keep(learner, item, value)
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, f"[0].{field}")
    assert refused.json["errors"][0]["reason"].startswith(sentence)
    assert stored(installation.database, learner.person) == (0, 0)


def test_a_column_that_must_add_up_has_no_ranges(learner: Learner) -> None:
    refused = keep(learner, "segments.share.1", a_range(0.1, 0.2), SEGMENTS)
    assert refused.json["errors"][0]["reason"].startswith("The numbers of this column must add up")


def test_without_a_script_the_form_keeps_and_runs_at_once(learner: Learner) -> None:
    answered = send(learner, low_margin="700", high_margin="1,400 kr.", low_retention="70%", high_retention="90 %")
    assert answered.status_code == 200
    assert "8 of 10 runs with your ranges fall between" in answered.text
    kept = boxes(learner)
    assert (kept["low-margin"], kept["high-margin"]) == ("DKK\u00a0700", "DKK\u00a01,400")
    assert (kept["low-retention"], kept["high-retention"]) == ("70%", "90%")


def test_sending_the_form_as_it_stands_keeps_nothing_new(installation: Installation, learner: Learner) -> None:
    keep(learner, "margin", a_range(700, 1400, "pert"))
    before = stored(installation.database, learner.person)
    assert send(learner).status_code == 200
    assert stored(installation.database, learner.person) == before


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"low_margin": "700"}, "Enter both ends, or empty both for no range."),
        ({"low_margin": "a lot", "high_margin": "9"}, "Enter a number, such as 1,200.50."),
        ({"low_margin": "1,400", "high_margin": "700"}, "The low end is above the high end. Swap them."),
        ({"low_margin": "1,200", "high_margin": "1,400"}, "The likely number lies outside its own range. Move it,"),
        ({"low_margin": "1e309", "high_margin": "2"}, "Enter a number, such as 1,200.50."),
        ({"low_margin": "700", "high_margin": "1,400", "shape_margin": "bell"}, "A range is a shape,"),
    ],
)
def test_what_is_typed_wrongly_is_said_at_its_line_and_loses_nothing(
    installation: Installation, learner: Learner, typed: dict[str, str], sentence: str
) -> None:
    refused = send(learner, **typed, low_discount="8%", high_discount="12%")
    assert refused.status_code == 422
    assert said_at(refused.text, "margin").startswith(sentence)
    again = form_to(refused.text, RANGES).values
    assert (again["low-margin"], again["low-discount"]) == (typed["low_margin"], "8%")
    assert stored(installation.database, learner.person) == (0, 0)


def test_a_number_moved_out_of_its_range_is_said_at_its_line(learner: Learner) -> None:
    keep(learner, "margin", a_range(700, 1400))
    learner.browser.save(answer(CLV, "inputs", "margin", 5000))
    found = learner.browser.send(RANGES, {"context": CLV})
    assert found.json["problems"]["margin"].startswith("The likely number lies outside its own range.")
    assert found.json["line"] == ""


def test_a_cell_of_a_table_is_added_and_kept(learner: Learner) -> None:
    address = f"{SEGMENTS_TOOL}/ranges"
    form = form_to(learner.browser.get(address).text, address)
    cell = "segments.retention.2"
    asked = {**form.values, "action": "add", "add": cell}
    added = learner.browser.client.post(address, data=asked)
    assert "Very satisfied: " in unescape(added.text)
    kept = form_to(added.text, address).values
    assert kept[f"low-{cell}"] == ""
    sent = {name: text for name, text in kept.items() if name not in ("add", "action")}
    answered = learner.browser.client.post(address, data={**sent, f"low-{cell}": "80%", f"high-{cell}": "92%"})
    assert answered.status_code == 200
    assert form_to(learner.browser.get(address).text, address).values[f"high-{cell}"] == "92%"


def test_a_cell_whose_row_is_gone_waits_unseen(learner: Learner) -> None:
    keep(learner, "segments.retention.9", a_range(0.1, 0.2), SEGMENTS)
    assert "segments.retention.9" not in learner.browser.get(SEGMENTS_TOOL).text


def test_nobody_else_sees_my_ranges_and_no_table_holds_them_in_clear(
    installation: Installation, company: Company, learner: Learner
) -> None:
    keep(learner, "margin", a_range(731.25, 1417.75))
    other = Learner.of(company)
    assert "731.25" not in other.browser.get(RANGES).text
    assert b"731.25" not in dump(installation.database)


def test_ranges_come_with_the_export(learner: Learner) -> None:
    keep(learner, "margin", a_range(731.25, 1417.75))
    assert "731.25" in learner.browser.get("/me/data.json").text
