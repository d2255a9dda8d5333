"""HR's home: what needs somebody, then the curriculum assigned last by department, flat in the number of people."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest
from sqlalchemy import event, update

from lms.assigning.assignments.models import ACTIVE, Assignment
from lms.assigning.reports import editions, recounting
from lms.kernel.outbox import FAILED, Mail
from tests.assigning.reports.test_pages import FIGURE, NAME
from tests.support.company import Company
from tests.support.curriculum import School
from tests.support.mailed import told_by_mail
from tests.support.working import do_jobs


@pytest.fixture
def school(company: Company) -> School:
    """Return a company in which one of two people is late, and the assignment is carried out."""
    found = School(company, size=1)
    late, other = company.person(name="Late One"), company.person(name="Other One")
    curriculum = found.publish(title="First steps")
    found.give(curriculum, late, due=found.today - timedelta(days=2))
    found.give(curriculum, other, due=found.today + timedelta(days=2))
    with company.installation.database.writing() as session:
        ours = Assignment.organisation_id == company.organisation.id
        session.execute(update(Assignment).where(ours).values(state=ACTIVE))
    return found


def test_the_curriculum_assigned_last_stands_by_department_and_opens_its_names(school: School) -> None:
    page = school.browser.get("/assign").text
    assert "First steps, by department" in page
    figures = FIGURE.findall(page)
    assert figures
    for link, count in figures:
        assert len(NAME.findall(school.browser.get(html.unescape(link)).text)) == int(count)


def test_a_mail_that_failed_is_an_exception_that_leads_to_why(school: School) -> None:
    assert "could not be delivered" not in school.browser.get("/assign").text
    person = school.company.person(name="Unreached")
    told_by_mail(school.company, person, "words")
    with school.company.installation.database.writing() as session:
        session.execute(update(Mail).where(Mail.person_id == person.id).values(state=FAILED))
    page = school.browser.get("/assign").text
    assert "could not be delivered" in page
    assert 'href="/assign/mail?show=failed"' in page


def test_a_large_companys_late_are_those_of_its_last_count(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editions, "SMALL", 0)
    installation = school.company.installation
    with installation.database.writing() as session:
        recounting.ask_again(session, school.company.organisation.id, installation.clock.now())
    do_jobs(installation)
    asked: list[str] = []
    engine = installation.database.reader if installation.database.is_sqlite else installation.database.engine

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        page = school.browser.get("/assign").text
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert '<p class="big loss">1</p><p>past the due date' in page
    assert "Count again" in page
    assert asked
    assert not [each for each in asked if "assigned.late_after <" in each], "nobody is judged while the page opens"
