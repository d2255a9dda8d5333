"""Lists kept under a name, taken away as a file, narrowed and ordered; the department tree in the browser."""

from __future__ import annotations

import csv
import html
import re
from datetime import date
from io import StringIO

import pytest
from sqlalchemy import event, select

from lms.assigning.groups.models import PeopleGroup
from lms.assigning.roster.models import SavedView
from lms.kernel.permissions import Role
from lms.people.models import Department, Person
from lms.people.operations import create_department, join
from tests.assigning.roster.test_list import NEXT, _names
from tests.support.company import MODULE, Browser, Company
from tests.support.curriculum import School
from tests.support.installation import Installation
from tests.support.rollout import Rollout


@pytest.fixture
def hr(company: Company) -> Browser:
    """Return HR's browser."""
    return company.browser(company.person(Role.HR, name="Hanne HR"))


def _view(installation: Installation, company: Company) -> SavedView | None:
    with installation.database.reading() as session:
        return session.scalars(select(SavedView).where(SavedView.organisation_id == company.organisation.id)).first()


def test_a_list_is_kept_shared_renamed_deleted_and_brought_back(
    company: Company, installation: Installation, hr: Browser
) -> None:
    colleague = company.browser(company.person(Role.HR, name="Another HR"))
    kept = {"view_name": "No date yet", "show": "no-hire-date", "sort": "department", "columns": "job"}
    assert hr.post("/assign/people/views", kept).status_code == 303
    view = _view(installation, company)
    assert view is not None
    assert view.query == {"show": "no-hire-date", "sort": "department", "columns": "job"}
    assert "No date yet" in hr.get("/assign/people").text
    assert "No date yet" not in colleague.get("/assign/people").text
    hr.post(f"/assign/people/views/{view.id}", {"view_name": "Waiting", "shared": "y"})
    assert "Waiting" in colleague.get("/assign/people").text
    for act in ("", "/deletion", "/restoration"):
        assert colleague.post(f"/assign/people/views/{view.id}{act}", {"view_name": "Mine now"}).status_code == 404
    deleted = hr.post(f"/assign/people/views/{view.id}/deletion")
    page = hr.get(deleted.location).text
    assert f"/assign/people/views/{view.id}/restoration" in page
    assert "Waiting" not in colleague.get("/assign/people").text
    hr.post(f"/assign/people/views/{view.id}/restoration")
    assert "Waiting" in colleague.get("/assign/people").text


def test_another_companys_shared_view_is_not_there(
    company: Company, other_company: Company, installation: Installation, hr: Browser
) -> None:
    theirs = other_company.browser(other_company.person(Role.HR))
    theirs.post("/assign/people/views", {"view_name": "Their view", "shared": "y"})
    view = _view(installation, other_company)
    assert view is not None
    assert "Their view" not in hr.get("/assign/people").text
    assert hr.post(f"/assign/people/views/{view.id}/deletion").status_code == 404
    assert f"{view.id}/restoration" not in hr.get(f"/assign/people?deleted={view.id}").text


def test_the_file_holds_everybody_who_fits_and_no_formula(
    company: Company, other_company: Company, installation: Installation, hr: Browser
) -> None:
    other_company.person(name="Their Learner")
    chief = company.person(name="Chief")
    for name in ("=1+1", "@SUM(A1)", "-2", "+45 12", "\tTab", "Søren"):
        company.person(name=name, job="=cmd", manager=chief, hire_date=date(2020, 2, 29))
    sent = hr.get("/assign/people.csv")
    assert sent.mimetype == "text/csv"
    assert sent.data.startswith("\ufeffemail,name,department,job,manager_email,hire_date,language".encode())
    rows = list(csv.DictReader(StringIO(sent.data.decode("utf-8-sig"))))
    assert len(rows) == 8
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t"))]
    soren = next(row for row in rows if row["name"] == "Søren")
    assert (soren["hire_date"], soren["manager_email"], soren["line_manager"]) == ("2020-02-29", chief.email, "Chief")
    narrowed = hr.get("/assign/people.csv?q=chief").data.decode()
    assert narrowed.count("\r\n") == 2
    assert "not-started" in hr.get(f"/assign/people.csv?module={MODULE}").data.decode()


def test_a_long_file_is_read_in_pieces(
    company: Company, installation: Installation, hr: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lms.assigning.roster.csv_file.PIECE", 7)
    with installation.database.writing() as session:
        for number in range(20):
            email = f"{number}@{company.marker}.example"
            join(session, company.organisation, name="Jens", email=email, now=installation.clock.now())
    assert hr.get("/assign/people.csv").data.decode().count("@") == 21


@pytest.mark.parametrize("sort", ["name", "department", "newest", "longest"])
def test_every_order_shows_each_person_once_over_its_pages(
    sort: str, company: Company, installation: Installation, hr: Browser
) -> None:
    with installation.database.writing() as session:
        places = [create_department(session, company.organisation, name).id for name in ("Sales", "Service")]
        for number in range(118):
            join(
                session,
                company.organisation,
                name=f"N{number % 5}",
                email=f"{number}@{company.marker}.example",
                now=installation.clock.now(),
                department_id=[*places, None][number % 3],
                hire_date=None if number % 4 == 0 else date(2020, 1, 1 + number % 7),
            )
    address, ids = f"/assign/people?sort={sort}", list[str]()
    while address:
        page = hr.get(address).text
        ids += re.findall(r'name="person" value="([^"]+)"', page)
        following = NEXT.search(page)
        address = html.unescape(following[1]) if following else ""
    assert len(ids) == len(set(ids)) == 119
    with installation.database.reading() as session:
        people = {str(each.id): each for each in session.scalars(select(Person))}
    shown = [people[id] for id in ids]
    if sort == "department":
        first = places.index
        wanted = [first(each.department_id) if each.department_id else 9 for each in shown]
        assert wanted == sorted(wanted)
    if sort in ("newest", "longest"):
        dated = [each.hire_date for each in shown if each.hire_date]
        assert dated == sorted(dated, reverse=sort == "newest")
        assert [each.hire_date for each in shown][len(dated) :] == [None] * (119 - len(dated))


def test_filters_narrow_to_a_department_and_all_inside_it_a_job_a_place_a_manager(
    company: Company, installation: Installation, hr: Browser
) -> None:
    with installation.database.writing() as session:
        sales = create_department(session, company.organisation, "Sales")
        north = create_department(session, company.organisation, "North", sales)
    chief = company.person(name="Chief", department_id=sales.id)
    company.person(name="Deep", department_id=north.id, job="Planner", manager=chief)
    company.person(name="Elsewhere", job="Lead")
    for query, names in (
        (f"department={sales.id}", ["Chief", "Deep"]),
        (f"department={north.id}", ["Deep"]),
        ("job=Planner", ["Deep"]),
        (f"manager={chief.email}", ["Deep"]),
        (f"manager={chief.id}", ["Deep"]),
        ("manager=no@body.example", []),
        ("show=no-manager", ["Chief", "Elsewhere", "Hanne HR"]),
        ("show=no-department&job=Lead", ["Elsewhere"]),
    ):
        assert _names(hr.get(f"/assign/people?{query}").text) == names, query


def test_a_script_gets_the_list_alone(company: Company, hr: Browser) -> None:
    company.person(name="Mette")
    part = hr.get("/assign/people?q=mette", headers={"X-Part": "list"}).text
    assert _names(part) == ["Mette"]
    assert "<html" not in part
    assert 'id="count">1 person<' in part


def test_the_plain_list_costs_the_same_questions_however_long_it_is(
    company: Company, installation: Installation, hr: Browser
) -> None:
    def questions() -> int:
        asked: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
            asked.append(statement)

        event.listen(installation.database.reader, "before_cursor_execute", note)
        try:
            hr.get("/assign/people?q=n")
        finally:
            event.remove(installation.database.reader, "before_cursor_execute", note)
        return len([each for each in asked if "SELECT" in each])

    hr.get("/assign/people")
    company.person(name="N first")
    few = questions()
    with installation.database.writing() as session:
        for number in range(90):
            email = f"{number}@{company.marker}.example"
            join(session, company.organisation, name=f"N {number}", email=email, now=installation.clock.now())
    assert questions() == few <= 15


def test_the_department_tree_is_kept_by_hr_alone(
    company: Company, other_company: Company, installation: Installation, hr: Browser
) -> None:
    assert "No department yet" in hr.get("/assign/people/departments").text
    assert hr.post("/assign/people/departments", {"name": "Sales", "parent": ""}).status_code == 303
    with installation.database.reading() as session:
        sales = session.scalars(select(Department).where(Department.organisation_id == company.organisation.id)).one()
    here = f"/assign/people/departments/{sales.id}"
    hr.post("/assign/people/departments", {"name": "North", "parent": str(sales.id)})
    twin = hr.post("/assign/people/departments", {"name": "sales", "parent": ""})
    assert (twin.status_code, "here already" in twin.text) == (422, True)
    inside = hr.post(here, {"name": "Sales", "parent": str(sales.id)})
    assert (inside.status_code, "inside itself" in inside.text) == (422, True)
    assert hr.post(here, {"name": "Sales and service", "parent": ""}).status_code == 303
    assert "Sales and service" in hr.get("/assign/people/departments").text
    assert hr.post(f"{here}/removal").status_code == 422
    theirs = other_company.browser(other_company.person(Role.HR))
    for act in ("", "/merger", "/removal"):
        assert theirs.post(f"{here}{act}", {"name": "Ours", "parent": ""}).status_code == 404
    assert company.browser(company.person(Role.ADMIN)).get("/assign/people/departments").status_code == 403


def test_a_merged_departments_people_are_in_the_other(
    company: Company, installation: Installation, hr: Browser
) -> None:
    with installation.database.writing() as session:
        old = create_department(session, company.organisation, "Old")
        new = create_department(session, company.organisation, "New")
    person = company.person(department_id=old.id)
    nowhere = hr.post(f"/assign/people/departments/{old.id}/merger", {"into": ""})
    assert nowhere.status_code == 422
    assert hr.post(f"/assign/people/departments/{old.id}/merger", {"into": str(new.id)}).status_code == 303
    with installation.database.reading() as session:
        assert session.get_one(Person, person.id).department_id == new.id
        assert session.get(Department, old.id) is None


def test_a_department_that_a_group_or_an_assignment_is_for_stays_until_that_is_changed(
    company: Company, installation: Installation, hr: Browser
) -> None:
    with installation.database.writing() as session:
        old, new, empty = (create_department(session, company.organisation, name) for name in ("Old", "New", "Empty"))
    company.person(department_id=old.id)
    Rollout(School(company, 1), departments=str(old.id), name="Old hands", everyone="")
    rule = {"field": "department", "within": [str(empty.id)]}
    with installation.database.writing() as session:
        at = {"organisation_id": company.organisation.id, "created_at": installation.clock.now()}
        session.add(PeopleGroup(name="The empty ones", rule=rule, **at))
    merged = hr.post(f"/assign/people/departments/{old.id}/merger", {"into": str(new.id)})
    removed = hr.post(f"/assign/people/departments/{empty.id}/removal")
    assert (merged.status_code, removed.status_code) == (422, 422)
    assert "“Old hands” is for this department" in merged.text
    assert "“The empty ones” is for this department" in removed.text
