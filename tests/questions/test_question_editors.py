"""Editors: an item goes into a form and comes out as it was, and what is wrong stands where it is wrong."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms.fields import BooleanField, FieldList, FormField, SelectMultipleField

from lms.packs.exchange.toml_writing import toml
from lms.questions.editing.item_editor import ItemEditor
from lms.questions.kinds import editor_of, kind_names, kind_of
from lms.questions.text import LANGUAGES

from .conftest import CHOICE, NUMBER
from .generated import MAKERS, NUMBERS, tables
from .material import HOTSPOT, MATCHING, MATRIX, ORDER, RANKING, SCALE, SEVERAL, SHORT

EVERY = [CHOICE, NUMBER, SEVERAL, ORDER, SCALE, MATRIX, SHORT, MATCHING, RANKING, HOTSPOT]
every = pytest.mark.parametrize("table", EVERY, ids=lambda table: str(table["kind"]))


def editor(kind: str) -> type[ItemEditor]:
    found = editor_of(kind)
    assert found is not None, f"{kind} has an editor"
    return found


def form_of(table: dict[str, Any], languages: tuple[str, ...] = ("en", "da")) -> ItemEditor:
    return editor(table["kind"]).from_item(kind_of(table["kind"]).parse(table, languages), "edit-")


def sent(form: Any) -> MultiDict[str, str]:
    """Return what a browser sends of a form as it is shown: with a browser's line ends, ticks only when ticked."""
    return MultiDict([(name, value.replace("\n", "\r\n")) for name, value in _sent(form)])


def _sent(fields: Any) -> Iterator[tuple[str, str]]:
    for field in fields:
        if isinstance(field, FormField | FieldList):
            yield from _sent(field)
        elif isinstance(field, SelectMultipleField):
            yield from ((field.name, choice.value) for choice in field.iter_choices() if choice.selected)
        elif isinstance(field, BooleanField):
            yield from [(field.name, "y")] if field.data else []
        else:
            yield field.name, field._value() if hasattr(field, "_value") else field.data


def errors_of(form: Any) -> dict[str, list[str]]:
    """Return {name of the field: what it says is wrong}."""
    found = {}
    for field in form:
        own = list(getattr(field, "own", None) or (() if isinstance(field, FormField | FieldList) else field.errors))
        if own:
            found[field.name] = own
        if isinstance(field, FormField | FieldList):
            found |= errors_of(field)
    return found


def test_every_kind_is_edited_and_tried() -> None:
    assert set(MAKERS) == set(kind_names()) == {table["kind"] for table in EVERY}


@pytest.mark.parametrize("kind", sorted(MAKERS))
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_an_item_comes_back_as_it_was_through_form_browser_and_file(kind: str, data: st.DataObject) -> None:
    item = kind_of(kind).parse(data.draw(tables(kind)), LANGUAGES)
    form = editor(kind).from_item(item, "edit-")
    assert form.item(LANGUAGES) == item
    back = editor(kind).from_form(sent(form), "edit-")
    assert back.item(LANGUAGES) == item, errors_of(back)
    (written,) = tomllib.loads(toml({"items": [back.table()]}))["items"]
    assert kind_of(kind).parse(written, LANGUAGES) == item


@given(number=NUMBERS)
def test_a_number_is_shown_so_that_it_is_read_as_the_same_number(number: float) -> None:
    form = form_of(NUMBER)
    form.answer.process(None, number)
    assert editor("number").from_form(sent(form), "edit-").answer.data == number


@pytest.mark.parametrize(("typed", "read"), [("0,5", 0.5), ("−3", -3), (" 12 ", 12), ("1.5e3", 1500.0), (".5", 0.5)])
def test_numbers_are_read_as_people_type_them(typed: str, read: float) -> None:
    data = sent(form_of(NUMBER))
    data["edit-answer"] = typed
    assert editor("number").from_form(data, "edit-").answer.data == read


@pytest.mark.parametrize("typed", ["1,200", "about ten", "1 200", "nan", "1e999", "9" * 40, "0x10"])
def test_a_number_that_can_be_misread_is_asked_for_again_and_stays_as_typed(typed: str) -> None:
    data = sent(form_of(NUMBER))
    data["edit-answer"] = typed
    form = editor("number").from_form(data, "edit-")
    assert form.item(("en", "da")) is None
    assert errors_of(form) == {"edit-answer": ["Write a number, for example 1200 or 0.5."]}
    assert dict(sent(form))["edit-answer"] == typed


@every
def test_a_language_left_out_is_asked_for_in_its_own_box(table: dict[str, Any]) -> None:
    data = sent(form_of(table))
    data["edit-stem-da"] = "  "
    form = editor(table["kind"]).from_form(data, "edit-")
    assert form.item(("en", "da")) is None
    assert errors_of(form) == {"edit-stem-da": ["Write this text."]}
    assert form.item(("en",)) is not None, "English alone is enough where the quiz has no other"


@every
def test_what_only_the_kind_knows_stands_at_the_field_it_names(table: dict[str, Any]) -> None:
    data = sent(form_of(table))
    data["edit-stem-en"] = "Which <b>one</b>?"
    form = editor(table["kind"]).from_form(data, "edit-")
    assert form.item(("en", "da")) is None
    assert list(errors_of(form)) == ["edit-stem-en"]
    assert "HTML tag" in errors_of(form)["edit-stem-en"][0]


def test_a_second_right_option_is_told_at_that_option() -> None:
    data = sent(form_of(CHOICE))
    data["edit-options-0-correct"] = "y"
    form = editor("single-choice").from_form(data, "edit-")
    assert form.item(("en", "da")) is None
    assert list(errors_of(form)) == ["edit-options-1-correct"]


def test_a_row_that_names_a_column_no_longer_there_keeps_it_to_be_seen() -> None:
    form = form_of(MATRIX)
    form.act("columns:1:remove")
    assert form.item(("en", "da")) is None
    assert "edit-rows-0-correct" in errors_of(form)
    assert "tells" in [choice.value for choice in form.rows[0].form.correct.iter_choices()]


def test_an_item_that_stops_counting_asks_for_other_feedback() -> None:
    data = sent(form_of(SCALE))
    data["edit-accepted"] = ""
    form = editor("scale").from_form(data, "edit-")
    assert form.item(("en", "da")) is None
    assert set(errors_of(form)) == {"edit-feedback-any-en", "edit-feedback-any-da"}
    assert set(form.table()["feedback"]) == {"any"}


@pytest.mark.parametrize(
    ("action", "ids"),
    [
        ("options:add", ["margin", "words", "rent", "tax", ""]),
        ("options:1:up", ["words", "margin", "rent", "tax"]),
        ("options:0:up", ["margin", "words", "rent", "tax"]),
        ("options:2:down", ["margin", "words", "tax", "rent"]),
        ("options:3:down", ["margin", "words", "rent", "tax"]),
        ("options:0:remove", ["words", "rent", "tax"]),
        *(
            (broken, ["margin", "words", "rent", "tax"])
            for broken in ("", "options", "options:9:up", "stem:0:up", "x:add")
        ),
        *((broken, ["margin", "words", "rent", "tax"]) for broken in ("options:-1:remove", "options:²:up", "kind:add")),
    ],
)
def test_options_are_added_removed_and_moved_by_buttons_and_stay_so_when_sent(action: str, ids: list[str]) -> None:
    form = form_of(SEVERAL)
    form.act(action)
    again = editor("multiple-choice").from_form(sent(form), "edit-")
    assert [option.form.id.data for option in again.options] == ids
    texts = [option.form.text.words.get("en", "") for option in again.options]
    assert texts == [f"The {id}" if id else "" for id in ids]


def test_a_flood_of_options_is_cut() -> None:
    data = sent(form_of(SEVERAL))
    data.update({f"edit-options-{n}-id": f"o{n}" for n in range(500)})
    assert len(editor("multiple-choice").from_form(data, "edit-").options) == 30


def test_nothing_sent_is_an_item_with_everything_to_write_and_no_failure() -> None:
    for kind in kind_names():
        form = editor(kind).from_form(MultiDict({"other": "x"}), "edit-")
        assert form.item(LANGUAGES) is None
        assert "edit-id" in errors_of(form)


def test_the_file_holds_no_more_than_the_author_said() -> None:
    table = copy.deepcopy(CHOICE)
    assert form_of(table).table() == table
