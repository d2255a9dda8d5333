"""How a quiz is taken: what is read, what contradicts itself and is refused in words, what a change of it means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lms.packs.closure import closure
from lms.packs.model import Pack, Quiz
from lms.packs.quiz_settings import Settings
from lms.packs.versions import compare
from tests.packs.conftest import QUIZ

PATH = "quizzes/coffee.toml"
ALL = """\
feedback = "end"
attempts = 3
counts = "latest"
shuffle = false
time_limit = 20
review = "answers"
review_from = "last"
partial_credit = false
"""
Read = Callable[..., Pack]


def with_settings(lines: str) -> str:
    """Return the sound quiz with these lines."""
    return QUIZ.replace("pass_mark = 0.75\n", f"pass_mark = 0.75\n{lines}")


def quiz(read: Read, lines: str) -> Quiz:
    """Return the quiz of the sound pack with these lines."""
    return read({PATH: with_settings(lines)}).quizzes[0]


def test_what_a_file_does_not_say_has_a_sensible_default(read: Read) -> None:
    found = quiz(read, "")
    assert found.settings == Settings("end", None, "best", True, None, "full", "submitted", True)
    assert "settings" not in found.document(), "its digest stays that of before there were settings"


def test_every_setting_is_read_and_comes_back_from_the_document(read: Read) -> None:
    found = quiz(read, ALL)
    assert found.settings == Settings("end", 3, "latest", False, 20, "answers", "last", False)
    assert Quiz.from_document(found.document(), found.digest) == found


def test_a_document_that_lacks_a_setting_has_its_default() -> None:
    assert Settings.from_document({"attempts": 2}) == Settings(attempts=2)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("attempts = 0\n", '"attempts" is 0.'),
        ("attempts = 21\n", '"attempts" is 21.'),
        ("time_limit = 241\n", '"time_limit" is 241.'),
        ("time_limit = 0.5\n", '"time_limit" must be a whole number.'),
        ('feedback = "never"\n', 'feedback = "never" is not known.'),
        ('counts = "average"\n', 'counts = "average" is not known.'),
        ('attempts = 1\ncounts = "best"\n', "With one attempt there is nothing to choose."),
        ('review_from = "last"\n', "Without a number of attempts there is no last one."),
        ('review = "score"\nreview_from = "passed"\n', "With only the score there is nothing to show later."),
        (
            'feedback = "immediate"\nreview = "answers"\n',
            "Immediate feedback has shown everything before the review could hide it.",
        ),
        (
            'feedback = "immediate"\nreview_from = "passed"\n',
            "Immediate feedback has shown everything before the review begins.",
        ),
    ],
)
def test_what_cannot_be_or_contradicts_itself_is_told(problems: Any, lines: str, message: str) -> None:
    assert message in [each.message for each in problems({PATH: with_settings(lines)})]


@pytest.mark.parametrize(
    ("lines", "level"),
    [
        ("attempts = 2\n", "major"),
        ('counts = "first"\n', "major"),
        ("time_limit = 10\n", "major"),
        ("partial_credit = false\n", "major"),
        ('feedback = "immediate"\n', "minor"),
        ("shuffle = false\n", "minor"),
        ('review = "answers"\n', "minor"),
        ('review_from = "passed"\n', "minor"),
    ],
)
def test_what_decides_passing_is_meaning_and_how_it_is_shown_is_not(read: Read, lines: str, level: str) -> None:
    before, after = (read({PATH: with_settings(each)}, folder=folder) for each, folder in (("", "a"), (lines, "b")))
    old, new = (closure(pack.modules[0], pack.quizzes) for pack in (before, after))
    found = compare(old, new)
    assert found.level == level
    if level == "major":
        assert found.reasons == ('quiz "coffee" has other attempts, time or partial credit',)
