"""Which rows an actor's questions can ever reach: of people, of progress, of answers."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from lms.answers.models import Answer, AnswerHead
from lms.kernel.audit import AuditEntry
from lms.kernel.model import Base
from lms.kernel.permissions import Role, Rows, models_without_scope, scope_of
from lms.learning.assessing.models import Sitting
from lms.learning.drills.models import Play
from lms.learning.models import Attempt, Enrolment, PageRead
from lms.learning.recall.models import RecallCard, RecallRest
from lms.learning.regrading.models import Regrade
from lms.people.models import Account, KnownDevice, Organisation, Person, SignIn, WrongTry
from lms.practice.models import PracticeExercise, PracticePhotograph, Promise, PromiseReport
from lms.tools.journeys.models import JourneyPicture
from lms.tools.scenarios.models import Scenario, ScenarioLook, ScenarioShare
from tests.people.lives import full_life
from tests.support.company import Company
from tests.support.installation import Installation

PRIVATE = (
    Answer, AnswerHead, Attempt, PageRead, Sitting, Play, PracticeExercise, PracticePhotograph, Promise, PromiseReport,
    Scenario, ScenarioShare, ScenarioLook, JourneyPicture, RecallCard, RecallRest, Regrade,
)  # fmt: skip


def _seen(installation: Installation, company: Company, person: Person, model: type[Base]) -> list[Base]:
    with installation.database.reading() as session:
        return Rows(session, company.actor(person), model).all()


def _whose(rows: Iterable[Base]) -> set[object]:
    return {row.person_id for row in rows}  # type: ignore[attr-defined]


def test_every_model_says_who_sees_its_rows() -> None:
    assert models_without_scope() == []


def test_a_line_manager_reaches_own_reports_progress_and_nobody_elses(
    company: Company, installation: Installation
) -> None:
    manager = company.person()
    report, _ = full_life(company, "report")
    stranger, _ = full_life(company, "stranger")
    with installation.database.writing() as session:
        kept = session.get(Person, report.id)
        assert kept is not None
        kept.manager_id = manager.id
    assert _whose(_seen(installation, company, manager, Enrolment)) == {report.id}
    assert {row.id for row in _seen(installation, company, manager, Person)} == {manager.id, report.id}  # type: ignore[attr-defined]
    assert stranger.id not in {row.id for row in _seen(installation, company, manager, Person)}  # type: ignore[attr-defined]
    for private in PRIVATE:
        assert _seen(installation, company, manager, private) == []


def test_a_manager_of_a_manager_reaches_only_direct_reports(company: Company, installation: Installation) -> None:
    director = company.person()
    head = company.person(manager=director)
    company.person(manager=head)
    assert {row.id for row in _seen(installation, company, director, Person)} == {director.id, head.id}  # type: ignore[attr-defined]


def test_hr_reaches_all_progress_of_the_organisation_and_no_answer(
    company: Company, other_company: Company, installation: Installation
) -> None:
    hr = company.person(Role.HR)
    learner, _ = full_life(company)
    full_life(other_company)
    assert _whose(_seen(installation, company, hr, Enrolment)) == {learner.id}
    for private in PRIVATE:
        assert _seen(installation, company, hr, private) == []


def test_trainer_and_administrator_reach_no_progress_and_no_answer(
    company: Company, installation: Installation
) -> None:
    full_life(company)
    for person in (company.person(Role.TRAINER), company.person(Role.ADMIN)):
        for private in (Enrolment, *PRIVATE):
            assert _seen(installation, company, person, private) == []


def test_nobody_reaches_another_organisation_or_account(
    company: Company, other_company: Company, installation: Installation
) -> None:
    every = frozenset(Role) - {Role.EVERYONE}
    chief = company.person(*every)
    stranger, _ = full_life(other_company)
    for model in (Organisation, Person, AuditEntry, Enrolment, Attempt, Account, SignIn, KnownDevice):
        found = _seen(installation, company, chief, model)
        ids = {
            getattr(row, name, None) for row in found for name in ("id", "organisation_id", "person_id", "account_id")
        }
        assert ids.isdisjoint({other_company.organisation.id, stranger.id, stranger.account_id}), model.__name__
    assert _seen(installation, company, chief, WrongTry) == []


def test_the_scope_of_a_join_is_the_scope_of_a_list(company: Company, installation: Installation) -> None:
    hr = company.person(Role.HR)
    full_life(company)
    with installation.database.reading() as session:
        joined = session.scalars(select(Enrolment).where(scope_of(Enrolment, company.actor(hr)))).all()
    assert {row.id for row in joined} == {row.id for row in _seen(installation, company, hr, Enrolment)}  # type: ignore[attr-defined]
