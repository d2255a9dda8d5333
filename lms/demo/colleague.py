"""The manager two years in: a module completed, three sittings, a certificate, and what was kept at work.

Everything is made by the product's own verbs, in the order and with the dates it would have had: so it is sealed as
everybody's is, and opens for nobody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.demo import recalling
from lms.demo.answering import right_response, wrong_response
from lms.demo.colleague_words import LEVELS
from lms.demo.course import Course, Page, SetInstrument, SetQuiz
from lms.demo.days import Hours, today_in
from lms.demo.history import actor_of
from lms.demo.kept_at_work import Keeping
from lms.demo.managers import Invited
from lms.doors.certificates import operations
from lms.kernel.permissions import Actor
from lms.learning import answering as _answers  # noqa: F401  - where the answers of a quiz go
from lms.learning import attempts, progress
from lms.learning.assessing import context as _registered  # noqa: F401  - where the answers of a sitting go
from lms.learning.assessing import sittings
from lms.learning.assessing.models import Sitting, SittingState
from lms.learning.in_hand import module_by_id
from lms.learning.models import Attempt, AttemptState, Enrolment
from lms.learning.paper import asked, asks_how_sure
from lms.packs.instruments import Instrument, Statement
from lms.packs.model import Quiz
from lms.questions.confidence import sureness_of
from lms.questions.text import Json

FOR_ITS_DUE_DAY: Final = timedelta(weeks=6)
READING_DAYS_AGO: Final = (712, 709, 702, 699)
"""The evenings on which the pages were read."""
REPEATED_DAYS_AGO: Final = (371, 12)
"""When the self-assessment was repeated."""
CERTIFICATE_DAYS_AGO: Final = 697
WRONG: Final = 2
"""Questions not known; the others are."""


def chosen_from(invited: Sequence[Invited]) -> Invited:
    """Return who of the managers it is: the second of those invited first, with a hire date."""
    first = min(each.at for each in invited)
    return [each for each in invited if each.at == first and each.person.hire_date][1]


def live(session: Session, who: Invited, course: Course, secret: bytes, now: datetime) -> None:
    """Live two years of learning."""
    Forerunner(session, actor_of(who.person), course, secret, now).live(who.at)


class Forerunner:
    """One person's two years, told in order."""

    def __init__(self, session: Session, actor: Actor, course: Course, secret: bytes, now: datetime) -> None:
        """`secret` is the installation's key."""
        self._session, self._actor, self._course, self._secret = session, actor, course, secret
        self._hours = Hours(now)
        self._chance = Random(str(actor.person_id))  # noqa: S311  - which questions were not known

    def live(self, invited: datetime) -> None:
        """Read, answer, repeat, practise."""
        session, actor, hand = self._session, self._actor, self._course.hand
        terms = progress.Terms(due=invited.date() + FOR_ITS_DUE_DAY, required=True)
        enrolment = progress.enrol(session, actor, hand, invited, terms)
        for number, page in enumerate(self._course.pages):
            self._read(page, enrolment, self._evening(number))
        for instrument in (each for page in self._course.pages for each in page.instruments):
            for number, days in enumerate(REPEATED_DAYS_AGO, 1):
                self._sit(instrument, number, self._hours.ago(days))
        Keeping(session, actor, self._course, self._secret, self._hours.now).keep()
        with_enrolment = module_by_id(session, actor, hand.module.id)
        recalling.remember(session, actor, with_enrolment, self._secret, self._hours.now)
        done = [block.id for block in Keeping.done_exercises(session, actor, hand.module.id)]
        operations.issue(session, actor, with_enrolment, done, "en", self._hours.ago(CERTIFICATE_DAYS_AGO, 9, 5))

    def _evening(self, page: int) -> datetime:
        """Return when a page was opened: the pages are spread evenly over the evenings."""
        evening = page * len(READING_DAYS_AGO) // len(self._course.pages)
        return self._hours.ago(READING_DAYS_AGO[evening], 16 + page % 2, 20)

    def _read(self, page: Page, enrolment: Enrolment, at: datetime) -> None:
        progress.keep_place(enrolment, page.name, "start", at)
        for instrument in page.instruments:
            self._sit(instrument, 0, at)
        for quiz in page.quizzes:
            self._answer(quiz, enrolment, at + timedelta(minutes=9))
        read_at = at + timedelta(minutes=page.contents.minutes + 12)
        progress.mark_read(self._session, self._course.hand, enrolment, page.name, read_at)
        following = self._course.hand.beside(page.name, 1)
        if following is not None:
            progress.keep_place(enrolment, following.name, "start", read_at)

    def _answer(self, here: SetQuiz, enrolment: Enrolment, at: datetime) -> None:
        session, actor = self._session, self._actor
        attempts.open_attempt(session, enrolment, here.row, here.block, at)
        mine = Attempt.enrolment_id == enrolment.id, Attempt.block == here.block
        attempt = session.scalars(select(Attempt).where(*mine, Attempt.state == AttemptState.OPEN)).one()
        shown = self._responses(here.quiz, attempt)
        score = attempts.submit(session, actor, attempt, shown, self._secret, at + timedelta(minutes=11))
        if score is not None and score.passed:
            progress.pass_quiz(session, self._course.hand, enrolment, at + timedelta(minutes=11))

    def _responses(self, quiz: Quiz, attempt: Attempt) -> dict[str, Json]:
        items = asked(quiz, attempt)
        few = len(items) * (1 - quiz.pass_mark) < WRONG
        unknown = set() if few else {item.id for item in self._chance.sample(items, WRONG)}
        shown: dict[str, Json] = {}
        for item in items:
            key = right_response(item)
            is_wrong = key is None or item.id in unknown
            shown[item.id] = wrong_response(item, self._chance) if is_wrong else key
            if asks_how_sure(quiz, item):
                shown[sureness_of(item.id)] = "fairly" if is_wrong else self._chance.choice(("sure", "sure", "fairly"))
        return shown

    def _sit(self, here: SetInstrument, number: int, at: datetime) -> None:
        """Sit the self-assessment for the first (0), second or third time."""
        session, actor = self._session, self._actor
        earlier = sittings.sittings_of(session, actor, [here.row.quiz_id])[here.row.quiz_id]
        last = today_in(earlier[-1].closed_at) if earlier and earlier[-1].closed_at else None
        sittings.begin(session, actor, here.row, at, last=last, today=today_in(at))
        mine = Sitting.person_id == actor.person_id, Sitting.instrument_id == here.row.quiz_id
        sitting = session.scalars(select(Sitting).where(*mine, Sitting.state == SittingState.OPEN)).one()
        answers = {
            item.id: _point(here.instrument, item, LEVELS[number][place % len(LEVELS[number])])
            for place, item in enumerate(here.instrument.items)
        }
        sittings.close(session, actor, sitting, answers, self._secret, at + timedelta(minutes=4))


def _point(instrument: Instrument, item: Statement, level: int) -> int:
    point = min(level, instrument.scale.points)
    return instrument.scale.points + 1 - point if item.reverse else point
