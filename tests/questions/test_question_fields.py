"""The fields of the form that works without JavaScript."""

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from lms.questions.kinds import field_of, kind_of

DANISH = {
    "Choose one of the options shown.": "Vælg en af mulighederne.",
    "This is not a number. Write it in digits, for example %(example)s.": "Det er ikke et tal. Skriv fx %(example)s.",
}


def form(table: dict[str, Any], language: str, sent: dict[str, str] | None = None, data: Any = None) -> Form:
    """A form with the item's field under the name "answer"."""
    item = kind_of(table["kind"]).parse(table, ("en", "da"))
    field = field_of(table["kind"])(item, language, gettext=lambda text: DANISH.get(text, text))
    made: type[Form] = type("ItemForm", (Form,), {"answer": field})
    return made(MultiDict(sent) if sent is not None else None, data={"answer": data})


def test_a_danish_learner_sees_danish_options_and_no_key(choice: dict[str, Any]) -> None:
    html = str(form(choice, "da").answer())
    assert "Alle, der er tilfredse" in html
    assert "satisfied" in html
    assert "Fristende" not in html
    assert "correct" not in html


def test_an_option_is_taken_and_marked(choice: dict[str, Any]) -> None:
    filled = form(choice, "en", {"answer": "loyal"})
    assert filled.validate()
    assert filled.answer.data == "loyal"
    assert "checked" in str(filled.answer())


def test_leaving_an_item_out_is_fine(choice: dict[str, Any], number: dict[str, Any]) -> None:
    for table in (choice, number):
        filled = form(table, "en", {"other": "1"})
        assert filled.validate()
        assert filled.answer.data is None


def test_an_option_that_is_not_there_is_refused_in_danish(choice: dict[str, Any]) -> None:
    filled = form(choice, "da", {"answer": "<script>"})
    assert not filled.validate()
    assert filled.answer.errors == ["Vælg en af mulighederne."]


@pytest.mark.parametrize(
    ("language", "typed", "number_read"),
    [("da", "12.500,50", 12500.5), ("sv", "12 500,50 kr", 12500.5), ("en", "12,500.50", 12500.5), ("da", "−3", -3.0)],
)
def test_numbers_are_read_as_the_language_writes_them(
    number: dict[str, Any], language: str, typed: str, number_read: float
) -> None:
    filled = form(number, language, {"answer": typed})
    assert filled.validate(), filled.errors
    assert filled.answer.data == number_read


@pytest.mark.parametrize("typed", ["NaN", "Infinity", "1e309", "0x10", "1_000", "١٢٣abc", "twelve", "1,2,3"])
def test_what_is_no_number_stays_in_the_box_beside_a_sentence(number: dict[str, Any], typed: str) -> None:
    filled = form(number, "da", {"answer": typed})
    assert not filled.validate()
    assert filled.answer.errors == ["Det er ikke et tal. Skriv fx 1.200,50."]
    assert typed in str(filled.answer())


@pytest.mark.parametrize(
    ("typed", "error"),
    [("9" * 100_000, "This number is too long. Write at most 40 characters."),
     ("9" * 16, "This number is too large. Write at most 15 digits.")],
)  # fmt: skip
def test_endless_numbers_are_refused_with_the_limit(number: dict[str, Any], typed: str, error: str) -> None:
    filled = form(number, "en", {"answer": typed})
    assert not filled.validate()
    assert filled.answer.errors == [error]


def test_a_saved_number_is_shown_in_the_readers_format(number: dict[str, Any]) -> None:
    assert 'value="12.500,5"' in str(form(number, "da", data=12500.5).answer())
    assert 'value="12,500.5"' in str(form(number, "en", data=12500.5).answer())
    assert 'value=""' in str(form(number, "en").answer())


def test_per_cent_are_fractions_inside_and_per_cent_outside(number: dict[str, Any]) -> None:
    percent = {**number, "unit": "percent", "answer": 0.15, "tolerance": 0.001, "near": []}
    filled = form(percent, "en", {"answer": "15%"})
    assert filled.validate()
    assert filled.answer.data == 0.15
    assert 'value="15%"' in str(form(percent, "en", data=0.15).answer())
