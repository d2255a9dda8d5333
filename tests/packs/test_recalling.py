"""What of a quiz comes back: what its author says, what is refused in words, and what a change of it means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lms.learning.recall.choosing import MOST, returning
from lms.packs.closure import closure
from lms.packs.model import Pack, Quiz
from lms.packs.recalling import Recall
from lms.packs.versions import compare
from tests.packs.conftest import QUIZ

PATH = "quizzes/coffee.toml"
Read = Callable[..., Pack]
FEEDBACK = 'feedback = {en = "So.", da = "Så."}'
MATRIX = f"""
[[items]]
id = "table"
kind = "matrix"
recall = true
stem = {{en = "Which?", da = "Hvilken?"}}
columns = [{{id = "a", text = {{en = "A", da = "A"}}}}, {{id = "b", text = {{en = "B", da = "B"}}}}]
rows = [
  {{id = "x", text = {{en = "X", da = "X"}}, correct = ["a"], {FEEDBACK}}},
  {{id = "y", text = {{en = "Y", da = "Y"}}, correct = ["b"], {FEEDBACK}}},
]
"""


def number(id: str, line: str = "") -> str:
    """Return a further item that fits."""
    words = '{en = "So.", da = "Så."}'
    head = f'\n[[items]]\nid = "{id}"\nkind = "number"\n{line}stem = {{en = "How many?", da = "Hvor mange?"}}\n'
    return f"{head}answer = 3\nfeedback.correct = {words}\nfeedback.wrong = {words}\n"


def quiz(read: Read, text: str) -> Quiz:
    """Return the quiz of the sound pack with this file."""
    return read({PATH: text}).quizzes[0]


def said_of(item: str, line: str) -> str:
    """Return the sound quiz with a line more in one of its items."""
    assert f'id = "{item}"\n' in QUIZ
    return QUIZ.replace(f'id = "{item}"\n', f'id = "{item}"\n{line}\n', 1)


def ids(*quizzes: Quiz) -> list[str]:
    """Return the ids of what comes back."""
    return [item.id for _quiz, item in returning(quizzes)]


def test_where_nothing_is_said_every_item_that_fits_may_come_back_and_the_digest_stays(read: Read) -> None:
    found = quiz(read, QUIZ)
    assert found.recall == Recall()
    assert "recall" not in found.document(), "its digest stays that of before there was recall"


def test_an_author_names_what_comes_back_or_keeps_one_away(read: Read) -> None:
    assert ids(quiz(read, QUIZ)) == ["hot", "cups"]
    named = quiz(read, said_of("cups", "recall = true"))
    assert ids(named) == ["cups"], "where some are named, nothing else does"
    assert Quiz.from_document(named.document(), named.digest) == named
    assert ids(quiz(read, said_of("cups", "recall = false"))) == ["hot"]


def test_a_quiz_can_be_left_out(read: Read) -> None:
    assert ids(quiz(read, QUIZ.replace("pass_mark", "recall = false\npass_mark", 1))) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (said_of("hot", 'recall = "yes"'), '"recall" must be true or false.'),
        (QUIZ.replace("pass_mark", "recall = 1\npass_mark", 1), '"recall" must be true or false.'),
        (
            said_of("hot", "recall = true").replace("pass_mark", "recall = false\npass_mark", 1),
            "Nothing of this quiz comes back, yet items have recall = true.",
        ),
        (
            QUIZ + MATRIX,
            "This item cannot come back: it does not count, or takes longer than half a minute.",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(problems: Any, text: str, message: str) -> None:
    assert message in [each.message for each in problems({PATH: text})]


def test_to_choose_other_items_is_no_change_of_meaning(read: Read) -> None:
    before, after = read(), read({PATH: said_of("hot", "recall = true")}, folder="after")
    old, new = (closure(pack.modules[0], pack.quizzes) for pack in (before, after))
    assert compare(old, new).level == "minor"


def test_one_of_each_topic_and_eight_of_a_module_at_most(read: Read) -> None:
    topics = 'topics.a.title = {en = "A", da = "A"}\ntopics.b.title = {en = "B", da = "B"}\n\n[[items]]'
    both = said_of("cups", 'topic = "a"').replace('id = "hot"\n', 'id = "hot"\ntopic = "a"\n', 1)
    numbers = "".join(number(f"n{each}", 'topic = "b"\n') for each in range(3))
    assert ids(quiz(read, both.replace("[[items]]", topics, 1) + numbers)) == ["hot", "n0"]
    many = quiz(read, QUIZ + "".join(number(f"n{each}") for each in range(12)))
    assert len(ids(many)) == MOST
    assert ids(many, many) == ids(many), "eight of all its quizzes together"
