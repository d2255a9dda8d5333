"""What people answered, kind by kind: whoever analyses a quiz counts categories and never sees a person's words."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings

from lms.questions.kinds import kind_of
from lms.questions.scoring import score_item
from tests.questions.conftest import CHOICE, NUMBER
from tests.questions.material import MATRIX, ORDER, SCALE, SEVERAL, SHORT
from tests.questions.test_every_kind import every, garbage, parsed


def said(table: dict[str, Any], response: Any) -> tuple[str, ...]:
    """Return the categories a response to the item of a table falls in."""
    return kind_of(table["kind"]).said(parsed(table), response)


@every
def test_each_category_has_a_key_of_its_own_and_words_in_every_language(table: dict[str, Any]) -> None:
    categories = kind_of(table["kind"]).categories(parsed(table))
    assert len({each.key for each in categories}) == len(categories)
    assert all(each.text["en"] and each.text["da"] for each in categories)
    assert any(each.right for each in categories)


@every
def test_the_key_says_nothing_that_is_wrong_and_no_answer_says_nothing(table: dict[str, Any]) -> None:
    item = parsed(table)
    right = {each.key for each in kind_of(item.kind).categories(item) if each.right}
    found = said(table, score_item(item, None).key)
    assert found
    assert set(found) <= right
    assert said(table, None) == ()


@every
@given(value=garbage)
@settings(max_examples=40, deadline=None)
def test_whatever_is_stored_falls_in_categories_there_are(table: dict[str, Any], value: Any) -> None:
    keys = [each.key for each in kind_of(table["kind"]).categories(parsed(table))]
    found = said(table, value)
    assert len(found) == len(set(found))
    assert set(found) <= set(keys)


@pytest.mark.parametrize(
    ("value", "category"),
    [
        (12500, "right"),
        (12551, "near:14000"),
        (15400, "near:15000"),
        (100, "too-low"),
        (-1e15, "too-low"),
        (99999, "too-high"),
    ],
)
def test_a_number_is_right_a_typical_mistake_too_low_or_too_high(value: float, category: str) -> None:
    assert said(NUMBER, value) == (category,)


def test_a_typical_mistake_is_named_as_the_language_writes_numbers() -> None:
    categories = kind_of("number").categories(parsed(NUMBER))
    assert [each.text["da"] for each in categories] == [
        "Rigtigt",
        "Typisk fejl: 14.000",
        "Typisk fejl: 15.000",
        "For lavt",
        "For højt",
    ]


def test_typical_mistakes_in_another_order_keep_their_keys() -> None:
    turned = copy.deepcopy(NUMBER)
    turned["near"].reverse()
    for value in (14000, 15000):
        assert said(turned, value) == said(NUMBER, value)


@pytest.mark.parametrize(("typed", "category"), [("nps", "right"), ("satisfaction", "other"), ("my boss", "other")])
def test_a_short_text_is_right_or_another_and_its_words_stay_with_the_person(typed: str, category: str) -> None:
    assert said(SHORT, typed) == (category,)


def test_an_order_says_which_parts_stand_in_their_right_place() -> None:
    assert said(ORDER, ["notice", "choose", "count", "do"]) == ("notice", "do")
    assert said(ORDER, ["do", "count", "notice", "choose"]) == ("count",)
    assert said(ORDER, ["count", "notice", "do", "choose"]) == ()


def test_options_cells_and_points_are_counted_one_by_one() -> None:
    assert said(CHOICE, "satisfied") == ("satisfied",)
    assert said(SEVERAL, ["tax", "margin"]) == ("margin", "tax")
    assert said(MATRIX, {"fan": "leaves", "content": "stays"}) == ("content:stays", "fan:leaves")
    assert said(SCALE, 2) == ("2",)
    assert said(SCALE, "cannot-judge") == ("cannot-judge",)


def test_a_point_of_a_scale_is_named_by_its_number_and_its_anchor() -> None:
    texts = [each.text["en"] for each in kind_of("scale").categories(parsed(SCALE))]
    assert texts == ["1 – Not at all", "2", "3", "4", "5 – Entirely", "Cannot judge"]


def test_nothing_is_right_where_nothing_counts() -> None:
    asked = {**SCALE, "feedback": {"any": SCALE["feedback"]["correct"]}}
    del asked["accepted"]
    assert not any(each.right for each in kind_of("scale").categories(parsed(asked)))
