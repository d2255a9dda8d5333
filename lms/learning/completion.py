"""Completion: what a module asks before it counts as completed. One truth for the summary, the pages and HR.

Every required page is read, and every quiz is passed, in the attempt that counts. Exercises are recommended only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil
from typing import Any, Literal

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lms.catalog import shelf
from lms.kernel.permissions import Actor, scope_of
from lms.kernel.prepared import Prepared
from lms.learning.in_hand import InHand
from lms.packs.model import Quiz
from lms.practice.models import ExerciseState, PracticeExercise

ROUNDING = 1e-9
"""What a pass mark may be off by as a binary fraction: 0.7 of 10 is seven, not eight."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing a module asks: `done` of `of`; what is not required is recommended and stops nobody."""

    kind: Literal["pages", "questions", "exercise"]
    done: int
    of: int
    required: bool = True

    @property
    def is_done(self) -> bool:
        """Return whether there is nothing left of it."""
        return self.done >= self.of


@dataclass(frozen=True, slots=True)
class Line:
    """A rule as people read it: what it asks, and where they stand; no standing where nobody is enrolled."""

    rule: Rule
    asks: str
    standing: str


def rules_of(document: dict[str, Any], pages_read: int, quizzes_passed: bool) -> tuple[Rule, ...]:
    """Return what the version's document asks, with how many of its required pages are read."""
    pages = Rule("pages", pages_read, sum(page["required"] for page in document["pages"]))
    quizzes = len(document["quizzes"])
    questions = (Rule("questions", quizzes if quizzes_passed else 0, quizzes),) if quizzes else ()
    return (pages, *questions)


def is_complete(rules: Iterable[Rule]) -> bool:
    """Return whether everything that is required is done."""
    return all(rule.is_done for rule in rules if rule.required)


def standing(hand: InHand) -> tuple[Rule, ...]:
    """Return the rules of a module as its learner stands with them."""
    read = sum(page.read for page in hand.contents if page.required)
    return rules_of(hand.document, read, hand.enrolment is not None and hand.enrolment.quiz_passed)


def checklist(session: Session, actor: Actor, hand: InHand, *, with_practice: bool = True) -> list[Line]:
    """Return the rules in words, the recommended ones last. What it reads of the version is kept in the process.

    Whether an exercise is done takes a query, unless `with_practice` is False.
    """
    words = {"pages": _pages, "questions": _questions}
    lines = [words[rule.kind](session, actor, hand, rule) for rule in standing(hand)]
    if any(block["kind"] == "exercise" for block in _blocks(session, actor, hand)):
        lines.append(_exercise(with_practice and hand.enrolment is not None and _has_practised(session, actor, hand)))
    return lines


def _pages(_session: Session, _actor: Actor, hand: InHand, rule: Rule) -> Line:
    others = len(hand.contents) - rule.of
    asks = ngettext("Read %(num)d page", "Read the %(num)d pages", rule.of)
    if others:
        asks = _("%(pages)s that count; the rest is there if you want more", pages=asks)
    return Line(rule, asks, _("%(done)d read", done=rule.done) if hand.enrolment else "")


def _questions(session: Session, actor: Actor, hand: InHand, rule: Rule) -> Line:
    quizzes = list(_quizzes(session, actor, hand))
    if len(quizzes) == 1:
        asks = _one_quiz(quizzes[0])
    elif any(quiz.settings.attempts for quiz in quizzes):
        asks = _("Pass each of the %(num)d sets of questions", num=rule.of)
    else:
        asks = _("Pass each of the %(num)d sets of questions, as many tries as you like", num=rule.of)
    passed = _("passed") if rule.is_done else _("not passed yet")
    return Line(rule, asks, passed if hand.enrolment else "")


def _one_quiz(quiz: Quiz) -> str:
    points, most = _needed(quiz), quiz.settings.attempts
    if most is None:
        asks: str = _("Pass the questions with %(needed)d of %(asked)d, as many tries as you like", **points)
    else:
        asks = ngettext(
            "Pass the questions with %(needed)d of %(asked)d; there is %(num)d try",
            "Pass the questions with %(needed)d of %(asked)d; there are %(num)d tries",
            most,
            **points,
        )
    return asks


def _exercise(is_done: bool) -> Line:
    rule = Rule("exercise", int(is_done), 1, required=False)
    return Line(rule, _("One exercise at work: recommended, not required"), _("done") if is_done else "")


def _has_practised(session: Session, actor: Actor, hand: InHand) -> bool:
    return _DONE.run(session, actor, module=hand.module.id).first() is not None


_DONE = Prepared(
    lambda actor: (
        select(PracticeExercise.id)
        .where(
            scope_of(PracticeExercise, actor),
            PracticeExercise.module_id == bindparam("module"),
            PracticeExercise.state == ExerciseState.DONE,
        )
        .limit(1)
    )
)


def _needed(quiz: Quiz) -> dict[str, int]:
    """Return the points of one attempt: `needed` to pass of `asked`, a point for a question."""
    return {"needed": ceil(quiz.pass_mark * quiz.count - ROUNDING), "asked": quiz.count}


def _quizzes(session: Session, actor: Actor, hand: InHand) -> Iterator[Quiz]:
    for name in hand.document["quizzes"]:
        row = shelf.quiz_version(session, actor, hand.version.id, name)
        if row is not None:
            yield shelf.quiz(session, row.id)


def _blocks(session: Session, actor: Actor, hand: InHand) -> Iterator[dict[str, Any]]:
    for each in hand.contents:
        page = shelf.page(session, actor, hand.version.id, each.name, "en")
        yield from page.document["blocks"] if page is not None else ()
