"""Who ordered something and may no longer order it when its job runs: nothing is done, and one entry says so."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from lms.assigning.assignments.audience import Part
from lms.assigning.assignments.models import DRAFT, UNDONE, Assignment
from lms.assigning.importing.models import APPLIED, CHECKED
from lms.assigning.roster import acting
from lms.kernel.audit import AuditEntry
from lms.kernel.permissions import Role
from lms.people.models import Person
from tests.assigning.assignments.office import Office
from tests.assigning.importing.files import csv_of
from tests.assigning.importing.importer import Importer
from tests.assigning.roster import test_acts as roster
from tests.support.company import Company

LEARNER = {"roles": frozenset({Role.LEARNER})}
WAYS = pytest.mark.parametrize("lost", [LEARNER, {"active": False}], ids=["no longer HR", "left"])


def _take_away(company: Company, person: Person, lost: dict[str, Any]) -> None:
    with company.installation.database.writing() as session:
        session.execute(update(Person).where(Person.id == person.id).values(lost))


def _refused(company: Company) -> list[tuple[Any, str]]:
    with company.installation.database.reading() as session:
        ours = (AuditEntry.organisation_id == company.organisation.id, AuditEntry.action == "job.refused")
        return [(row.actor_id, row.detail) for row in session.execute(select(AuditEntry).where(*ours)).scalars()]


@pytest.fixture
def office(company: Company) -> Office:
    """Return an office with a curriculum."""
    return Office(company)


@WAYS
def test_an_act_on_many_changes_nobody(company: Company, lost: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acting, "AT_ONCE", 2)
    people = roster.Office(company, 4)
    people.do("location", whom=people.ids(), value="Bergen")
    _take_away(company, people.hr, lost)
    people.work()
    assert people.values("location") == {None}
    assert _refused(company) == [(people.hr.id, "people.act")]


@WAYS
def test_an_import_takes_nobody_on_and_the_rest_of_hr_can_apply_it(company: Company, lost: dict[str, Any]) -> None:
    first = Importer(company)
    here = first.check(csv_of([[first.address("new"), "New One", "Ops", "Manager", ""]]))
    first.browser.post(f"{here}/application")
    _take_away(company, first.hr, lost)
    first.work()
    assert first.person("new") is None
    assert first.found(here).state == CHECKED
    assert _refused(company) == [(first.hr.id, "people.import.apply")]
    second = Importer(company)
    second.apply(here)
    assert second.person("new") is not None


@WAYS
def test_an_import_is_not_undone(company: Company, lost: dict[str, Any]) -> None:
    hr = Importer(company)
    here = hr.bring(csv_of([[hr.address("new"), "New One", "Ops", "Manager", ""]]))
    hr.browser.post(f"{here}/undoing")
    _take_away(company, hr.hr, lost)
    hr.work()
    assert hr.person("new") is not None
    assert hr.found(here).state == APPLIED
    assert _refused(company) == [(hr.hr.id, "people.import.undo")]


@WAYS
def test_nobody_is_given_a_curriculum_and_the_draft_is_there_for_the_rest_of_hr(
    office: Office, lost: dict[str, Any]
) -> None:
    office.hire(3)
    assignment = office.draft()
    run = office.begin(assignment)
    _take_away(office.company, office.school.hr, lost)
    office.work()
    assert office.rows() == []
    assert [each.state for each in office.all_runs(assignment)] == [UNDONE]
    with office.database.reading() as session:
        assert session.get_one(Assignment, assignment.id).state == DRAFT
    assert _refused(office.company) == [(run.by_id, assignment.name)]


def test_a_line_manager_gives_nothing_to_who_no_longer_reports_to_them(office: Office) -> None:
    manager = office.company.person()
    report = office.company.person(manager=manager)
    assignment = office.draft(actor=office.company.actor(manager), audience=(Part("person", report.id),))
    office.begin(assignment, actor=office.company.actor(manager))
    _take_away(office.company, report, {"manager_id": None})
    office.work()
    assert office.rows() == []
    assert _refused(office.company) == [(manager.id, assignment.name)]


def test_who_may_still_order_it_has_it_done(office: Office) -> None:
    """The negative control."""
    office.hire(3)
    office.run(office.give())
    assert len(office.rows()) == 4
    assert _refused(office.company) == []
