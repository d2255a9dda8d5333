"""The completion list and reports as CSV: who may have them, what is in them, what a spreadsheet makes of it."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO

import pytest
from sqlalchemy import select

from lms.assigning.report_files import completion, listed
from lms.assigning.report_files.cells import Manner, text
from lms.assigning.report_files.completion import CURRICULA, MODULES
from lms.assigning.report_files.listed import Said
from lms.assigning.reports.asking import Question
from lms.kernel.audit import AuditEntry
from lms.kernel.permissions import Role
from lms.learning.models import Enrolment, State
from lms.people.models import Person
from lms.people.operations import create_department
from tests.support.company import Browser, Company
from tests.support.curriculum import School

LIST = "/assign/reports/files/completion.csv?kind=overview"
MARK = "\ufeff"


def rows_of(browser: Browser, path: str, separator: str = ",") -> list[dict[str, str]]:
    """Return the rows of a file under the names of its columns."""
    sent = browser.get(path)
    assert sent.status_code == 200, sent.text[:300]
    body = sent.get_data().decode()
    assert body.startswith(MARK)
    return list(csv.DictReader(StringIO(body.removeprefix(MARK), newline=""), delimiter=separator))


@pytest.fixture
def school(company: Company) -> School:
    """Return a school of two modules whose curriculum four people have in different states."""
    made = School(company, size=2)
    ada, bo, cai, dee = (company.person(name=f"{name} {company.marker}") for name in ("Ada", "Bo", "Cai", "Dee"))
    curriculum = made.publish(title="First steps")
    made.give(curriculum, ada, due=made.today - timedelta(days=5))
    made.give(curriculum, bo, due=made.today + timedelta(days=5))
    made.give(curriculum, cai, state="exempt")
    made.give(curriculum, dee, state="withdrawn")
    made.complete(bo, made.modules[0])
    return made


def test_hr_gets_a_row_for_each_person_and_curriculum_in_words_of_their_own_language(school: School) -> None:
    rows = rows_of(school.browser, LIST)
    assert [row["Name"].split()[0] for row in rows] == ["Ada", "Bo", "Cai"], "withdrawn is not listed"
    ada, _bo, cai = rows
    assert (ada["Curriculum"], ada["State"], ada["Days late"]) == ("First steps", "Not started", "5")
    assert ada["Due"] == (school.today - timedelta(days=5)).isoformat()
    assert cai["State"] == "Exempt"


def test_codes_are_the_same_in_every_language(school: School) -> None:
    school.browser.client.set_cookie("lms_language", "da")
    plain = rows_of(school.browser, LIST + "&header=codes")
    assert list(plain[0])[:3] == ["name", "email", "department"]
    assert [row["state"] for row in plain] == ["not-started", "not-started", "exempt"]
    danish = rows_of(school.browser, LIST, ";")
    assert len(danish) == 3, "where the comma is a decimal sign, cells stand behind semicolons"


def test_modules_follow_from_the_curricula_people_have_and_what_they_began(school: School, company: Company) -> None:
    alone = company.person(name=f"Zoe {company.marker}")
    with company.installation.database.writing() as session:
        session.add(
            Enrolment(
                organisation_id=company.organisation.id, person_id=alone.id, module_id=school.modules[1], major=1,
                state=State.UNDER_WAY, pages_read=2, pages_required=5, created_at=school.now,
            )
        )  # fmt: skip
    rows = rows_of(school.browser, LIST + "&list=modules&header=codes")
    found = {(row["name"].split()[0], row["module"]): (row["state"], row["required"]) for row in rows}
    assert found == {
        ("Ada", "Anchor"): ("not-started", "yes"),
        ("Ada", "Bridge"): ("not-started", "yes"),
        ("Bo", "Anchor"): ("completed", "yes"),
        ("Bo", "Bridge"): ("not-started", "yes"),
        ("Cai", "Anchor"): ("exempt", "yes"),
        ("Cai", "Bridge"): ("exempt", "yes"),
        ("Zoe", "Bridge"): ("under-way", "no"),
    }
    assert [row["days_late"] for row in rows if row["name"].startswith("Ada")] == ["5", "5"]


def test_pages_of_two_hold_what_one_page_holds(school: School, company: Company) -> None:
    twins = [company.person(name=f"Twin {company.marker}") for _ in range(5)]
    school.give(school.publish(title="Second"), *twins)
    database, actor = company.installation.database, company.actor(school.hr)
    said = Said("en", {})
    for of in (CURRICULA, MODULES):
        with database.reading() as session:
            question = Question()
            sheet = listed.completion_sheet(session, actor, question, of, said, school.now)
            whole = [(lines.cells[1], row) for page in sheet.pages(database) for lines in page for row in lines.rows]
            wanted = sheet.pages.keywords["wanted"]  # type: ignore[attr-defined]
        small = list(completion.pages(database, wanted, 2))
        assert max(len(page) for page in small) == 2
        assert [(lines.cells[1], row) for page in small for lines in page for row in lines.rows] == whole
        assert len(whole) >= 8


def test_the_list_says_what_the_report_counts(school: School) -> None:
    report = rows_of(school.browser, "/assign/reports/files/report.csv?kind=overview&header=codes")
    listed_rows = rows_of(school.browser, LIST + "&header=codes")
    first = next(row for row in report if row["row"] == "First steps")
    counted = [row["state"] for row in listed_rows]
    assert int(first["people"]) == counted.count("not-started") + counted.count("completed")
    assert (int(first["not_started"]), int(first["exempt"])) == (counted.count("not-started"), counted.count("exempt"))
    assert int(first["late"]) == sum(int(row["days_late"]) > 0 for row in listed_rows)
    assert report[-1]["row"] == "All together"


def test_text_is_never_a_formula_and_numbers_stay_numbers(company: Company) -> None:
    wild = ["=1+1", "+4", "-2", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x","y")', "ab;c", 'say "hi"', "two\nlines"]
    people = [company.person(name=name) for name in wild]
    school = School(company, size=1)
    school.give(school.publish(title="=cmd|' /C calc'!A0"), *people)
    rows = rows_of(school.browser, LIST + "&header=codes")
    names = {row["name"] for row in rows}
    assert not [name for name in names if name[0] in "=+-@\t\r"]
    assert {"'=1+1", "ab;c", 'say "hi"', "two\nlines"} <= names
    assert {row["curriculum"][:2] for row in rows} == {"'="}
    assert {row["modules_done"] for row in rows} == {"0"}


def test_the_names_behind_a_figure_and_every_list_taken_are_noted(school: School, company: Company) -> None:
    late = rows_of(school.browser, "/assign/reports/files/names.csv?kind=overview&column=late&header=codes")
    assert [(row["name"].split()[0], row["late"]) for row in late] == [("Ada", "yes")]
    rows_of(school.browser, LIST)
    with company.installation.database.reading() as session:
        own = (AuditEntry.organisation_id == company.organisation.id, AuditEntry.action == "list.taken")
        noted = list(session.scalars(select(AuditEntry).where(*own).order_by(AuditEntry.at, AuditEntry.id)))
    assert [entry.actor_id for entry in noted] == [school.hr.id] * 2
    assert {entry.about for entry in noted} == {"", "everybody"}


@pytest.mark.parametrize("path", ["completion.csv", "report.csv", "report.xlsx", "report.pdf"])
def test_a_learner_and_another_companys_hr_find_nothing(
    path: str, school: School, company: Company, other_company: Company
) -> None:
    with company.installation.database.writing() as session:
        organisation = company.organisation
        department = create_department(session, organisation, "Sales").id
    asked = f"/assign/reports/files/{path}?kind=department&about={department}"
    learner, stranger = company.browser(company.person()), other_company.browser(other_company.person(Role.HR))
    assert learner.get(asked).status_code == 404
    assert stranger.get(asked).status_code == 404
    assert learner.get("/assign/reports/files/completion.csv?kind=nonsense").status_code == 404
    assert school.browser.get(f"/assign/reports/files/{path}?kind=department").status_code == 404, "of no department"


def test_a_line_manager_gets_only_own_reports(company: Company) -> None:
    boss = company.person(name=f"Boss {company.marker}")
    theirs, other = (company.person(name=name, manager=who) for name, who in (("Theirs", boss), ("Other", None)))
    school = School(company, size=1)
    school.give(school.publish(), theirs, other, boss)
    rows = rows_of(company.browser(boss), "/assign/reports/files/completion.csv?kind=team&header=codes")
    assert [row["name"] for row in rows] == ["Theirs"]


def test_cells_are_written_as_the_readers_spreadsheet_reads_them() -> None:
    assert (Manner("da").separator, Manner("sv").separator, Manner("en").separator) == (";", ";", ",")
    assert Manner("da", codes=True).separator == ","
    assert (Manner("da").number(12.5), Manner("en").number(12.5), Manner("da").number(7)) == ("12,5", "12.5", "7")
    assert text(" =1") == "' =1"
    assert text('a"b') == '"a""b"'
    assert text(None) == ""


@pytest.mark.parametrize("of", ["curricula", "modules"])
def test_a_line_manager_takes_no_hire_dates_and_cost_centres_along(company: Company, of: str) -> None:
    boss, made = company.person(name="Boss"), School(company, size=1)
    report = company.person(name="Report", manager=boss)
    with company.installation.database.writing() as session:
        kept = session.get_one(Person, report.id)
        kept.cost_centre, kept.location = "CC 4711", "Roskilde"
    made.give(made.publish(), report)
    path = f"/assign/reports/files/completion.csv?kind=team&list={of}&header=codes"
    (row,) = rows_of(company.browser(boss), path)
    assert (row["name"], row["state"], "cost_centre" in row, "hire_date" in row) == (
        "Report",
        "not-started",
        False,
        False,
    )
    (row,) = rows_of(made.browser, path.replace("team", "overview"))
    assert (row["name"], row["state"], row["cost_centre"], row["location"]) == (
        "Report",
        "not-started",
        "CC 4711",
        "Roskilde",
    )
