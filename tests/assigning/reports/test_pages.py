"""The pages of reports: figures that open their names, whose they are, and what never stands in them."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.assigning.cohorts import operations as cohorts
from lms.assigning.cohorts.operations import About
from lms.assigning.reports import asking
from lms.assigning.reports.asking import Filters, Question, from_json, read_question
from lms.kernel.audit import AuditEntry
from lms.kernel.ids import new_id
from lms.kernel.permissions import Role
from lms.people import departments
from lms.people.models import Department, Person
from lms.people.operations import create_department
from tests.people.lives import full_life
from tests.support.company import Company
from tests.support.curriculum import School

FIGURE = re.compile(r'<a href="(/assign/reports/names\?[^"]+)">([\d,]+)</a>')
NAME = re.compile(r'<th scope="row"><a href="/assign/people/[^"]+">([^<]+)</a>')
ALL = "/assign/reports"


@pytest.fixture
def school(company: Company) -> School:
    """Return a company with one module."""
    return School(company, size=1)


def _department(school: School, name: str, parent: Department | None = None) -> Department:
    with school.company.installation.database.writing() as session:
        return create_department(session, school.company.organisation, name, parent)


def _staffed(school: School) -> tuple[str, dict[str, Department]]:
    """Return the address of a curriculum's report, given in Sales › North, Sales and Service; somebody is late."""
    sales, service = _department(school, "Sales"), _department(school, "Service")
    where = {"Sales": sales, "Service": service, "North": _department(school, "North", sales)}
    curriculum = school.publish(title="First steps")
    people = {name: school.company.person(name=f"In {name}", department_id=each.id) for name, each in where.items()}
    school.give(curriculum, people["North"], due=school.today - timedelta(days=3))
    school.give(curriculum, people["Sales"], people["Service"], due=school.today + timedelta(days=3))
    return f"{ALL}/curriculum/{curriculum}", where


def test_every_figure_of_a_report_opens_as_many_names(school: School) -> None:
    address, where = _staffed(school)
    pages = [address, ALL, f"{ALL}?of=modules", f"{address}?department={where['Sales'].id}"]
    for page in (*pages, f"{ALL}/department/{where['Sales'].id}"):
        figures = FIGURE.findall(school.browser.get(page).text)
        assert figures, page
        for link, count in figures:
            assert len(NAME.findall(school.browser.get(html.unescape(link)).text)) == int(count), (page, link)


def test_the_way_leads_down_the_tree_and_back(school: School) -> None:
    address, where = _staffed(school)
    top = school.browser.get(address).text
    assert f'href="{address}?department={where["Sales"].id}">Sales</a>' in top
    inside = school.browser.get(f"{address}?department={where['Sales'].id}").text
    assert "North" in inside
    assert "Directly in Sales" in inside
    assert "Service" not in inside.split("<tbody>")[1].split("</tbody>")[0]


def test_a_table_is_ordered_by_each_column_and_narrowed_to_who_is_late(school: School) -> None:
    address, _where = _staffed(school)

    def rows(query: str) -> list[str]:
        body = school.browser.get(f"{address}?{query}").text
        body = body.split("report-table")[1].split("<tbody>")[1].split("</tbody>")[0]
        return re.findall(r'<th scope="row">(?:<a [^>]+>)?([^<]+)', body)

    assert rows("order=name") == ["Sales", "Service"]
    assert rows("order=-name") == ["Service", "Sales"]
    for column in ("people", "late"):
        assert rows(f"order=-{column}") == ["Sales", "Service"]
        assert rows(f"order={column}") == ["Service", "Sales"]
    assert rows("late=1") == ["Sales"]
    assert rows("order=email") == rows(""), "what is no column orders nothing"


def test_a_department_that_was_merged_leads_to_where_its_people_are(school: School) -> None:
    address, where = _staffed(school)
    installation, actor = school.company.installation, school.company.actor(school.hr)
    empty = _department(school, "Empty")
    with installation.database.writing() as session:
        old, new = session.get_one(Department, where["Service"].id), session.get_one(Department, where["Sales"].id)
        departments.merge(session, actor, old, new, installation.clock.now())
        departments.remove(session, actor, session.get_one(Department, empty.id), installation.clock.now())
    for page in (f"{ALL}/department/{where['Service'].id}", f"{address}?department={where['Service'].id}"):
        answer = school.browser.get(page)
        assert answer.status_code == 410
        assert "“Service” is now part of “Sales”" in answer.text
        leads_to = re.search(r'<a class="btn" href="([^"]+)">Open the report on Sales', answer.text)
        assert leads_to is not None
        assert school.browser.get(html.unescape(leads_to[1])).status_code == 200
    assert "“Empty” was removed" in school.browser.get(f"{ALL}/department/{empty.id}").text


def test_what_is_another_companys_is_not_there(school: School, other_company: Company) -> None:
    address, where = _staffed(school)
    stranger = other_company.browser(other_company.person(Role.HR))
    curriculum = address.rpartition("/")[2]
    paths = [address, f"{ALL}/department/{where['Sales'].id}", f"{ALL}/module/{school.modules[0]}"]
    paths += [f"{ALL}/names?kind=curriculum&about={curriculum}&column=people"]
    paths += [f"{ALL}/names?kind=overview&row={curriculum}&column=people"]
    for path in paths:
        assert stranger.get(path).status_code == 404, path
    assert "First steps" not in stranger.get(ALL).text


@pytest.mark.parametrize("role", [Role.LEARNER, Role.TRAINER, Role.ADMIN])
def test_only_hr_opens_the_reports_of_everybody(role: Role, school: School) -> None:
    address, _where = _staffed(school)
    browser = school.company.browser(school.company.person(role))
    curriculum = address.rpartition("/")[2]
    for path in (ALL, address, f"{ALL}/managers", f"{ALL}/names?kind=overview&column=people"):
        assert browser.get(path).status_code in (403, 404), path
    assert browser.get(f"{ALL}/names?kind=curriculum&about={curriculum}&column=late").status_code == 404


def test_a_trainer_reads_the_report_of_their_own_cohort_alone(school: School) -> None:
    address, _where = _staffed(school)
    company, installation = school.company, school.company.installation
    trainer, colleague = (company.person(Role.TRAINER, name=f"Trainer {each}") for each in "AB")
    member = company.person(name="Member of the cohort")
    school.give(school.publish(title="Theirs"), member, due=school.today)
    with installation.database.writing() as session:
        actor = company.actor(school.hr)
        cohort = cohorts.found_cohort(session, actor, About("Autumn", trainer.id, None), installation.clock.now())
        cohorts.add(session, actor, cohort, [member.id], installation.clock.now())
        place = cohort.id
    mine = company.browser(trainer)
    page = mine.get(f"/assign/cohorts/{place}/report").text
    assert "Theirs" in page
    assert "First steps" not in page
    [(link, count), *_others] = FIGURE.findall(page)
    assert count == "1"
    assert "Member of the cohort" in mine.get(html.unescape(link)).text
    names = f"{ALL}/names?kind=cohort&about={place}&column=people"
    for browser in (company.browser(colleague), company.browser(member)):
        assert browser.get(f"/assign/cohorts/{place}/report").status_code in (403, 404)
        assert browser.get(names).status_code == 404


def test_a_line_manager_reads_the_report_of_those_who_report_to_them(school: School) -> None:
    _staffed(school)
    company = school.company
    boss = company.person(name="Boss")
    school.give(school.publish(title="For the team"), company.person(name="Report of Boss", manager=boss))
    browser = company.browser(boss)
    page = browser.get("/team").text
    assert "For the team" in page
    assert "First steps" not in page
    names = f"{ALL}/names?kind=team&column=people"
    assert "Report of Boss" in browser.get(names).text
    assert "In Sales" not in browser.get(names).text
    assert company.browser(company.person()).get(names).status_code == 404, "who has no team has no such list"


def test_whoever_is_on_a_list_can_see_that_it_was_opened(school: School) -> None:
    address, _where = _staffed(school)
    about = address.rpartition("/")[2]
    person = school.company.person(name="Looked at")
    school.give(school.publish(title="Another"), person)
    school.browser.get(f"{ALL}/names?kind=curriculum&about={about}&column=late")
    with school.company.installation.database.reading() as session:
        ours = select(AuditEntry.detail).where(AuditEntry.organisation_id == school.company.organisation.id)
        assert "First steps" in " ".join(session.scalars(ours.where(AuditEntry.actor_id == school.hr.id)))


def test_nothing_private_stands_in_any_report_or_list(school: School) -> None:
    number = 27_182_818
    person, _browser = full_life(school.company, "reported", number=number)
    school.give(school.publish(), person)
    pages = [ALL, f"{ALL}?of=modules", f"{ALL}/managers", "/assign"]
    pages += [f"{ALL}/names?kind=overview&column={column}" for column in ("people", "late", "finished")]
    for page in pages:
        text = school.browser.get(page).text
        for private in (str(number), f"{number:,}", f"note-reported-{school.company.marker}", "sealed"):
            assert private not in text, page


def test_a_question_survives_its_address_and_its_file(school: School) -> None:
    some = school.modules[0]
    question = Question(asking.MANAGERS, None, Filters(department=some, curriculum=some, late=True), "-late")
    assert read_question(question.kind, None, question.args()) == question
    assert from_json(question.to_json()) == question
    with pytest.raises(ValueError, match="no report"):
        from_json({"kind": "curriculum"})


def test_line_managers_come_fifty_at_a_time_each_once(school: School) -> None:
    company = school.company
    curriculum = school.publish()
    team = []
    with company.installation.database.writing() as session:
        for number in range(53):
            boss = _person(company, f"Boss {number:02d}")
            session.add(boss)
            session.flush()
            report = _person(company, f"Report {number:02d}", boss)
            session.add(report)
            team.append(report)
    school.give(curriculum, *team, due=school.today - timedelta(days=1))
    for order in ("", "&order=-late", "&order=share"):
        page = school.browser.get(f"{ALL}/managers?curriculum={curriculum}{order}").text
        following = re.search(r'rel="next" href="([^"]+)"', page)
        assert following is not None
        second = school.browser.get(html.unescape(following[1])).text
        listed = re.findall(r">(Boss \d\d)</a>", page) + re.findall(r">(Boss \d\d)</a>", second)
        assert sorted(listed) == [f"Boss {number:02d}" for number in range(53)], order


def _person(company: Company, name: str, manager: Person | None = None) -> Person:
    return Person(
        id=new_id(),
        organisation_id=company.organisation.id,
        name=name,
        email=f"{new_id().hex}@{company.marker}.example",
        manager_id=manager.id if manager else None,
        created_at=company.installation.clock.now(),
    )
