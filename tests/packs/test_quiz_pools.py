"""The pool of a quiz file: what is drawn, what topics and pages are checked, what a change of it means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lms.packs.closure import closure
from lms.packs.model import Pack, Quiz
from lms.packs.versions import compare
from tests.packs.conftest import QUIZ

PATH = "quizzes/coffee.toml"
TOPICS = """
[topics.heat]
title.en = "Heat"
title.da = "Varme"
page = "01-why"

[topics.numbers]
title.en = "Numbers"
title.da = "Tal"
"""
HOT, CUPS = 'kind = "single-choice"\n', 'kind = "number"\n'
POOL = (
    QUIZ.replace("pass_mark = 0.75\n", "pass_mark = 0.75\ndraw = 1\nconfidence = true\n" + TOPICS)
    .replace(HOT, HOT + 'topic = "heat"\n')
    .replace(CUPS, CUPS + 'topic = "numbers"\npage = "02-how"\n')
)
Read = Callable[..., Pack]


def quiz(read: Read, text: str = POOL) -> Quiz:
    """Return the quiz of the sound pack with this text."""
    return read({PATH: text}).quizzes[0]


def test_topics_pages_and_the_draw_are_read(read: Read) -> None:
    found = quiz(read)
    assert (found.count, len(found.items), found.pool.confidence) == (1, 2, True)
    assert [found.pool.topic(item.id) for item in found.items] == ["heat", "numbers"]
    assert [found.pool.page(item.id) for item in found.items] == ["01-why", "02-how"]
    assert found.pool.topics["heat"].title == {"en": "Heat", "da": "Varme"}


def test_a_quiz_comes_back_from_its_document_with_its_pool(read: Read) -> None:
    found = quiz(read)
    assert Quiz.from_document(found.document(), found.digest) == found


def test_a_quiz_without_a_pool_keeps_the_document_it_was_published_with(read: Read) -> None:
    found = quiz(read, QUIZ)
    assert set(found.document()) == {"uuid", "name", "version", "kind", "title", "pass_mark", "languages", "items"}
    assert found.pool.drawn(found.items, "an attempt") is None


def test_so_many_of_each_topic(read: Read) -> None:
    found = quiz(read, POOL.replace("draw = 1\n", "draw_per_topic = 1\n"))
    assert found.count == 2
    assert set(found.pool.drawn(found.items, "an attempt") or ()) == {"hot", "cups"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("draw = 1\n", "draw = 3\n", "draw is 3, but there are 2 items."),
        ("draw = 1\n", "draw = 1\ndraw_per_topic = 1\n", "There are two ways to draw."),
        ('topic = "heat"\n', 'topic = "heet"\n', 'There is no topic "heet".'),
        ('topic = "heat"\n', "", "This item has no topic."),
        ('topic = "heat"\n', 'topic = "numbers"\n', 'No item has the topic "heat".'),
        ('page = "02-how"\n', 'page = "02-hwo"\n', 'No module that uses this quiz has a page "02-hwo".'),
        ('page = "01-why"\n', 'page = "04-gone"\n', 'No module that uses this quiz has a page "04-gone".'),
        ('title.da = "Tal"\n', "", '"title.da" is missing.'),
    ],
)
def test_what_is_wrong_with_a_pool_is_told(problems: Any, old: str, new: str, message: str) -> None:
    assert old in POOL
    assert message in [each.message for each in problems({PATH: POOL.replace(old, new, 1)})]


def test_a_draw_of_nothing_that_counts_is_told(problems: Any) -> None:
    begin = POOL.index("answer = 20")
    unscored = (
        POOL[:begin]
        .replace('kind = "number"', 'kind = "scale"')
        .replace('unit = "count"', "points = 2\nfeedback.any = {en = 'Well.', da = 'Nå.'}")
    )
    anchors = "".join(f"\n[[items.anchors]]\nat = {at}\ntext = {{en = 'x', da = 'y'}}\n" for at in (1, 2))
    (problem,) = problems({PATH: unscored + anchors})
    assert problem.message == "An attempt could consist of items that do not count."


def test_how_many_are_drawn_is_meaning_and_topics_pages_and_confidence_are_not(read: Read) -> None:
    def level(text: str) -> tuple[str, tuple[str, ...]]:
        before, after = (read({PATH: each}, folder=folder) for each, folder in ((POOL, "a"), (text, "b")))
        old, new = (closure(pack.modules[0], pack.quizzes) for pack in (before, after))
        found = compare(old, new)
        return found.level, found.reasons

    assert level(POOL.replace("draw = 1\n", "draw = 2\n")) == (
        "major",
        ('quiz "coffee" draws another number of items',),
    )
    assert level(POOL.replace("confidence = true\n", ""))[0] == "minor"
    assert level(POOL.replace('page = "02-how"\n', ""))[0] == "minor"
    assert level(POOL.replace('"Heat"', '"Warmth"'))[0] == "minor"
