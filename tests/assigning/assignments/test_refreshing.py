"""Assignments after news: newcomers, who moved, mended dates, absences; and nothing the second time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from lms.assigning.assignments import drafting
from lms.assigning.assignments.audience import Part
from lms.assigning.assignments.dues import Due, Kind
from lms.assigning.assignments.models import OPEN, WITHDRAWN, Assigned
from lms.assigning.curricula.models import CurriculumItem
from lms.assigning.curricula.plan import Item, Section
from lms.kernel import ledger
from lms.people.models import Department
from tests.assigning.assignments.office import EVERYONE, NINETY, Office

DAY = timedelta(days=1)


def _picture(office: Office) -> list[Any]:
    """Return every column of every row."""
    with office.database.reading() as session:
        mine = Assigned.organisation_id == office.company.organisation.id
        return [tuple(row) for row in session.execute(select(*Assigned.__table__.c).where(mine).order_by(Assigned.id))]


def test_a_newcomer_gets_what_stands_and_nobody_else_gets_anything(office: Office) -> None:
    office.hire(2)
    assignment = office.give(due=NINETY)
    before = _picture(office)
    newcomer = office.welcome(hire_date=office.today)
    office.work()
    assert office.row(newcomer).due == office.today + 90 * DAY
    assert office.all_runs(assignment)[-1].given == 1
    assert [each for each in _picture(office) if each in before] == before


def test_what_does_not_stand_reaches_no_newcomer(office: Office) -> None:
    office.give(standing=False)
    newcomer = office.welcome()
    office.work()
    office.night()
    assert office.rows(newcomer) == []


def test_the_same_news_again_changes_nothing_and_makes_no_run(office: Office) -> None:
    assignment = office.give(due=NINETY)
    person = office.welcome(hire_date=office.today)
    office.work()
    before = _picture(office)
    for _ in range(2):
        office.change(person, hire_date=office.today)
        office.night()
    assert _picture(office) == before
    assert len(office.all_runs(assignment)) == 2


def test_a_mended_hire_date_gives_the_date_that_waited_for_it(office: Office) -> None:
    person = office.person()
    office.give(due=NINETY)
    assert office.row(person).missing == "hire_date"
    office.change(person, hire_date=office.today - 5 * DAY)
    office.work()
    assert (office.row(person).missing, office.row(person).due) == (None, office.today + 85 * DAY)


def test_a_new_job_moves_the_date_that_counts_from_it(office: Office) -> None:
    person = office.person(job_since=office.today)
    office.give(due=Due(Kind.ROLE, days=60))
    office.change(person, job_since=office.today + 20 * DAY)
    office.work()
    assert office.row(person).due == office.today + 80 * DAY


def test_an_absence_pauses_and_one_that_is_taken_back_does_not(office: Office) -> None:
    person = office.person()
    office.give(due=Due(Kind.ASSIGNED, days=30))
    office.change(person, away_from=office.today + 10 * DAY, away_until=office.today + 19 * DAY)
    office.work()
    assert office.row(person).due == office.today + 40 * DAY
    office.change(person, away_from=None, away_until=None)
    office.work()
    assert office.row(person).due == office.today + 30 * DAY


def test_days_away_that_were_lived_through_stay_counted_when_the_absence_is_forgotten(office: Office) -> None:
    person = office.person()
    office.give(due=Due(Kind.ASSIGNED, days=30))
    start = office.today
    office.change(person, away_from=start + 10 * DAY, away_until=start + 19 * DAY)
    office.forward(days=25)
    office.night()
    office.change(person, away_from=None, away_until=None)
    office.work()
    assert (office.row(person).due, office.row(person).paused_days) == (start + 40 * DAY, 10)


def test_another_curriculum_finished_sets_the_date_that_waited_for_it(office: Office) -> None:
    person = office.person()
    one, other = (Section((Item(module),)) for module in office.school.modules)
    first = office.school.publish(one, title="First")
    office.give(EVERYONE, curriculum_id=first)
    second = office.school.publish(other, title="Second")
    office.give(EVERYONE, Due(Kind.COMPLETION, days=30, curriculum=first, at_least_days=0), curriculum_id=second)
    assert office.rows(person, curriculum=second)[0].missing == "completion"
    office.complete(person, 0)
    office.work()
    assert office.rows(person, curriculum=second)[0].due == office.today + 30 * DAY


def test_an_event_that_gets_its_day_sets_the_dates_that_waited_for_it(office: Office) -> None:
    person = office.person()
    with office.database.writing() as session:
        event = drafting.save_event(session, office.hr, "Spring conference", None, office.now)
    office.give(due=Due(Kind.EVENT, days=7, event=event.id))
    assert office.row(person).missing == "event"
    with office.database.writing() as session:
        drafting.save_event(session, office.hr, "Spring conference", office.today + 60 * DAY, office.now, event.id)
    office.work()
    assert office.row(person).due == office.today + 67 * DAY


def test_a_changed_rule_moves_the_dates_of_what_is_open(office: Office) -> None:
    person = office.person(hire_date=office.today)
    assignment = office.give(due=NINETY)
    with office.database.writing() as session:
        draft = drafting.Draft(office.curriculum, EVERYONE, due=Due(Kind.HIRE, days=120), id=assignment.id)
        drafting.save_draft(session, office.hr, draft, office.now)
    office.work()
    assert office.row(person).due == office.today + 120 * DAY


def test_who_leaves_a_group_keeps_it_unless_the_assignment_says_otherwise(office: Office) -> None:
    stays, goes = office.hire(2)
    keeping, letting = office.group(stays, name="Keeping"), office.group(goes, name="Letting")
    office.give([Part("group", keeping)])
    office.give([Part("group", letting)], leaves="withdraw")
    for group, person in ((keeping, stays), (letting, goes)):
        office.leave(group, person)
    office.work()
    assert office.row(stays).state == OPEN
    assert (office.row(goes).state, office.row(goes).reason) == (WITHDRAWN, "left")


def test_who_comes_back_into_the_audience_gets_it_again_with_the_earlier_row_kept(office: Office) -> None:
    person = office.hire(1)[0]
    group = office.group(person)
    office.give([Part("group", group)], leaves="withdraw")
    office.leave(group, person)
    office.work()
    office.join(group, person)
    office.work()
    assert [(row.cycle, row.state) for row in office.rows(person)] == [(1, WITHDRAWN), (2, OPEN)]


def test_who_moves_into_a_department_below_the_chosen_one_gets_it(office: Office) -> None:
    of = office.company.organisation.id
    with office.database.writing() as session:
        top = Department(organisation_id=of, name="Service")
        session.add(top)
        session.flush()
        below = Department(organisation_id=of, name="Service desk", parent_id=top.id)
        session.add(below)
    person = office.person(department_id=top.id)
    other = office.person()
    office.give([Part("department", top.id)])
    assert [row.person_id for row in office.rows()] == [person.id]
    office.change(other, department_id=below.id)
    office.work()
    assert office.row(other).state == OPEN


def test_an_ended_assignment_reaches_nobody_new_and_takes_nothing_away(office: Office) -> None:
    person = office.hire(1)[0]
    assignment = office.give()
    with office.database.writing() as session:
        drafting.end(session, office.hr, session.merge(assignment), office.now)
    newcomer = office.welcome()
    office.night()
    assert office.rows(newcomer) == []
    assert office.row(person).state == OPEN


def test_a_curriculum_whose_modules_changed_is_counted_again(office: Office) -> None:
    person = office.hire(1)[0]
    office.complete(person, 0)
    office.give()
    with office.database.writing() as session:
        second = CurriculumItem.module_id == office.school.modules[1]
        mine = CurriculumItem.curriculum_id == office.curriculum
        session.delete(session.scalars(select(CurriculumItem).where(mine, second)).one())
        of = {"organisation": str(office.company.organisation.id), "curriculum": str(office.curriculum)}
        ledger.enqueue(session, "assignments.recount", of, now=office.now)
    office.work()
    assert (office.row(person).state, office.row(person).done, office.row(person).total) == ("completed", 1, 1)


def test_who_moves_from_one_audience_to_another_is_asked_by_the_other_at_once(office: Office) -> None:
    with office.database.writing() as session:
        service, sales = (
            Department(organisation_id=office.company.organisation.id, name=name) for name in ("Service", "Sales")
        )
        session.add_all([service, sales])
    office.person(department_id=sales.id)
    person = office.person(department_id=service.id)
    other = office.give([Part("department", sales.id)], name="Older: it is applied first")
    office.give([Part("department", service.id)], name="Letting go", leaves="withdraw")
    office.change(person, department_id=sales.id)
    office.work()
    assert [row.assignment_id for row in office.rows(person) if row.state == OPEN] == [other.id]
