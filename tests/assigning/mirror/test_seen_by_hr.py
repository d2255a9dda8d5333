"""Whatever HR's pages show of a person, that person can read under /me/seen-by-hr: found by comparing the two."""

from __future__ import annotations

import csv
import re
from html.parser import HTMLParser

import pytest
from sqlalchemy import select

from lms.kernel.audit import AuditEntry
from lms.kernel.permissions import Role
from lms.people.models import Person
from lms.people.operations import create_department
from tests.people.lives import full_life
from tests.support.company import MODULE, Browser, Company
from tests.support.installation import Installation

VALUES = {"dd", "li", "h1"}
"""Elements of HR's page whose text says something of the person."""
OF_THE_FORM = {"csrf_token", "enrolment", "block"}
NOT_OF_THE_PERSON = {"Change roles", "Give one more try"}
"""Buttons and links that stand inside such elements."""


class Texts(HTMLParser):
    """The texts inside wanted elements of a page's main part, and what its fields hold."""

    def __init__(self, wanted: set[str]) -> None:
        """Begin with nothing found."""
        super().__init__()
        self.wanted, self.found, self.fields = wanted, list[str](), list[str]()
        self._open, self._main, self._form = 0, False, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notice where wanted elements begin, and what fields are filled with."""
        given = dict(attrs)
        self._main = self._main or given.get("id") == "content"
        self._form += tag in ("button", "nav")
        if tag in self.wanted:
            self._open += 1
        if tag == "time":
            self.found.append(str(given["datetime"]))
        is_filled = tag == "input" and given.get("value") and given.get("name") not in OF_THE_FORM
        if self._main and (is_filled or (tag == "option" and "selected" in given and given.get("value"))):
            self.fields.append(str(given["value"]))

    def handle_endtag(self, tag: str) -> None:
        """Notice where they end."""
        self._form -= tag in ("button", "nav")
        if tag in self.wanted:
            self._open -= 1

    def handle_data(self, data: str) -> None:
        """Keep the text of wanted elements."""
        text = " ".join(data.split())
        if self._main and self._open and not self._form and text not in ("", "·", ","):
            self.found.append(text.strip(" ,·"))


def _texts(html: str, wanted: set[str]) -> Texts:
    found = Texts(wanted)
    found.feed(html)
    return found


@pytest.fixture
def looked_at(company: Company, installation: Installation) -> tuple[Person, Browser, Browser]:
    """Return somebody with a full life in a department, their browser and HR's."""
    manager = company.person(name="Line Manager")
    person, browser = full_life(company)
    with installation.database.writing() as session:
        department = create_department(session, company.organisation, f"Sales {company.marker}")
        kept = session.get_one(Person, person.id)
        kept.department_id, kept.manager_id = department.id, manager.id
        kept.time_zone = "Asia/Tokyo"
    company.person(name="Own Report", manager=person)
    browser.post("/me/language", {"language": "en"})
    hr = company.browser(company.person(Role.HR, name="Hanne HR"))
    hr.post(f"/assign/people/{person.id}/away", {"away_from": "2027-01-04", "away_until": "2027-01-08"})
    return person, browser, hr


def test_everything_on_hrs_page_of_a_person_is_on_their_own_page_of_it(
    looked_at: tuple[Person, Browser, Browser], company: Company
) -> None:
    person, browser, hr = looked_at
    theirs = _texts(hr.get(f"/assign/people/{person.id}").text, VALUES)
    own = _texts(browser.get("/me/seen-by-hr").text, {"main"})
    mine = " ¦ ".join(own.found)
    assert [text for text in theirs.found if text not in mine and text not in NOT_OF_THE_PERSON] == []
    assert len(theirs.found) > 15
    departments = {str(person.department_id)}
    shown = [value for value in theirs.fields if not _is_id(value) and value not in departments]
    assert [value for value in shown if value not in mine] == []
    assert {"2027-01-04", "2027-01-08", "Asia/Tokyo"} <= set(shown)


def test_their_line_in_hrs_list_and_file_is_there_too(
    looked_at: tuple[Person, Browser, Browser], company: Company
) -> None:
    person, browser, hr = looked_at
    mine = " ¦ ".join(_texts(browser.get("/me/seen-by-hr").text, {"main"}).found)
    rows = list(csv.DictReader(hr.get("/assign/people.csv").text.lstrip("\ufeff").splitlines()))
    (row,) = (each for each in rows if each["email"] == person.email)
    for name, value in row.items():
        known = value if name != "manager_email" else row["line_manager"]
        assert known.rpartition("/")[2].strip() in mine, name
    with_module = hr.get(f"/assign/people.csv?module={MODULE}").text.lstrip("\ufeff").splitlines()
    (line,) = (each for each in csv.DictReader(with_module) if each["email"] == person.email)
    assert f"{line['pages_read']} of {line['pages']}" in mine


def test_it_is_ones_own_view_alone_and_leaves_no_look(company: Company, installation: Installation) -> None:
    one, other = company.person(name="Only Me"), company.person(name="Somebody Else")
    page = company.browser(one).get("/me/seen-by-hr").text
    assert "Only Me" in page
    assert other.email not in page
    assert company.browser(one).get(f"/assign/people/{other.id}").status_code == 403
    with installation.database.reading() as session:
        assert session.scalars(select(AuditEntry.id).where(AuditEntry.subject_id == one.id)).all() == []


def _is_id(value: str) -> bool:
    return re.fullmatch(r"[0-9a-f-]{36}", value) is not None
