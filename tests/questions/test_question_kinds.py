"""How kinds come in, and how a whole quiz is scored."""

import subprocess
import sys
from importlib.metadata import EntryPoint
from typing import Any

import pytest

from lms.questions import kinds
from lms.questions.entry_group import EntryGroup, NotInstalled, merged
from lms.questions.kinds import BadResponse, field_of, item_from_document, kind_names, kind_of, why_not
from lms.questions.scoring import score_quiz
from lms.questions.tables import ItemErrors, Table
from lms.questions.text import in_language, missing_translations

OURS = [EntryPoint("number", "lms.questions.number.kind:KIND", "lms.kinds")]


def test_our_kinds_are_there() -> None:
    assert {"single-choice", "number"} <= set(kind_names())
    for name in kind_names():
        assert kind_of(name).name == name
        assert callable(field_of(name))


def test_a_kind_nobody_installed_is_named_and_keeps_its_questions() -> None:
    document = {"id": "why", "kind": "essay", "stem": {"en": "Why?"}, "longest": 400}
    item = item_from_document(document)
    kind = kind_of("essay")
    assert (kind.document(item), item.stem["en"], why_not("essay")) == (
        document,
        "Why?",
        '"essay" is not installed under lms.kinds.',
    )
    with pytest.raises(ItemErrors, match="essay"):
        kind.parse(document, ("en",))
    with pytest.raises(BadResponse):
        kind.response(item, "because")


def test_a_question_nobody_can_ask_counts_for_nothing_and_is_not_scored() -> None:
    item = item_from_document({"id": "why", "kind": "essay", "stem": {"en": "Why?"}})
    score = score_quiz([item], {"why": "because"}, 0.5)
    assert (score.possible, score.passed, score.scores["why"].chosen) == (0, False, "because")


def test_a_kind_that_cannot_be_loaded_is_as_one_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = EntryPoint("essay", "nowhere.at_all.kind:KIND", "lms.kinds")
    monkeypatch.setattr(kinds, "_kinds", EntryGroup("lms.kinds", {"essay": broken.value}))
    assert "nowhere" in why_not("essay")
    assert item_from_document({"id": "why", "kind": "essay"}).stem == {"en": "why"}
    assert kinds.folder_of("essay") == kinds.ABSENT


def test_the_group_itself_says_what_is_not_there() -> None:
    with pytest.raises(NotInstalled, match="essay"):
        EntryGroup("lms.kinds", {}).load("essay")


def test_a_plug_in_adds_a_kind() -> None:
    theirs = EntryPoint("essay", "somewhere.essay.kind:KIND", "lms.kinds")
    assert set(merged(OURS, [theirs, OURS[0]])) == {"number", "essay"}


def test_a_plug_in_cannot_replace_a_kind_quietly() -> None:
    theirs = EntryPoint("number", "somewhere.else:KIND", "lms.kinds")
    with pytest.raises(RuntimeError, match=r"Two things are called .number.*somewhere\.else"):
        merged(OURS, [theirs])


def test_things_are_loaded_once() -> None:
    group = EntryGroup("lms.kinds", {"number": "lms.questions.number.kind:KIND"})
    assert group.load("number") is group.load("number")


def test_questions_are_pure() -> None:
    code = (
        "import sys, lms.questions.scoring, lms.questions.kinds as k; k.kind_of('single-choice'); k.kind_of('number');"
        "sys.exit(any(m in sys.modules for m in ('flask', 'sqlalchemy', 'wtforms', 'numpy', 'lms.kernel')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def quiz(choice: dict[str, Any], number: dict[str, Any]) -> list[Any]:
    """Four items: three choices and a number."""
    choices = [kind_of("single-choice").parse({**choice, "id": id}, ("en", "da")) for id in ("a", "b", "c")]
    return [*choices, kind_of("number").parse(number, ("en", "da"))]


def test_three_of_four_pass_at_75_per_cent(choice: dict[str, Any], number: dict[str, Any]) -> None:
    responses: dict[str, Any] = {"a": "loyal", "b": "loyal", "c": "satisfied", "worth": 12500}
    result = score_quiz(quiz(choice, number), responses, 0.75)
    assert (result.points, result.possible, result.share, result.passed, result.answered) == (3, 4, 0.75, True, 4)


def test_two_of_four_do_not_pass_and_a_missing_answer_counts_nothing(
    choice: dict[str, Any], number: dict[str, Any]
) -> None:
    result = score_quiz(quiz(choice, number), {"a": "loyal", "worth": 12500, "stranger": 1}, 0.75)
    assert (result.points, result.passed, result.answered) == (2, False, 2)
    assert list(result.scores) == ["a", "b", "c", "worth"]


def test_seven_of_ten_pass_at_70_per_cent_although_doubles_are_not_exact(choice: dict[str, Any]) -> None:
    items = [kind_of("single-choice").parse({**choice, "id": f"i{n}"}, ("en", "da")) for n in range(10)]
    assert score_quiz(items, {f"i{n}": "loyal" for n in range(7)}, 0.7).passed
    assert not score_quiz(items, {f"i{n}": "loyal" for n in range(6)}, 0.7).passed


def test_an_empty_quiz_is_not_passed() -> None:
    result = score_quiz([], {}, 0)
    assert (result.passed, result.share) == (False, 0)


def test_a_reader_of_a_language_not_written_yet_gets_english() -> None:
    assert in_language({"en": "Yes", "da": "Ja"}, "sv") == "Yes"
    assert in_language({"en": "Yes", "da": "Ja"}, "da") == "Ja"


def test_missing_translations_are_found_at_any_depth() -> None:
    value = {"title": {"en": "A", "da": "B"}, "inputs": [{"name": "x", "label": {"en": "X"}, "minimum": 0}]}
    assert list(missing_translations(value, ("en", "da"))) == [(("inputs", 0, "label"), "da")]


def test_a_table_keeps_reading_after_a_fault() -> None:
    table = Table({"a": "x", "b": 7, "c": 1, "d": [1], "e": "?", "unkown": 1})
    assert table.whole("a", 0, 9) == 0
    assert table.words("b") == ""
    assert table.flag("c", default=True) is True
    assert table.tables("d") == []
    assert table.table("e").values == {}
    assert table.list_of_words("d") == []
    assert table.text("b") == {}
    assert table.number("missing", 1, 2) == 1
    table.has("unknown")
    table.finish()
    assert len(table.faults) == 9
    assert table.faults[-1].remedy == 'Did you mean "unknown"?'
