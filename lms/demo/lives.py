"""One manager's way through a module, from the invitation to where it stands now, as rows for the tables.

The whole way is drawn first, and what lies in the future is left out: so somebody invited last month is under way for
the same reasons as somebody invited last year was then.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from lms.demo.course import Course, Page, SetInstrument, SetQuiz
from lms.demo.days import at_work
from lms.demo.rows import Owner, Row, Span
from lms.demo.self_assessing import is_straight, levels, sat_answers
from lms.learning.models import State
from lms.people.models import Person

NEVER, STOPS, RETURNS = 0.07, 0.09, 0.09
"""Shares of people who never begin, stop somewhere, and come back after months."""
SITS, REPEATS = 0.8, (0.62, 0.5)
"""Shares of people who do the self-assessment when invited to it, then again, and a third time."""
MOST_TRIES: Final = 3
ABILITY, ABILITY_SPREAD = 1.2, 0.8
"""Ability in logits, and its spread between people."""


@dataclass
class Life:
    """The rows of one manager."""

    enrolment: Row
    reads: list[Row] = field(default_factory=list)
    attempts: list[Row] = field(default_factory=list)
    sittings: list[Row] = field(default_factory=list)
    answers: list[Row] = field(default_factory=list)


class Way:
    """One manager on their way through the course; `now` ends it."""

    def __init__(self, person: Person, course: Course, invited: datetime, now: datetime, chance: Random) -> None:
        """`chance` is this person's own: what others do changes nothing here."""
        self._course, self._now, self._chance = course, now, chance
        self._owner = Owner(person.organisation_id, person.id, chance)
        self._ability = chance.gauss(ABILITY, ABILITY_SPREAD)
        self._levels, self._straight = levels(chance), is_straight(chance)
        self._passed: set[str] = set()
        self.life = Life(self._owner.enrolment(course, invited))

    def walk(self) -> Life:
        """Go the way and return its rows."""
        chance = self._chance
        never, stops = chance.random() < NEVER, self._stop()
        pause = chance.randrange(1, max(2, len(self._course.pages))) if chance.random() < RETURNS else None
        at = at_work(self.life.enrolment["created_at"], chance.expovariate(1 / 11), chance)
        for number, page in enumerate(self._course.pages):
            if never or number >= stops:
                break
            if number:
                away = chance.uniform(70, 160) if number == pause else self._gap()
                at = at_work(at, away, chance) if away else at
            at = self._page(page, at)
        self._finish()
        return self.life

    def _stop(self) -> int:
        pages = len(self._course.pages)
        return self._chance.randrange(1, pages) if pages > 1 and self._chance.random() < STOPS else pages

    def _gap(self) -> float:
        """Return the days until the next page: often none, mostly a few."""
        return self._chance.choice((0, 0, 0, 1, 1, 2, 3, 5, 7, 12))

    def _page(self, page: Page, at: datetime) -> datetime:
        """Open a page, do what it asks, read it to its end; return when."""
        if at > self._now:
            return at
        self._open(page, at)
        at += timedelta(minutes=self._chance.randint(1, 3))
        for instrument in page.instruments:
            if self._chance.random() < SITS:
                at = self._sittings(instrument, at)
        at += timedelta(minutes=max(1, page.contents.minutes) * self._chance.uniform(0.6, 1.5))
        for quiz in page.quizzes:
            at = self._tries(quiz, at)
        at += timedelta(minutes=1)
        if at <= self._now:
            row = {"enrolment_id": self.life.enrolment["id"], "page": page.name, "read_at": at}
            self.life.reads.append(self._owner.own(row))
            self._turn(page, at)
        return at

    def _open(self, page: Page, at: datetime) -> None:
        row = self.life.enrolment
        if row["state"] is State.NOT_STARTED:
            row |= {"state": State.UNDER_WAY, "started_at": at}
        row |= {"place_page": page.name, "place_block": "start", "place_at": at}

    def _turn(self, page: Page, at: datetime) -> None:
        names = [each.name for each in self._course.pages]
        following = names[min(names.index(page.name) + 1, len(names) - 1)]
        self.life.enrolment |= {"place_page": following, "place_block": "start", "place_at": at}

    def _tries(self, here: SetQuiz, at: datetime) -> datetime:
        """Try a quiz until it is passed, three times at most; return when the last try was over."""
        met: Collection[str] = ()
        for number in range(1, MOST_TRIES + 1):
            if number > 1:
                at = at_work(at, self._chance.choice((0, 0, 1, 2, 4)), self._chance)
            span = Span.of(at, self._chance.uniform(7, 20), met)
            at = span.end
            if at > self._now:
                break
            attempt = self._owner.attempt(here, self.life.enrolment["id"], number, span, self._ability)
            self.life.answers += attempt.pop("answers")
            self.life.attempts.append(attempt)
            met = attempt["drawn"] or [item.id for item in here.quiz.items]
            if attempt["passed"]:
                self._passed.add(here.row.name)
                break
        return at

    def _sittings(self, here: SetInstrument, at: datetime) -> datetime:
        """Sit the self-assessment, and again after a season and another; return when the first was over."""
        span = first = Span.of(at, self._chance.uniform(3, 6))
        for number, level in enumerate(self._levels, 1):
            if span.end > self._now or (number > 1 and self._chance.random() > REPEATS[number - 2]):
                break
            given = sat_answers(here.instrument, level, self._straight, self._chance)
            sitting = self._owner.sitting(here, number, given, span)
            self.life.answers += sitting.pop("answers")
            self.life.sittings.append(sitting)
            again = at_work(span.end, self._chance.uniform(92, 185), self._chance)
            span = Span.of(again, self._chance.uniform(3, 6))
        return first.end

    def _finish(self) -> None:
        """Bring the summary up to date: completed with the last required page or the last quiz passed."""
        row, life = self.life.enrolment, self.life
        counted = [read for read in life.reads if read["page"] in self._course.required]
        row["pages_read"] = len(counted)
        quizzes = set(self._course.hand.document["quizzes"])
        row["quiz_passed"] = bool(quizzes) and quizzes <= self._passed
        if len(counted) == row["pages_required"] and quizzes <= self._passed and counted:
            passed = [attempt["submitted_at"] for attempt in life.attempts if attempt["passed"]]
            row |= {
                "state": State.COMPLETED,
                "completed_at": max([*passed, *(read["read_at"] for read in counted)]),
            }


def due_day(row: Row, today: date, chance: Random) -> date:
    """Return the day an enrolment is due: six weeks after the invitation, moved by HR where that is long gone."""
    first: date = row["created_at"].date() + timedelta(weeks=6)
    long_gone = row["state"] is not State.COMPLETED and (today - first).days > 30  # noqa: PLR2004  - a month
    return today + timedelta(days=chance.choice((-12, -6, -2, 9, 9, 16, 23))) if long_gone else first
