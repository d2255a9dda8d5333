"""What one has planned and promised, as lines for home and "My week", and what may stand on a certificate."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.kernel.permissions import Actor, scope_of
from lms.practice.days import WEEK, asked_words, planned_words
from lms.practice.exercises import Exercise, exercises_of
from lms.practice.models import Promise, PromiseState
from lms.practice.promises import OwnPromise
from lms.practice.together import all_of
from lms.web.languages import local

Group = Literal["asks", "week", "later", "done"]
ORDER: dict[Group, int] = {"asks": 0, "week": 1, "later": 2, "done": 3}
FAR = date.max


@dataclass(frozen=True)
class WeekLine:
    """One thing planned or promised.

    what: the exercise's title, or the promise; whom: to whom it was promised, else empty.
    kind: "exercise" or "promise"; id: of the row. day: the day it is planned for or asked back, or None.
    group: "asks" (a promise whose day has come), "week" (up to six days ahead, without a day, or a day that passed),
    "later", "done". tag: what is said of it, in the reader's language. endpoint, args: its own page.
    """

    what: str
    kind: Literal["exercise", "promise"]
    id: UUID
    day: date | None
    group: Group
    tag: str
    endpoint: str
    args: dict[str, Any] = field(default_factory=dict)
    whom: str = ""
    ended: datetime | None = None

    @property
    def asks(self) -> bool:
        """Return whether it is a promise that waits to be told of."""
        return self.group == "asks"


def in_my_week(session: Session, actor: Actor, secret: bytes, today: date) -> list[WeekLine]:
    """Return what belongs to this week: promises that ask, then by day, then what was done in the last seven days.

    One query, and one more for each published version whose texts this process has not read yet.
    """
    lines = all_lines(session, actor, secret, today)
    return [line for line in lines if line.group in ("asks", "week") or _just_done(line, today)]


def all_lines(session: Session, actor: Actor, secret: bytes, today: date) -> list[WeekLine]:
    """Return everything planned and promised, done or not, in the order of a page."""
    exercises, promises = all_of(session, actor, secret)
    lines = [_exercise_line(each, today) for each in exercises if each.is_open or each.is_done]
    return sorted([*lines, *(_promise_line(each, today) for each in promises)], key=_place)


@dataclass(frozen=True)
class PractisedExercise:
    """An exercise that was done: its block, its title in every language, and when."""

    block: str
    title: dict[str, str]
    done_at: datetime


@dataclass(frozen=True)
class Practised:
    """What was practised in one module: nothing of what was written, promised or photographed."""

    exercises: tuple[PractisedExercise, ...]
    promises_kept: int


def practised(session: Session, actor: Actor, module_id: UUID) -> Practised:
    """Return what the actor has done at work for a module; two queries. Whether it is shown is the person's choice."""
    done = [each for each in exercises_of(session, actor, module_id).values() if each.is_done]
    kept = select(func.count()).where(
        scope_of(Promise, actor), Promise.module_id == module_id, Promise.state == PromiseState.KEPT
    )
    return Practised(
        tuple(
            PractisedExercise(each.block.id, each.block.title, each.row.done_at)
            for each in done
            if each.row is not None and each.row.done_at is not None
        ),
        session.scalar(kept) or 0,
    )


def _place(line: WeekLine) -> tuple[int, float, date]:
    """Return where a line stands: by group, the latest done first, else by day, what has no day at the end."""
    ended = -line.ended.timestamp() if line.ended else 0.0
    return ORDER[line.group], ended, line.day or FAR


def _just_done(line: WeekLine, today: date) -> bool:
    return line.group == "done" and line.ended is not None and (today - line.ended.date()).days < WEEK


def _exercise_line(exercise: Exercise, today: date) -> WeekLine:
    row = exercise.row
    if row is None:
        raise LookupError("an exercise that nobody chose stands in nobody's week")
    day = row.planned_for
    if exercise.is_done:
        group, tag = "done", _("done")
    elif day is None:
        group, tag = "week", _("no day yet")
    else:
        group, tag = "later" if (day - today).days >= WEEK else "week", planned_words(day, today)
    return WeekLine(
        what=local(exercise.block.title),
        kind="exercise",
        id=row.id,
        day=day,
        group=group,  # type: ignore[arg-type]  # mypy widens the literals of a tuple
        tag=str(tag),
        endpoint="practice.exercise",
        args={"identity": row.id},
        ended=row.done_at,
    )


def _promise_line(promise: OwnPromise, today: date) -> WeekLine:
    row = promise.row
    if not promise.is_open:
        group, tag = "done", ended_words(row.state)
    elif promise.asks(today):
        group, tag = "asks", asked_words(row.due, today)
    else:
        group, tag = "later" if (row.due - today).days >= WEEK else "week", asked_words(row.due, today)
    return WeekLine(
        what=promise.words.what,
        kind="promise",
        id=row.id,
        day=row.due,
        group=group,  # type: ignore[arg-type]  # mypy widens the literals of a tuple
        tag=tag,
        endpoint="practice.promise",
        args={"identity": row.id},
        whom=promise.words.whom,
        ended=row.closed_at,
    )


def ended_words(state: PromiseState) -> str:
    """Return how a closed promise ended, in the reader's language."""
    words = {
        PromiseState.KEPT: _("kept"),
        PromiseState.PARTLY: _("partly kept"),
        PromiseState.DROPPED: _("dropped"),
    }
    return str(words[state])
