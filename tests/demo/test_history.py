"""Two years of the demo company's managers: what the product would have written, and nothing it could not have."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, DateTime, func, select
from sqlalchemy.orm import Session

from lms import demo
from lms.answers.models import Answer, AnswerHead, PersonKey
from lms.catalog import shelf
from lms.demo.days import today_in
from lms.kernel.model import Base
from lms.learning.assessing.models import Sitting
from lms.learning.assessing.rhythm import EARLIEST
from lms.learning.assessing.scoring import result_of
from lms.learning.models import Attempt, Enrolment, PageRead, State
from lms.learning.paper import asked
from lms.people.models import Organisation, Person
from lms.practice.models import PracticeExercise, Promise
from lms.questions.confidence import calibrate
from lms.questions.scoring import score_quiz
from tests.demo.conftest import KEY, LOADED_AT, Load, Loaded

PLANNED = {
    "enrolment.due",
    "practice_exercise.planned_for",
    "promise.due",
    "page_visit.look_at",
    "recall_card.due",
    "review_link.until",
    "assigned.due",
    "assigned.due_by_rule",
    "assigned.late_after",
    "extension_wish.wanted",
    "kept_report.next_at",
    "reminder.due",
    "reminder.on",
    "mail.due",
}
"""The only days that may lie ahead."""


def responses(session: Session) -> dict[str, dict[str, Any]]:
    """Return {context: {item: value}} of everything that is answered openly."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for context, item, value in session.execute(select(Answer.context, Answer.item, Answer.value)):
        if value is not None:
            found[context][item] = json.loads(value)
    return found


def test_the_history_has_something_of_everything(loaded: Loaded) -> None:
    with loaded.database.reading() as session:
        states = Counter(session.scalars(select(Enrolment.state)))
        tries = Counter(session.scalars(select(Attempt.number)))
        sat = Counter(session.scalars(select(Sitting.number)))
        late = session.scalar(
            select(func.count()).where(Enrolment.due < today_in(loaded.now), Enrolment.state != State.COMPLETED)
        )
    assert sum(states.values()) == 240
    assert states[State.COMPLETED] > 120
    assert states[State.UNDER_WAY] >= 10
    assert states[State.NOT_STARTED] >= 10
    assert late is not None
    assert 5 <= late <= 40
    assert tries[1] > tries[2] > tries[3] > 0
    assert sat[1] > 150
    assert sat[1] > sat[2] > sat[3] > 10


def test_who_has_completed_has_read_every_page_that_counts_and_passed(loaded: Loaded) -> None:
    with loaded.database.reading() as session:
        read = Counter(session.scalars(select(PageRead.enrolment_id)))
        passed = set(session.scalars(select(Attempt.enrolment_id).where(Attempt.passed.is_(True))))
        for enrolment in session.scalars(select(Enrolment)):
            is_done = enrolment.pages_read == enrolment.pages_required and enrolment.id in passed
            assert read[enrolment.id] == enrolment.pages_read
            assert enrolment.quiz_passed == (enrolment.id in passed)
            assert (enrolment.state is State.COMPLETED) == is_done == (enrolment.completed_at is not None)
            assert (enrolment.state is State.NOT_STARTED) == (enrolment.started_at is None)


def test_every_score_is_that_of_the_stored_answers(loaded: Loaded) -> None:
    with loaded.database.reading() as session:
        given = responses(session)
        attempts = list(session.scalars(select(Attempt)))
        for attempt in attempts:
            quiz = shelf.quiz(session, attempt.quiz_version_id)
            score = score_quiz(asked(quiz, attempt), given[f"attempt:{attempt.id}"], quiz.pass_mark)
            assert (attempt.score, attempt.passed) == (score.share, score.passed)
            assert attempt.drawn is None or len(set(attempt.drawn)) == quiz.count
    assert attempts


def test_every_result_is_that_of_the_stored_answers(loaded: Loaded) -> None:
    with loaded.database.reading() as session:
        given = responses(session)
        for sitting in session.scalars(select(Sitting)):
            answers = given[sitting.context]
            instrument = shelf.instrument(session, sitting.quiz_version_id)
            assert set(answers) == {item.id for item in instrument.items}
            assert sitting.result == result_of(instrument, answers).document()


def test_nothing_is_dated_ahead_but_what_is_due_or_planned(loaded: Loaded) -> None:
    with loaded.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                latest = session.scalar(select(func.max(column))) if _is_dated(column.type) else None
                if latest is not None and f"{table.name}.{column.name}" not in PLANNED:
                    assert _moment(latest) <= loaded.now, f"{table.name}.{column.name}"


def test_nobody_did_anything_before_they_were_hired_or_invited(loaded: Loaded) -> None:
    with loaded.database.reading() as session:
        invited = {
            row.person_id: row.created_at for row in session.execute(select(Enrolment.person_id, Enrolment.created_at))
        }
        people = {person.id: person for person in session.scalars(select(Person))}
        for person, at in invited.items():
            assert people[person].created_at <= at
            assert people[person].hire_date is None or people[person].hire_date <= at.date()
        for model, column in (
            (Answer, Answer.received_at),
            (PageRead, PageRead.read_at),
            (Attempt, Attempt.started_at),
            (Sitting, Sitting.started_at),
        ):
            firsts: list[tuple[UUID, datetime]] = [
                (person, first) for person, first in session.execute(select(model.person_id, column))
            ]
            assert all(first >= invited[person] for person, first in firsts), model.__tablename__


def test_a_self_assessment_is_never_repeated_within_eight_weeks(loaded: Loaded) -> None:
    with loaded.database.reading() as session:
        ordered = list(session.scalars(select(Sitting).order_by(Sitting.person_id, Sitting.number)))
    for earlier, later in zip(ordered, ordered[1:], strict=False):
        if earlier.person_id == later.person_id:
            assert earlier.closed_at is not None
            assert later.started_at.date() >= earlier.closed_at.date() + EARLIEST


def test_answers_read_back_as_the_current_ones(loaded: Loaded) -> None:
    with loaded.database.reading() as session:
        heads = set(session.scalars(select(AnswerHead.answer)))
        kept = select(func.max(Answer.number)).where(Answer.revision.is_not(None))
        newest = set(session.scalars(kept.group_by(Answer.person_id, Answer.context, Answer.block, Answer.item)))
    assert heads == newest


def test_only_the_colleague_has_anything_private(loaded: Loaded) -> None:
    with loaded.database.reading() as session:
        colleague = session.scalars(select(Person.id).where(Person.email == "colleague@demo.example")).one()
        for model in (Promise, PracticeExercise, PersonKey):
            assert set(session.scalars(select(model.person_id))) == {colleague}, model.__tablename__
        assert set(session.scalars(select(Answer.person_id).where(Answer.sealed.is_not(None)))) == {colleague}


def test_people_are_more_often_right_where_they_say_they_are_sure(load: Load) -> None:
    loaded = load("sqlite", "the library")
    said: Counter[str] = Counter()
    right: Counter[str] = Counter()
    with loaded.database.reading() as session:
        given = responses(session)
        for attempt in session.scalars(select(Attempt)):
            quiz, answers = shelf.quiz(session, attempt.quiz_version_id), given[f"attempt:{attempt.id}"]
            scores = score_quiz(asked(quiz, attempt), answers, quiz.pass_mark).scores
            for level, figures in calibrate(scores, answers).levels.items():
                said[level] += figures.said
                right[level] += figures.right
    shares = {level: right[level] / said[level] for level in said}
    assert shares["guess"] < shares["fairly"] < shares["sure"] < 0.95
    assert said["sure"] > 300


def test_loading_again_changes_nothing(loaded: Loaded) -> None:
    before = _fingerprint(loaded)
    assert not demo.load(loaded.database, loaded.clock, KEY.encode())
    assert _fingerprint(loaded) == before


def test_the_same_day_gives_the_same_history(load: Load) -> None:
    one, other = load("sqlite", "a small library"), load("sqlite", "a small library")
    assert _fingerprint(one) == _fingerprint(other)


def test_a_year_later_the_history_is_as_long(load: Load) -> None:
    """The negative control of the one above, and the history moves along with the day of loading."""
    later = load("sqlite", "a small library", LOADED_AT.replace(year=2027))
    with later.database.reading() as session:
        founded = session.scalars(select(Organisation.created_at)).one()
        completed = session.scalar(select(func.count()).where(Enrolment.state == State.COMPLETED))
    assert 728 <= (later.now - founded).days <= 736
    assert completed is not None
    assert completed > 120
    assert _fingerprint(later) != _fingerprint(load("sqlite", "a small library"))


def _fingerprint(loaded: Loaded) -> list[Any]:
    """Return what everybody but the colleague has done, whose ids and questions are drawn by the product itself."""
    with loaded.database.reading() as session:
        colleague = session.scalars(select(Person.id).where(Person.email == "colleague@demo.example")).one()
        people = session.execute(select(Person.name, Person.email, Person.hire_date, Person.job).order_by(Person.email))
        others = select(Person.email, Enrolment.state, Enrolment.due, Enrolment.completed_at, Attempt.score)
        ways = session.execute(
            others.join(Enrolment, Enrolment.person_id == Person.id)
            .outerjoin(Attempt, Attempt.enrolment_id == Enrolment.id)
            .where(Person.id != colleague)
            .order_by(Person.email, Attempt.number)
        )
        answers = select(Answer.item, Answer.value, Answer.received_at).where(Answer.person_id != colleague)
        rows = [*people, *ways, *session.execute(answers.order_by(Answer.number))]
        return [tuple(row) for row in rows]


def _is_dated(kind: Any) -> bool:
    return isinstance(getattr(kind, "impl", kind), Date | DateTime)


def _moment(latest: Any) -> datetime:
    if isinstance(latest, datetime):
        return latest if latest.tzinfo else latest.replace(tzinfo=UTC)
    return datetime(latest.year, latest.month, latest.day, tzinfo=UTC)
