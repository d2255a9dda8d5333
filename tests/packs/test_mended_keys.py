"""A wrong key may be mended in a minor that names the item: its key and nothing else of it."""

from __future__ import annotations

from typing import Any

import pytest

from lms.packs.mending import keys_changed
from lms.packs.model import Quiz
from lms.packs.problems import PackErrors
from lms.packs.versions import compare, refusals
from lms.questions.kinds import Mendable, item_from_document, kind_names, kind_of
from tests.packs.test_pack_versions import QUIZ, versions

__all__ = ["versions"]
NUMBER = {QUIZ: ('version = "1.0"', 'version = "1.1"')}
MARK = "pass_mark = 0.75"


def mended(*names: str, **key: Any) -> Any:
    """Return a change of the two closures: the items named, and what differs in the item about cups."""

    def change(old: dict[str, Any], new: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        quiz = new["quizzes"]["coffee"]
        quiz["mended"], quiz["version"] = list(names), "1.1"
        next(item for item in quiz["items"] if item["id"] == "cups").update(key)
        return old, new

    return change


def test_a_key_or_tolerance_of_a_named_item_is_minor(versions: Any) -> None:
    for key in ({"answer": 21}, {"tolerance": 2}, {"answer": 21, "tolerance": 2}):
        old, new = mended("cups", **key)(*versions({}, "1.1"))
        assert compare(old, new).level == "minor"
        assert refusals(old, new) == ()


def test_a_key_that_is_not_named_is_refused_with_both_ways_out(versions: Any) -> None:
    old, new = mended(answer=21)(*versions({}, "1.1"))
    refused = refusals(old, new)
    assert refused[0] == "1.1 is a minor step, but the meaning changed; call it 2.0."
    assert 'if the old key was wrong, add "cups" to mended in the quiz file, and the step is minor' in refused[1]


def test_another_unit_or_option_is_meaning_even_when_the_item_is_named(versions: Any) -> None:
    old, new = mended("cups", unit="years")(*versions({}, "1.1"))
    assert refusals(old, new)[0].startswith("1.1 is a minor step")
    old, new = mended("hot")(*versions({}, "1.1"))
    new["quizzes"]["coffee"]["items"][0]["options"][1]["id"] = "nope"
    assert refusals(old, new)[0].startswith("1.1 is a minor step")


def test_the_other_option_becoming_right_is_a_mended_key(versions: Any) -> None:
    old, new = mended("hot")(*versions({}, "1.1"))
    options = new["quizzes"]["coffee"]["items"][0]["options"]
    options[0]["correct"], options[1]["correct"] = options[1]["correct"], options[0]["correct"]
    assert refusals(old, new) == ()
    assert keys_changed(*(Quiz.from_document(each["quizzes"]["coffee"]) for each in (old, new))) == ("hot",)


def test_a_named_item_whose_key_is_the_same_is_refused(versions: Any) -> None:
    old, new = mended("cups")(*versions({}, "1.1"))
    assert refusals(old, new) == (
        'quiz "coffee": mended names "cups", but its key is the same as before; take the name out again',
    )


def test_the_name_stays_and_names_no_later_change(versions: Any) -> None:
    first = mended("cups", answer=21)(*versions({}, "1.1"))[1]
    second = mended("cups", answer=21)(*versions({}, "1.2"))[1]
    assert refusals(first, second) == ()
    again = mended("cups", answer=22)(*versions({}, "1.2"))[1]
    assert refusals(first, again)[0].startswith("1.2 is a minor step")
    twice = mended("cups", "cups", answer=22)(*versions({}, "1.2"))[1]
    twice["quizzes"]["coffee"]["version"] = "1.2"
    assert refusals(first, twice) == ()
    assert refusals(versions({})[0], twice) == (), "an installation that skipped 1.1"
    forgotten = mended(answer=21)(*versions({}, "1.2"))[1]
    assert "the name stays there until the next major" in refusals(first, forgotten)[0]


def test_the_quiz_file_needs_a_number_of_its_own(versions: Any) -> None:
    old, new = mended("cups", answer=21)(*versions({}, "1.1"))
    new["quizzes"]["coffee"]["version"] = "1.0"
    assert "give the quiz file the next minor too" in refusals(old, new)[0]


def test_a_file_that_names_an_item_which_is_not_there_is_refused(read: Any, files: dict[str, str]) -> None:
    text = files[QUIZ]
    assert read({**files, QUIZ: text.replace(MARK, f'{MARK}\nmended = ["cups"]')}).quizzes[0].mended == ("cups",)
    with pytest.raises(PackErrors, match='There is no item "cup"'):
        read({**files, QUIZ: text.replace(MARK, f'{MARK}\nmended = ["cup"]')}, folder="wrong")


def test_every_kind_of_ours_tells_its_key_from_the_rest(versions: Any) -> None:
    assert all(isinstance(kind_of(name), Mendable) for name in kind_names())
    for document in versions({})[0]["quizzes"]["coffee"]["items"]:
        item = item_from_document(document)
        assert kind_of(item.kind).key_words(item)["en"]
