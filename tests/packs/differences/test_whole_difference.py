"""A difference of meaning is told exactly where the checker asks for a major version, and none is left out."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from lms.packs.closure import closure
from lms.packs.differences.comparing import differences
from lms.packs.differences.model import Difference
from lms.packs.model import Pack
from lms.packs.reading import read_pack
from lms.packs.versions import compare

SHELF = Path(__file__).parents[2] / "shelf"
CALC = "modules/coffee/price-of-a-cup.calc.toml"
QUIZ = "quizzes/coffee.toml"
WHY, HVORFOR = "modules/coffee/en/01-why.md", "modules/coffee/da/01-why.md"
Closure = dict[str, Any]
Changes = dict[str, tuple[str, str]]


@pytest.fixture(scope="module")
def shelf_closure() -> Closure:
    """The tests' own library: a quiz, a self-assessment, a drill, four calculators, three languages."""
    pack = read_pack(SHELF)
    return dict(closure(pack.modules[0], [*pack.quizzes, *pack.instruments, *pack.drills]))


@pytest.fixture
def told(read: Callable[..., Pack], files: dict[str, str]) -> Callable[[Changes], list[Difference]]:
    """What is told of the sound pack when words in some files are replaced."""

    def told(changes: Changes) -> list[Difference]:
        changed = dict(files)
        for name, (old, new) in changes.items():
            assert old in changed[name]
            changed[name] = changed[name].replace(old, new)
        before, after = (closure(p.modules[0], p.quizzes) for p in (read(folder="old"), read(changed, folder="new")))
        return [*differences(before, after)]

    return told


def _leaves(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict | list) and value:
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield (*at, key)
            yield from _leaves(inner, (*at, key))


_IDENTITY = {"id", "name", "kind", "tree", "references", "format", "points", "start", "value", "sub"}
"""What cannot be changed alone without the document ceasing to be one; the tests below change these by hand."""


def _changed(closure: Closure, chance: Random) -> Closure:
    """Return the closure with one to three values of it changed, wherever they stand."""
    new = copy.deepcopy(closure)
    paths = [path for path in _leaves(new) if not _IDENTITY & set(path)]
    for path in chance.sample(paths, chance.randint(1, 3)):
        holder = new
        try:
            for key in path[:-1]:
                holder = holder[key]
            value = holder[path[-1]]
        except (KeyError, IndexError):
            continue  # an earlier change took it away
        if isinstance(value, bool):
            holder[path[-1]] = not value
        elif isinstance(value, int | float):
            holder[path[-1]] = value + 1
        elif isinstance(value, str) and value:
            holder[path[-1]] = value + " more"
        elif isinstance(value, list) and len(value) > 2 and path[-1] in ("items", "pages", "objectives", "scenes"):
            del value[chance.randrange(len(value))]
    return new


@pytest.mark.parametrize("seed", range(12))
def test_meaning_is_told_if_and_only_if_the_checker_says_major(shelf_closure: Closure, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 -- nothing secret hangs on it
    for _ in range(8):
        new = _changed(shelf_closure, chance)
        level, found = compare(shelf_closure, new).level, differences(shelf_closure, new)
        assert any(each.is_meaning for each in found) == (level == "major")
        assert bool(found) == (level != "same")


@pytest.mark.parametrize("shelf", ["pages", "quizzes", "instruments", "drills", "calculators"])
def test_whatever_goes_or_comes_is_told(shelf_closure: Closure, shelf: str) -> None:
    new = copy.deepcopy(shelf_closure)
    within = new["module"] if shelf in ("pages", "calculators") else new
    within[shelf].pop(next(iter(within[shelf])) if isinstance(within[shelf], dict) else 0)
    assert any(each.said.endswith("is gone.") for each in differences(shelf_closure, new))
    assert differences(new, shelf_closure)


def test_nothing_is_told_of_another_number_alone(shelf_closure: Closure) -> None:
    new = copy.deepcopy(shelf_closure)
    new["module"]["version"] = "9.9"
    for quiz in new["quizzes"].values():
        quiz["version"] = "9.9"
    assert differences(shelf_closure, new) == ()


def test_a_mended_typo_is_wording_marked_word_by_word(told: Any) -> None:
    (found,) = told({WHY: ("more than 3", "more than three")})
    assert (found.level, found.place.name, found.place.part) == ("wording", "01-why", "the-cup")
    assert found.values["block"] == {"en": "The cup", "da": "The cup"}
    (detail,) = found.details
    marks = [(run.mark, run.text.strip()) for run in detail.runs if run.mark != "same"]
    assert (detail.language, marks) == ("en", [("gone", "3."), ("new", "three.")])


def test_another_key_is_meaning_and_says_why_and_what(told: Any) -> None:
    (found,) = told({QUIZ: ("answer = 20", "answer = 21")})
    assert found.is_meaning
    assert found.place.whole == ("quiz", "coffee")
    assert found.values["name"] == {"en": "How many cups are ten and ten?", "da": "Hvor mange kopper er ti og ti?"}
    assert found.why == "Meaning: answers that are given already would count otherwise."
    assert [run.text for run in found.details[0].runs] == ["20.0", "21.0"]
    assert "If the old right answer was wrong" in found.details[-1].steps[0].term


def test_feedback_and_a_key_in_one_quiz_are_two_differences(told: Any) -> None:
    found = told({QUIZ: ("answer = 20", "answer = 21"), WHY: ("A cup costs", "A mug costs")})
    assert sorted(each.level for each in found) == ["meaning", "wording"]


def test_the_words_of_a_question_beside_its_new_key_stay_wording(told: Any) -> None:
    changed = 'stem.en = "How many cups?"\nstem.da = "Hvor mange kopper er ti og ti?"\nanswer = 21'
    old = 'stem.en = "How many cups are ten and ten?"\nstem.da = "Hvor mange kopper er ti og ti?"\nanswer = 20'
    meaning, wording = told({QUIZ: (old, changed)})
    assert (meaning.level, wording.level) == ("meaning", "wording")
    assert [step.term for step in wording.details[0].steps] == ["Question", "Question"]


@pytest.mark.parametrize(
    ("changes", "level", "said"),
    [
        ({"modules/coffee/module.toml": ("required = true", "required = false")}, "meaning", "Nobody has to read"),
        ({"modules/coffee/module.toml": ("minutes = 6", "minutes = 7")}, "wording", "The page takes another time."),
        ({WHY: ('title = "Why"', 'title = "Why cups"')}, "wording", "The page was renamed."),
        ({CALC: ("price * 365", "price * 366"), QUIZ: ("x", "x")}, "meaning", "The calculator computes otherwise."),
        ({CALC: ("Of one cup.", "Of a cup.")}, "wording", "The calculator reads otherwise, and computes the same."),
        ({QUIZ: ("pass_mark = 0.75", "pass_mark = 0.5")}, "meaning", "The quiz has another pass mark."),
        ({QUIZ: ("It steams.", "It smokes.")}, "wording", "The quiz reads otherwise, and asks the same."),
        ({"modules/coffee/media/cover.svg": ("#0b5d51", "#b5472f")}, "wording", "The picture changed."),
        (dict.fromkeys((WHY, HVORFOR), ('id = "cup"', 'id = "mug"')), "meaning", "“%(name)s” is gone."),
    ],
)
def test_each_change_is_told_in_words(told: Any, changes: Changes, level: str, said: str) -> None:
    if CALC in changes and "366" in changes[CALC][1]:
        changes = {CALC: ("price * 365", "price * 366 - price")}
    found = told(changes)
    assert any(each.level == level and each.said.startswith(said) for each in found), found


def test_a_page_that_is_renamed_in_danish_only_says_so_in_danish(told: Any) -> None:
    (found,) = told({HVORFOR: ('title = "Hvorfor"', 'title = "Hvorfor dog"')})
    assert [detail.language for detail in found.details] == ["da"]


def test_pages_that_change_places_are_moved_once(shelf_closure: Closure) -> None:
    new = copy.deepcopy(shelf_closure)
    pages = new["module"]["pages"]
    pages.append(pages.pop(0))
    (found,) = differences(shelf_closure, new)
    assert found.said == "The page stands after “%(after)s” now."
    assert found.place.name == pages[-1]["name"]


def test_a_block_that_goes_and_one_that_comes_are_told_with_their_words(shelf_closure: Closure) -> None:
    new = copy.deepcopy(shelf_closure)
    page = new["module"]["pages"][0]
    for text in page["texts"].values():
        block = next(each for each in text["blocks"] if each["kind"] == "text")
        block["id"] = "quite-another"
    found = differences(shelf_closure, new)
    assert {each.said for each in found} == {"%(block)s was added.", "%(block)s was removed."}
    assert all(each.level == "wording" and each.details for each in found)


def test_what_is_gone_says_so_and_what_is_there_does_not(shelf_closure: Closure) -> None:
    new = copy.deepcopy(shelf_closure)
    new["module"]["pages"].pop()
    new["quizzes"]["loyalty-economics"]["items"].pop()
    found = differences(shelf_closure, new)
    assert {each.place.role for each in found if each.is_gone} >= {"page", "quiz"}
    assert not any(each.is_gone for each in differences(new, shelf_closure))


def test_the_notes_on_translations_are_one_difference_however_many_they_are(shelf_closure: Closure) -> None:
    new = copy.deepcopy(shelf_closure)
    new["module"]["translations"] = {"da": {"module.toml": {"title": "0123456789abcdef", "summary": "copied"}}}
    (found,) = differences(shelf_closure, new)
    assert (found.level, found.details) == ("wording", ())
