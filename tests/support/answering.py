"""Many people who answered a quiz, written as rows: for tests of figures, where each by hand would take too long."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from lms.answers.models import Answer
from lms.catalog import shelf
from lms.catalog.models import Module, ModuleVersion, QuizVersion
from lms.kernel.ids import new_id
from lms.learning.analysis import folding
from lms.learning.analysis.models import ItemRelease, ItemTally
from lms.learning.models import Attempt, AttemptState, Enrolment, State
from lms.people.erasing import erase
from lms.people.models import Person
from lms.questions.scoring import score_quiz
from tests.support.company import MODULE, Company
from tests.support.installation import Installation
from tests.support.learner import RIGHT, Learner

ITEM = "either-or"
"""The question the tests look at, of the tests' own library."""
SECONDS = 20
"""Between two answers of one attempt."""


def submitted(
    company: Company,
    answers: Sequence[Mapping[str, Any]],
    *,
    quiz: str = MODULE,
    module: str = MODULE,
    block: str = "quiz",
) -> None:
    """Let one new person each submit the newest quiz of a module with these answers, {item: value}."""
    now = company.installation.clock.now()
    rows: dict[Any, list[dict[str, Any]]] = {Person: [], Enrolment: [], Attempt: [], Answer: []}
    with company.installation.database.writing() as session:
        newest = select(QuizVersion, Module).join(ModuleVersion, ModuleVersion.id == QuizVersion.version_id)
        version, home = session.execute(
            newest.join(Module, Module.id == ModuleVersion.module_id)
            .where(QuizVersion.name == quiz, Module.slug == module, QuizVersion.organisation_id.is_(None))
            .order_by(ModuleVersion.major.desc(), ModuleVersion.minor.desc())
        ).first() or (None, None)
        assert version is not None
        assert home is not None
        asked = shelf.quiz(session, version.id)
        for given in answers:
            score = score_quiz(asked.items, dict(given), asked.pass_mark)
            own = {"organisation_id": company.organisation.id, "person_id": new_id()}
            enrolment, attempt = new_id(), new_id()
            rows[Person].append(
                {"id": own["person_id"], "organisation_id": own["organisation_id"], "name": "One of many"}
                | {"email": f"{attempt.hex}@{company.marker}.example", "created_at": now}
            )
            rows[Enrolment].append(
                {"id": enrolment, **own, "module_id": home.id, "cycle": 1, "major": version_major(version)}
                | {"state": State.UNDER_WAY, "created_at": now}
            )
            rows[Attempt].append(
                {"id": attempt, **own, "enrolment_id": enrolment, "quiz_version_id": version.id, "block": block}
                | {"number": 1, "state": AttemptState.SUBMITTED, "score": score.share, "passed": score.passed}
                | {"started_at": now, "submitted_at": now + timedelta(minutes=9)}
            )
            rows[Answer] += [
                {"id": new_id(), **own, "context": f"attempt:{attempt}", "block": block, "item": item}
                | {"base": 0, "revision": 1, "version": version.number, "value": json.dumps(value)}
                | {"received_at": now + timedelta(seconds=SECONDS * place)}
                for place, (item, value) in enumerate(given.items(), 1)
            ]
        for model, made in rows.items():
            session.execute(insert(model), made)


def version_major(version: QuizVersion) -> int:
    """Return the major of a quiz's version."""
    return int(version.number.partition(".")[0])


def count(installation: Installation) -> None:
    """Let the job count what there is."""
    database, now = installation.database, installation.clock.now()
    for source in (folding.ATTEMPTS, folding.SITTINGS):
        folding.fold(source, database.reading, database.writing, now)


def take_quiz(company: Company, people: int, **answers: Any) -> list[Learner]:
    """Let so many new people submit the quiz in turn, all right but for `answers` (by item with _ for -)."""
    found = []
    for _ in range(people):
        learner = Learner.of(company)
        try_again(learner, **answers)
        found.append(learner)
    return found


def try_again(learner: Learner, **answers: Any) -> None:
    """Submit one attempt, each answer saved four seconds after the one before."""
    context = learner.begin()
    given = RIGHT | {item.replace("_", "-"): value for item, value in answers.items()}
    for item, value in given.items():
        learner.installation.clock.forward(seconds=4)
        assert learner.browser.save(learner.answer(context, item, value)).status_code == 200
    learner.submit(context)


def tally(company: Company, item: str = ITEM) -> ItemTally | None:
    """Return the live tally of an item."""
    return _one(company, ItemTally, item)


def release(company: Company, item: str = ITEM) -> ItemRelease | None:
    """Return what is told of an item."""
    return _one(company, ItemRelease, item)


def _one(company: Company, model: Any, item: str) -> Any:
    with company.installation.database.reading() as session:
        found = select(model).where(model.organisation_id == company.organisation.id, model.item == item)
        return session.scalars(found).first()


def regraded(installation: Installation, attempt: UUID, scores: dict[str, float]) -> None:
    """Give an attempt other points, as a regrade does."""
    with installation.database.writing() as session:
        session.execute(update(Attempt).where(Attempt.id == attempt).values(scores=scores))


def erase_person(installation: Installation, person: Person) -> None:
    """Erase somebody."""
    with installation.database.writing() as session:
        kept = session.get(Person, person.id)
        assert kept is not None
        erase(session, kept, installation.clock.now())
