"""Large organisations: figures come from the edition that was counted last, which says when, and is counted again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.assigning.assignments.models import COMPLETED, OPEN, Assigned
from lms.assigning.reports import days, editions, reading, recounting
from lms.assigning.reports.asking import CURRICULUM, MANAGERS, MODULE, MODULES, Filters, Question
from lms.assigning.reports.models import OLD, ReportDay, ReportEdition, ReportFigure, ReportTeam
from lms.assigning.reports.rows import Figures, Report
from lms.kernel import ledger
from lms.kernel.clock import SetClock
from lms.kernel.ids import new_id
from lms.kernel.permissions import Role
from lms.people import departments
from lms.people.models import Department
from lms.people.operations import create_department
from tests.support.company import Company
from tests.support.curriculum import School
from tests.support.installation import Installation
from tests.support.working import do_jobs

COUNTING = (recounting.NAME, recounting.AGAIN)
"""The jobs that are looked at here: nightly ones of other rooms have nothing to do with an edition."""


@pytest.fixture
def _large(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """Treat the company as too large to be counted while a page opens; the others in the installation stay small.

    What is kept of those each day is left out: they are other tests', and there are hundreds.
    """
    is_small, ours, keep_small = editions.is_small, company.organisation.id, days.keep_small
    monkeypatch.setattr(editions, "SMALL", 0)
    monkeypatch.setattr(editions, "is_small", lambda session, id: id != ours or is_small(session, id))
    monkeypatch.setattr(days, "keep_small", lambda work, id: keep_small(work, id) if id == ours else None)


@pytest.fixture
def school(company: Company) -> School:
    """Return a company with two modules."""
    return School(company, size=2)


def _ask(school: School, question: Question) -> Report:
    installation = school.company.installation
    with installation.database.reading() as session:
        return reading.report(session, school.company.actor(school.hr), question, installation.clock.now())


def _count(school: School) -> None:
    """Have the company counted, as whoever presses the button does."""
    installation = school.company.installation
    with installation.database.writing() as session:
        recounting.ask_again(session, school.company.organisation.id, installation.clock.now())
    do_jobs(installation, *COUNTING)


def _count_everybody(installation: Installation) -> None:
    """Do what is done every five minutes; its own row of this period may be done already."""
    with installation.database.writing() as session:
        ledger.enqueue(session, recounting.NAME, now=installation.clock.now())
    do_jobs(installation, *COUNTING)


def _department(school: School, name: str, parent: Department | None = None) -> Department:
    with school.company.installation.database.writing() as session:
        return create_department(session, school.company.organisation, name, parent)


@pytest.mark.usefixtures("_large")
def test_what_is_stored_equals_what_counting_now_says(
    installation: Installation, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    sales = _department(school, "Sales")
    boss = school.company.person(name="Boss", department_id=sales.id)
    for number in range(4):
        person = school.company.person(
            name=f"P{number}", department_id=sales.id if number % 2 else None, manager=boss if number else None
        )
        curriculum = school.publish(title=f"C{number % 2}")
        school.give(
            curriculum, person, due=school.today - timedelta(days=number), state=COMPLETED if number == 3 else OPEN
        )
    _count(school)
    questions = [
        Question(),
        Question(filters=Filters(of=MODULES)),
        Question(CURRICULUM, curriculum),
        Question(MODULE, school.modules[0]),
        Question(MANAGERS, filters=Filters(curriculum=curriculum)),
    ]
    stored = [_ask(school, each) for each in questions]
    monkeypatch.setattr(editions, "SMALL", 1_000)
    live = [_ask(school, each) for each in questions]
    for one, other in zip(stored, live, strict=True):
        assert [(row.key, row.label, row.figures) for row in one.rows] == [
            (row.key, row.label, row.figures) for row in other.rows
        ]
        assert one.totals == other.totals
    assert any(row.figures.late for row in stored[0].rows)
    assert [row.label for row in stored[4].rows] == ["Boss"]


@pytest.mark.usefixtures("_large")
def test_a_large_company_that_was_never_counted_says_so(school: School) -> None:
    school.give(school.publish(), school.company.person())
    assert not _ask(school, Question()).counted
    page = school.browser.get("/assign/reports").text
    assert "Not counted yet" in page
    assert school.browser.get("/assign").status_code == 200


@pytest.mark.usefixtures("_large")
def test_count_again_counts_what_happened_since_and_says_when(
    installation: Installation, school: School, clock: SetClock
) -> None:
    curriculum, somebody = school.publish(), school.company.person()
    [row] = school.give(curriculum, somebody, due=school.today + timedelta(days=9))
    _count(school)
    before = _ask(school, Question())
    with installation.database.writing() as session:
        session.get_one(Assigned, row).state = COMPLETED
    assert _ask(school, Question()).totals == before.totals == Figures(people=1, not_started=1)
    clock.at += timedelta(minutes=2)
    answer = school.browser.post("/assign/reports/counts")
    assert answer.status_code == 303
    asked_twice = school.browser.post("/assign/reports/counts")
    assert asked_twice.location == answer.location, "who asks meanwhile sees the count that is going on"
    told = school.browser.get(answer.location, headers={"Accept": "application/json"}).json
    assert told["ended"] is False
    do_jobs(installation, *COUNTING)
    assert school.browser.get(answer.location).location == "/assign/reports"
    after = _ask(school, Question())
    assert after.totals == Figures(people=1, finished=1, halfway=1)
    assert after.as_of == before.as_of + timedelta(minutes=2)


@pytest.mark.usefixtures("_large")
def test_only_one_edition_of_an_organisation_is_kept(
    installation: Installation, school: School, clock: SetClock
) -> None:
    school.give(school.publish(), school.company.person(manager=school.hr))
    for _ in range(3):
        _count(school)
        clock.at += timedelta(hours=2)
    with installation.database.reading() as session:
        ours = select(ReportEdition).where(ReportEdition.organisation_id == school.company.organisation.id)
        [edition] = session.scalars(ours)
        assert edition.state != OLD
        for model in (ReportFigure, ReportTeam):
            of_ours = select(model.edition_id).where(model.organisation_id == school.company.organisation.id)
            assert set(session.scalars(of_ours)) == {edition.id}


@pytest.mark.usefixtures("_large")
def test_a_count_whose_process_died_halfway_is_made_anew_and_nothing_doubles(
    installation: Installation, school: School, monkeypatch: pytest.MonkeyPatch, clock: SetClock
) -> None:
    school.give(school.publish(), school.company.person())
    real, asked = recounting._show, []

    def dies(*arguments: object) -> None:
        asked.append(arguments)
        if len(asked) == 1:
            raise RuntimeError("killed")
        real(*arguments)  # type: ignore[arg-type]

    with installation.database.writing() as session:
        edition = recounting.ask_again(session, school.company.organisation.id, clock.now())
        edition_id = edition.id
    monkeypatch.setattr(recounting, "_show", dies)
    for _ in range(3):
        do_jobs(installation, *COUNTING)
        clock.at += timedelta(minutes=3)
    with installation.database.reading() as session:
        kept = select(func.count(), func.sum(ReportFigure.people)).where(
            ReportFigure.edition_id == edition_id, ReportFigure.subject == "curriculum"
        )
        counted = session.execute(kept).one()
    assert len(asked) > 1
    assert tuple(counted) in ((1, 1), (0, None)), "the edition holds one row, or a later one has taken its place"
    assert _ask(school, Question()).totals == Figures(people=1, not_started=1)


def test_each_day_leaves_its_totals_and_the_weeks_before_come_from_when_people_finished(
    installation: Installation, school: School, clock: SetClock
) -> None:
    curriculum = school.publish()
    people = [school.company.person(name=f"P{number}") for number in range(3)]
    rows = school.give(curriculum, *people)
    with installation.database.writing() as session:
        done = session.get_one(Assigned, rows[0])
        done.state, done.completed_on = COMPLETED, school.today - timedelta(days=30)
    _count_everybody(installation)
    clock.at += timedelta(days=7)
    with installation.database.writing() as session:
        done = session.get_one(Assigned, rows[1])
        done.state, done.completed_on = COMPLETED, school.today
    report = _ask(school, Question(CURRICULUM, curriculum))
    assert report.totals is not None
    with installation.database.reading() as session:
        around = editions.people_of(session, school.company.organisation.id, clock.now())
        points = days.trend(session, around, {curriculum: report.totals})
        kept = session.scalar(select(func.count()).select_from(ReportDay).where(ReportDay.curriculum_id == curriculum))
    assert kept == days.WEEKS
    assert [point.finished for point in points][-1] == 2
    assert [point.finished for point in points][-3:-1] == [1, 1]
    assert points[0].finished == 0
    assert [point.finished for point in points] == sorted(point.finished for point in points)


@pytest.mark.usefixtures("_large")
def test_people_of_a_department_merged_since_count_where_they_went(installation: Installation, school: School) -> None:
    sales, service = _department(school, "Sales"), _department(school, "Service")
    curriculum = school.publish()
    school.give(curriculum, school.company.person(department_id=sales.id))
    school.give(curriculum, school.company.person(department_id=service.id))
    _count(school)
    with installation.database.writing() as session:
        old, new = session.get_one(Department, sales.id), session.get_one(Department, service.id)
        departments.merge(session, school.company.actor(school.hr), old, new, installation.clock.now())
    report = _ask(school, Question(CURRICULUM, curriculum))
    assert [(row.label, row.people) for row in report.rows] == [("Service", 2)]


def test_a_trainer_cannot_have_everything_counted(company: Company) -> None:
    browser = company.browser(company.person(Role.TRAINER))
    assert browser.post("/assign/reports/counts").status_code in (403, 404)


@pytest.mark.usefixtures("_large")
def test_every_five_minutes_only_companies_with_news_are_counted(
    installation: Installation, school: School, clock: SetClock
) -> None:
    somebody = school.company.person()
    school.give(school.publish(), somebody)

    def as_of() -> object:
        with installation.database.reading() as session:
            shown = editions.shown_edition(session, school.company.organisation.id)
            return shown and shown.as_of

    _count(school)
    first = as_of()
    clock.at += timedelta(minutes=10)
    _count_everybody(installation)
    assert as_of() == first, "nothing happened"
    school.complete(somebody, school.modules[0])
    clock.at += timedelta(seconds=1)
    _count_everybody(installation)
    second = as_of()
    assert second == clock.now()
    clock.at += timedelta(hours=1)
    _count_everybody(installation)
    assert as_of() == clock.now(), "days begin and end, so an hour is long enough"


@pytest.mark.usefixtures("_large")
@pytest.mark.parametrize("order", ["people", "-late", "share", "name", "begun"])
def test_a_place_that_is_no_number_of_ours_is_no_fault_of_ours(school: School, order: str) -> None:
    curriculum = school.publish()
    school.give(curriculum, school.company.person(manager=school.company.person()))
    _count(school)
    for after in ("9" * 30, "-" + "9" * 30, "9" * 199, "none"):
        path = f"/assign/reports/managers?curriculum={curriculum}&order={order}&after={after}&id={new_id()}"
        assert school.browser.get(path).status_code == 200, after
