"""What the manager two years in has kept: own numbers, reflections, exercises, promises, notes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.answers import saving
from lms.answers.sent import SentAnswer
from lms.calculators.declared import Calculator
from lms.catalog import shelf
from lms.demo import colleague_words as words
from lms.demo.course import Course
from lms.demo.days import ZONE, today_in, workday
from lms.demo.highlights import highlight
from lms.demo.tool_shelf import filled_by_facts
from lms.kernel.ids import new_id
from lms.kernel.permissions import Actor
from lms.learning.notes.keeping import Keeper
from lms.practice import exercises, own_words, promises
from lms.practice.content import OwnBlock, own_blocks
from lms.practice.days import next_fridays
from lms.practice.models import Outcome, PracticeExercise
from lms.tools.facts.using import fact_named
from lms.tools.inputs import all_newest
from lms.tools.showing import BLOCK

LANGUAGE: Final = "en"
NUMBERS_DAYS_AGO: Final = (5, 709, 12, 371)
"""When the numbers of each calculator were entered, in the order of the words."""
REFLECTED_DAYS_AGO: Final = 709
CHOSEN_DAYS_AGO, DONE_DAYS_AGO = 702, 698
PLANNED_DAYS_AGO: Final = 4
NOTED_DAYS_AGO: Final = (712, 709, 3)


class Keeping:
    """One person's hand on what is private to them."""

    def __init__(self, session: Session, actor: Actor, course: Course, secret: bytes, now: datetime) -> None:
        """`secret` is the installation's key."""
        self._session, self._actor, self._course, self._secret, self._now = session, actor, course, secret, now
        self._module: UUID = course.hand.module.id
        self._blocks = own_blocks(session, course.hand.version.id)

    def keep(self) -> None:
        """Keep everything the library has a place for."""
        self._numbers()
        self._reflections()
        self._exercises()
        self._promises()
        self._notes()

    @staticmethod
    def done_exercises(session: Session, actor: Actor, module: UUID) -> list[OwnBlock]:
        """Return the exercises done."""
        return [each.block for each in exercises.exercises_of(session, actor, module).values() if each.is_done]

    def _ago(self, days: int, hour: int = 15) -> datetime:
        day = workday(today_in(self._now) - timedelta(days=days))
        return min(datetime.combine(day, time(hour, 35), ZONE), self._now)

    def _numbers(self) -> None:
        known = {each.name: each for each in all_newest(self._session, self._actor)}
        filled = filled_by_facts(self._session, self._actor)
        entered = zip(words.NUMBERS.items(), NUMBERS_DAYS_AGO, strict=True)
        for (name, numbers), days in entered:
            if name in known:
                sent = _sent(known[name], numbers, filled)
                saving.save(self._session, self._actor, sent, self._secret, self._ago(days))

    def _reflections(self) -> None:
        for block, text in words.REFLECTIONS.items():
            if block in self._blocks:
                self._write(own_words.REFLECTION, block, text, REFLECTED_DAYS_AGO)

    def _write(self, kind: str, block: str, text: str, days: int) -> None:
        at = self._ago(days, 17)
        own_words.keep(self._session, self._actor, kind, self._module, block, text, self._secret, at)

    def _exercises(self) -> None:
        if words.DONE_EXERCISE in self._blocks:
            done = self._chosen(words.DONE_EXERCISE, CHOSEN_DAYS_AGO)
            exercises.plan(done, self._ago(DONE_DAYS_AGO).date())
            self._write(own_words.PRACTICE, words.DONE_EXERCISE, words.EXERCISE_NOTE, DONE_DAYS_AGO)
            exercises.complete(done, self._ago(DONE_DAYS_AGO, 17))
        if words.PLANNED_EXERCISE in self._blocks:
            planned = self._chosen(words.PLANNED_EXERCISE, PLANNED_DAYS_AGO)
            exercises.plan(planned, next_fridays(today_in(self._now))[0])
        self._session.flush()

    def _chosen(self, block: str, days: int) -> PracticeExercise:
        version = self._course.hand.version.id
        row = exercises.choose(self._session, self._actor, version, block, self._ago(days))
        return self._session.scalars(select(PracticeExercise).where(PracticeExercise.id == row)).one()

    def _promises(self) -> None:
        kept = self._promise(words.KEPT)
        found = promises.own_promise(self._session, self._actor, kept, self._secret)
        told = self._ago(-words.KEPT.due, 16)
        promises.report(self._session, self._actor, found, Outcome.KEPT, words.KEPT_WHY, None, self._secret, told)
        self._promise(words.ASKED_TODAY)
        self._promise(words.NEXT_WEEK)

    def _promise(self, promised: words.Promised) -> UUID:
        block = next((each.id for each in self._blocks.values() if each.kind == "promise"), None)
        return promises.make(
            self._session,
            self._actor,
            promises.Words(promised.what, promised.whom),
            _by(today_in(self._now), promised.due),
            self._secret,
            self._ago(promised.made),
            place=(self._module, block) if block else None,
        )

    def _notes(self) -> None:
        version = self._course.hand.version.id
        for noted, days in zip(words.NOTES, NOTED_DAYS_AGO, strict=True):
            page = shelf.page(self._session, self._actor, version, noted.page, LANGUAGE)
            contents = highlight(page, noted.beginning, noted.text) if page is not None else None
            if contents is not None:
                at = self._ago(days, 17)
                Keeper(self._session, self._actor, self._secret, at).add(self._module, noted.page, new_id(), contents)


def _by(today: date, days: int) -> date:
    """Return the day so many days from today; the Friday before where that is a weekend to come."""
    day = today + timedelta(days=days)
    return day - timedelta(days=max(0, day.weekday() - 4)) if days > 0 else day


def _sent(calculator: Calculator, numbers: dict[str, Any], filled: frozenset[str]) -> list[SentAnswer]:
    """Return the numbers a calculator has a place for and the fact book does not fill."""
    inputs = {each.name for each in calculator.inputs if fact_named(each) not in filled}
    names = inputs | {each.name for each in calculator.tables}
    context = f"calculator:{calculator.uuid}"
    return [SentAnswer(new_id(), context, BLOCK, name, 0, value) for name, value in numbers.items() if name in names]
