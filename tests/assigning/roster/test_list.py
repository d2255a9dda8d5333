"""HR's list: everybody of the own organisation, found, filtered and paged, and nothing private."""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from sqlalchemy import event, select, update

from lms.kernel.clock import SetClock
from lms.kernel.permissions import Role
from lms.learning.models import Enrolment, State
from lms.people.models import Organisation, Person
from lms.people.operations import create_department, join
from tests.people.lives import full_life
from tests.support.company import MODULE, Browser, Company
from tests.support.curriculum import School
from tests.support.installation import Installation
from tests.support.required import require

NAME = re.compile(r'<span class="roster-name">.*?<a href="[^"]*">(.*?)</a>')
NEXT = re.compile(r'<a class="[^"]*" rel="next" href="([^"]*)"')


def _names(page: str) -> list[str]:
    return [html.unescape(name) for name in NAME.findall(page)]


@pytest.fixture
def hr(company: Company) -> Browser:
    """Return HR's browser; HR is on the list too."""
    return company.browser(company.person(Role.HR, name="Hanne HR"))


def _enrol(installation: Installation, browser: Browser, person: Person, **values: Any) -> None:
    browser.post(f"/learn/{MODULE}/enrolment")
    with installation.database.writing() as session:
        session.execute(update(Enrolment).where(Enrolment.person_id == person.id).values(**values))


def _staff(company: Company, count: int, name: Callable[[int], str], **details: Any) -> None:
    with company.installation.database.writing() as session:
        for number in range(count):
            email = f"{number}@{company.marker}.example"
            now = company.installation.clock.now()
            join(session, company.organisation, name=name(number), email=email, now=now, **details)


def test_everybody_of_ones_own_organisation_and_nobody_elses(
    hr: Browser, company: Company, other_company: Company
) -> None:
    company.person(name="Our Learner")
    other_company.person(name="Their Learner")
    assert _names(hr.get("/assign/people").text) == ["Hanne HR", "Our Learner"]
    assert "2 people" in hr.get("/assign/people").text


def test_a_hundred_and_thirty_people_of_one_name_each_appear_once(hr: Browser, company: Company) -> None:
    _staff(company, 130, lambda _number: "Jens Jensen")
    page, seen, turns = hr.get(f"/assign/people?module={MODULE}").text, 0, 0
    seen += len(_names(page))
    while (following := NEXT.search(page)) is not None:
        page, turns = hr.get(html.unescape(following[1])).text, turns + 1
        seen += len(_names(page))
    assert (seen, turns) == (131, 2)


def test_the_pages_together_are_the_whole_list_in_order(hr: Browser, company: Company) -> None:
    _staff(company, 119, lambda number: f"Åse {number % 7} & <b>Østergård</b>")
    address, found = f"/assign/people?module={MODULE}", list[str]()
    while address:
        page = hr.get(address).text
        found += _names(page)
        following = NEXT.search(page)
        address = html.unescape(following[1]) if following else ""
    with company.installation.database.reading() as session:
        ours = select(Person.name).where(Person.organisation_id == company.organisation.id)
        expected = session.scalars(ours.order_by(Person.name, Person.id)).all()
    assert found == list(expected)
    assert len(found) == 120


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("søren", ["Søren Skov"]),
        ("SØREN SKOV", ["Søren Skov"]),
        ("østergå", ["Åse Østergård"]),
        ("åse øster", ["Åse Østergård"]),
        ("field serv", ["Field Worker"]),
        ("soren", ["Søren Skov"]),
        ("aase ostergaard", ["Åse Østergård"]),
        ("skov søren", ["Søren Skov"]),
        ("100%", ["Ib 100% Sure"]),
        ("ib_und", ["Ib_Underscore"]),
        ("'; DROP TABLE person;--", []),
        ("%", []),
        ("_", []),
        ("nobody", []),
        (
            " ",
            ["Back\\slash", "Field Worker", "Hanne HR", "Ib 100% Sure", "Ib_Underscore", "Søren Skov", "Åse Østergård"],
        ),
    ],
)
def test_a_word_finds_names_addresses_and_departments_as_it_is_written(
    word: str, found: list[str], hr: Browser, company: Company, installation: Installation
) -> None:
    with installation.database.writing() as session:
        department = create_department(session, company.organisation, "Field Service")
    for name in ("Søren Skov", "Åse Østergård", "Ib 100% Sure", "Ib_Underscore", "Back\\slash"):
        company.person(name=name)
    company.person(name="Field Worker", department_id=department.id)
    page = hr.get("/assign/people", query_string={"module": MODULE, "q": word})
    assert sorted(_names(page.text)) == sorted(found)
    assert found or "No one fits" in page.text


def test_an_address_finds_its_owner(hr: Browser, company: Company) -> None:
    person = company.person(name="By Address")
    page = hr.get("/assign/people", query_string={"q": person.email[:10].upper()})
    assert _names(page.text) == ["By Address"]


@pytest.fixture
def staffed(company: Company, installation: Installation, clock: SetClock, hr: Browser) -> Browser:
    """Return HR's browser in a company with somebody in every state."""
    today, hired = clock.now().date(), date(2020, 1, 1)
    states: dict[str, dict[str, Any]] = {
        "Begun": {"state": State.UNDER_WAY, "due": today + timedelta(days=1)},
        "Due Today": {"state": State.UNDER_WAY, "due": today},
        "Late": {"state": State.UNDER_WAY, "due": today - timedelta(days=3)},
        "Late Unstarted": {"state": State.NOT_STARTED, "due": today - timedelta(days=1)},
        "Done Late": {"state": State.COMPLETED, "due": today - timedelta(days=9), "quiz_passed": True},
    }
    for name, values in states.items():
        person = company.person(name=name, hire_date=hired)
        due = values.pop("due")
        _enrol(installation, company.browser(person), person, **values)
        require(company, person, due, state="completed" if values["state"] is State.COMPLETED else "open")
    company.person(name="Untouched", hire_date=hired)
    gone = company.person(name="Gone", hire_date=hired)
    with installation.database.writing() as session:
        session.execute(update(Person).where(Person.id == gone.id).values(active=False))
    return hr


@pytest.mark.parametrize(
    ("shown", "names"),
    [
        ("all", ["Begun", "Done Late", "Due Today", "Hanne HR", "Late", "Late Unstarted", "Untouched"]),
        ("late", ["Late", "Late Unstarted"]),
        ("under-way", ["Begun", "Due Today", "Late"]),
        ("finished", ["Done Late"]),
        ("not-started", ["Hanne HR", "Late Unstarted", "Untouched"]),
        ("no-hire-date", ["Hanne HR"]),
        ("nonsense", ["Begun", "Done Late", "Due Today", "Hanne HR", "Late", "Late Unstarted", "Untouched"]),
    ],
)
def test_each_figure_opens_the_names_behind_it(shown: str, names: list[str], staffed: Browser) -> None:
    page = staffed.get(f"/assign/people?module={MODULE}&show={shown}").text
    assert _names(page) == names


def test_the_figures_are_the_lengths_of_their_lists(staffed: Browser) -> None:
    page = staffed.get(f"/assign/people?module={MODULE}").text
    figures = dict(
        zip(
            ("late", "no-hire-date", "under-way", "not-started"),
            re.findall(r'<p class="big num[^"]*">(\d+)</p>', page),
            strict=True,
        )
    )
    for shown, figure in figures.items():
        listed = _names(staffed.get(f"/assign/people?module={MODULE}&show={shown}").text)
        assert len(listed) == int(figure), shown
    assert "7 people, 1 has finished" in page
    assert "3 days late" in page


def test_a_filter_and_a_word_hold_together_and_while_paging(hr: Browser, company: Company) -> None:
    _staff(company, 60, lambda number: f"Mads {number:02d}")
    _staff_with_hire_date = {"hire_date": date(2020, 1, 1)}
    with company.installation.database.writing() as session:
        now = company.installation.clock.now()
        join(session, company.organisation, name="Mads Hired", email="m@m.example", now=now, **_staff_with_hire_date)
    page = hr.get(f"/assign/people?module={MODULE}&show=no-hire-date&q=mads").text
    following = NEXT.search(page)
    assert following is not None
    second = hr.get(html.unescape(following[1])).text
    assert len(_names(page)) + len(_names(second)) == 60
    assert "Mads Hired" not in page + second


def test_a_day_ends_at_midnight_of_the_organisation(
    company: Company, installation: Installation, clock: SetClock, hr: Browser
) -> None:
    person = company.person(name="Eastern")
    due = clock.now().date()
    require(company, person, due)
    late = f"/assign/people?module={MODULE}&show=late"
    clock.forward(hours=11)  # 20:00 in UTC, 21:00 in Copenhagen, 05:00 of the next day in Tokyo
    hr = company.browser(company.person(Role.HR))
    for zone, names in (("Europe/Copenhagen", []), ("Asia/Tokyo", ["Eastern"])):
        with installation.database.writing() as session:
            mine = Organisation.id == company.organisation.id
            session.execute(update(Organisation).where(mine).values(time_zone=zone))
        assert _names(hr.get(late).text) == names, zone


def test_who_is_found_as_late_is_called_late_and_nobody_else(company: Company, clock: SetClock) -> None:
    today = clock.now().date()
    people = {name: company.person(name=name) for name in ("East", "Here", "Away", "Twice")}
    for name, days in (("East", 0), ("Here", 0), ("Away", 4), ("Twice", 2), ("Twice", -9)):
        require(company, people[name], today - timedelta(days=days))
    for name, values in (
        ("East", {"time_zone": "Pacific/Kiritimati"}),
        ("Away", {"away_from": today, "away_until": today}),
    ):
        with company.installation.database.writing() as session:
            session.execute(update(Person).where(Person.id == people[name].id).values(values))
    clock.forward(hours=6)  # 15:00 in UTC: in Kiritimati the next day has begun
    hr = company.browser(company.person(Role.HR))
    late = hr.get(f"/assign/people?module={MODULE}&show=late").text
    assert _names(late) == ["East", "Twice"]
    everybody = hr.get(f"/assign/people?module={MODULE}").text
    for page in (late, everybody):
        assert re.findall(r"\d+ days? late", page) == ["1 day late", "2 days late"]
    listed = csv.DictReader(StringIO(hr.get(f"/assign/people.csv?module={MODULE}").get_data().decode("utf-8-sig")))
    assert {row["name"]: row["days_late"] for row in listed if row["days_late"] != "0"} == {"East": "1", "Twice": "2"}


def test_nothing_private_is_in_the_page(company: Company, hr: Browser) -> None:
    person, _ = full_life(company, "learner", number=31_415_926)
    for address in ("/assign/people", f"/assign/people?module={MODULE}", f"/assign/people/{person.id}"):
        page = hr.get(address).text
        assert "learner-name" in page
        for private in ("31415926", "31415927", str(person.account_id), "block-learner", "note-learner"):
            assert private not in page, address


def test_the_list_costs_the_same_questions_however_long_it_is(
    company: Company, installation: Installation, hr: Browser
) -> None:
    def questions() -> int:
        asked: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
            asked.append(statement)

        event.listen(installation.database.reader, "before_cursor_execute", note)
        try:
            assert hr.get(f"/assign/people?module={MODULE}").status_code == 200
        finally:
            event.remove(installation.database.reader, "before_cursor_execute", note)
        return len([statement for statement in asked if "SELECT" in statement])

    hr.get(f"/assign/people?module={MODULE}")
    few = questions()
    _staff(company, 200, lambda number: f"N {number}")
    assert questions() == few <= 14


def test_markup_in_a_name_is_shown_and_not_run(hr: Browser, company: Company) -> None:
    company.person(name="<script>alert(1)</script>", job='"><img src=x onerror=alert(1)>')
    page = hr.get("/assign/people", query_string={"q": '"><svg onload=alert(1)>'}).text + hr.get("/assign/people").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<svg onload" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_somebody_without_the_role_sees_no_list(company: Company) -> None:
    for roles in ((), (Role.TRAINER,), (Role.ADMIN,)):
        manager = company.person(*roles)
        company.person(manager=manager)
        assert company.browser(manager).get("/assign/people").status_code == 403


def test_who_has_to_take_it_again_has_not_finished_it_and_is_late_with_it(company: Company) -> None:
    school = School(company, size=1)
    again, once = company.person(name="Agnes Again"), company.person(name="Olga Once")
    school.complete(again, *school.modules, days_ago=400)
    school.complete(once, *school.modules, days_ago=400)
    given = school.publish()
    month = timedelta(days=30)
    school.give(given, again, cycle=2, counted_from=school.today - month, due=school.today - timedelta(days=3))
    school.give(given, once, counted_from=None)
    listed = {
        shown: _names(school.browser.get(f"/assign/people?module={school.slugs[0]}&show={shown}").text)
        for shown in ("finished", "not-started", "late")
    }
    assert listed["finished"] == ["Olga Once"]
    assert "Agnes Again" in listed["not-started"]
    assert listed["late"] == ["Agnes Again"]
