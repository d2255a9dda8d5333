"""What a changed question, statement or scene means for others is said where it is changed."""

from __future__ import annotations

from typing import Any

import pytest

from lms.packs.mending import KEY
from lms.questions.kinds import editor_of, item_from_document, kind_of
from lms.studio.quizzes.file import QuestionFile
from lms.studio.quizzes.forms.piece_form import Around
from lms.studio.quizzes.lines import warnings_of
from lms.studio.quizzes.making import ANCHORS, new_entry, new_item
from lms.studio.quizzes.naming import id_of, settle_ids
from lms.studio.quizzes.standing import Standing, is_named, standing_of, with_name, without_name

OPTIONS = [{"id": each, "correct": each == "a", "text": {"en": each}, "feedback": {"en": each}} for each in "abc"]
ITEM = {"id": "one", "kind": "single-choice", "stem": {"en": "Which?"}, "options": OPTIONS}


def item(**changed: Any) -> Any:
    """Return the question with changes."""
    return kind_of("single-choice").parse({**ITEM, **changed}, ("en",))


PUBLISHED = {"items": [kind_of("single-choice").document(item())], KEY: []}


def test_a_question_is_new_the_same_reworded_mended_or_another() -> None:
    other_key = [{**each, "correct": each["id"] == "b"} for each in OPTIONS]
    assert standing_of(item(id="two"), PUBLISHED) is Standing.NEW
    assert standing_of(item(), PUBLISHED) is Standing.SAME
    assert standing_of(item(stem={"en": "Which one?"}), PUBLISHED) is Standing.WORDING
    assert standing_of(item(options=other_key), PUBLISHED) is Standing.KEY
    assert standing_of(item(options=OPTIONS[:2]), PUBLISHED) is Standing.MEANING


def test_a_mended_key_is_named_once_more_than_before_and_can_be_taken_back() -> None:
    published = {KEY: ["one"]}
    values = {KEY: ["one", "other"]}
    assert not is_named("one", values, published), "that was an earlier mend"
    named = {KEY: with_name("one", values)}
    assert is_named("one", named, published)
    assert without_name("one", named) == values[KEY]


def test_ids_are_made_of_words_each_once_and_published_ones_stay() -> None:
    maker: Any = editor_of("matrix")
    form = maker.from_table(new_item("matrix", "one", {"en": "Which?"}), "edit-")
    for entry, words in zip(form.columns, ("True", "True"), strict=True):
        entry.form.text.form.en.data = words
    form.rows[0].form.correct.data = ["new-2"]
    settle_ids(form)
    assert [entry.form.id.data for entry in form.columns] == ["true", "true-2"]
    assert form.rows[0].form.correct.data == ["true-2"], "what refers to it follows"
    kept = maker.from_table({"columns": [{"id": "new", "text": {"en": "True"}}]}, "edit-")
    settle_ids(kept, published={"new"})
    assert kept.columns[0].form.id.data == "new"
    assert id_of("Was man hört: ÆØÅ", ["was-man-hoert-aeoeaa"]) not in ("", "was-man-hoert-aeoeaa")


def statements(*reverse: bool) -> QuestionFile:
    """Return a self-assessment of one sub-dimension with these statements."""
    lines = [f'[[items]]\nid = "s{at}"\nsub = "x"\nreverse = {str(each).lower()}\n' for at, each in enumerate(reverse)]
    head = 'kind = "self-assessment"\n[[subscales]]\nid = "x"\ntitle.en = "Listening"\n'
    return QuestionFile("quizzes/x.toml", head + "".join(lines))


@pytest.mark.parametrize(
    ("reverse", "told"),
    [((False, True), "fewer than three"), ((False, False, False), "in one direction"), ((True, False, False), "")],
)
def test_too_few_statements_and_one_direction_are_remarked(reverse: tuple[bool, ...], told: str) -> None:
    words = " ".join(each.words for each in warnings_of(statements(*reverse), "en"))
    assert told in words if told else words == ""


def test_new_entries_are_what_their_forms_hold() -> None:
    assert new_entry("scenes", "one", {"en": "One"})["options"][0]["id"] == "new"
    assert len(ANCHORS) == 5
    assert Around().pages == ()
    assert item_from_document(PUBLISHED["items"][0]).id == "one"
