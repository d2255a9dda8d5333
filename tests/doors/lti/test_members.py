"""Who of a course has not been here: asked when its teacher asks, names only, nothing kept, and never for long."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select, update

from lms.doors.lti.members import MOST, MOST_PAGES, PAGE
from lms.doors.lti.models import LtiContext, LtiPlatform, LtiUser, LtiVisit
from lms.doors.partners.models import Exchange
from lms.kernel import calling
from lms.kernel.model import Base
from lms.people import sessions
from lms.people.models import Person
from tests.doors.lti.gradebook import Course, Gradebook
from tests.doors.lti.platform import INSTRUCTOR, LEARNER
from tests.support.company import Browser, Company
from tests.support.fingerprint import fingerprint


def member(subject: str, name: str = "", *, role: str = LEARNER, **more: Any) -> dict[str, Any]:
    """Return a member as platforms tell of one."""
    return {
        "user_id": subject,
        "name": name,
        "roles": [role],
        "status": "Active",
        "email": f"{subject}@there.example",
        **more,
    }


@pytest.fixture
def course(company: Company) -> Iterator[Course]:
    """Return a connected course."""
    with Gradebook(company.installation.clock.now) as book:
        yield Course(company, book)


@pytest.fixture
def teacher(course: Course) -> Person:
    """Return somebody who teaches the course."""
    person = course.company.person(name="Tove Lund")
    visit(course, person, "teacher", is_instructor=True)
    return person


def visit(course: Course, person: Person, subject: str, *, is_instructor: bool = False) -> None:
    """Note that somebody came from the course."""
    now, of = course.installation.clock.now(), {"organisation_id": person.organisation_id, "person_id": person.id}
    with course.installation.database.writing() as session:
        session.add(LtiUser(**of, platform_id=course.platform, subject=subject, linked_at=now))
        session.add(LtiVisit(**of, context_id=course.context, is_instructor=is_instructor, first_at=now, last_at=now))


def launched(course: Course, person: Person, context: Any = None) -> Browser:
    """Return a browser in a visit from the course."""
    with course.installation.database.writing() as session:
        now = course.installation.clock.now()
        token = sessions.open_session(session, person, now, door="lti", context=context or course.context)
    client = course.installation.app.test_client()
    client.set_cookie("lms_session", token)
    return Browser(client)


def ask(course: Course, browser: Browser) -> Any:
    """Ask who has not been here."""
    return browser.post(f"/lti/contexts/{course.context}/missing")


def names(answer: Any) -> list[str]:
    """Return the names the page shows."""
    shown = re.search(r'<ul class="lines">(.*?)</ul>', answer.text, re.DOTALL)
    return re.findall(r"<li>([^<]+)</li>", shown[1]) if shown else []


def test_learners_who_have_not_been_here_are_named(course: Course, teacher: Person) -> None:
    visit(course, course.company.person(), "was-here")
    course.book.members = [
        member("u-2", "Åse Berg"),
        member("u-1", "Bo Dahl"),
        member("was-here", "Cia Ek"),
        member("teacher", "Tove Lund", role=INSTRUCTOR),
        member("u-3", "Eva Falk", status="Inactive"),
        member("u-4", "", given_name="Finn", family_name="Gran"),
        {"user_id": "u-5", "roles": [LEARNER]},
    ]
    answer = ask(course, launched(course, teacher))
    assert answer.status_code == 200
    assert names(answer) == ["Bo Dahl", "Finn Gran", "Åse Berg"]
    assert "whose name the platform does not tell" in answer.text
    assert "@there.example" not in answer.text


def test_nothing_of_the_list_is_kept(course: Course, teacher: Person) -> None:
    course.book.members = [member("u-1", "Bo Dahl")]
    browser = launched(course, teacher)
    browser.token()

    def rows() -> dict[str, int]:
        with course.installation.database.reading() as session:
            tables = [each for each in Base.metadata.sorted_tables if each.name != Exchange.__tablename__]
            return {each.name: session.scalar(select(func.count()).select_from(each)) or 0 for each in tables}

    before = rows()
    assert names(ask(course, browser)) == ["Bo Dahl"]
    with course.installation.database.reading() as session:
        noted = session.scalars(select(Exchange).where(Exchange.partner_id == course.platform)).all()
    assert [(each.what, each.person_id, each.told) for each in noted] == [("members", teacher.id, "")]
    assert rows() == before


def test_pages_are_followed_and_no_more_than_so_many(course: Course, teacher: Person) -> None:
    course.book.members = [member(f"u-{n}", f"Person {n:05}") for n in range(MOST + 500)]
    course.book.page_size = PAGE
    answer = ask(course, launched(course, teacher))
    asked = [each for each in course.book.asked if each.path == "/members"]
    assert (len(asked), len(names(answer))) == (MOST_PAGES, MOST)
    assert "the list may be longer" in answer.text


def test_a_next_page_elsewhere_is_not_asked_with_our_access(course: Course, teacher: Person) -> None:
    course.book.handlers["GET", "/members"] = lambda _asked: (
        200,
        {"members": [member("u-1", "Bo Dahl")]},
        {"Link": '<https://elsewhere.example/members>; rel="next"'},
    )
    assert names(ask(course, launched(course, teacher))) == ["Bo Dahl"]


@pytest.mark.parametrize("trouble", ["500", "403", "hang", "drop"])
def test_a_platform_that_does_not_answer_is_said_so_in_time(
    course: Course, teacher: Person, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "WHOLE", 0.3)
    course.book.trouble = lambda asked: trouble if asked.path == "/members" else ""
    answer = ask(course, launched(course, teacher))
    assert (answer.status_code, names(answer)) == (200, [])
    assert "could not be asked just now" in answer.text
    with course.installation.database.reading() as session:
        noted = session.scalars(select(Exchange).where(Exchange.partner_id == course.platform)).one()
    assert (noted.outcome, bool(noted.told)) == ("failed", True)


@pytest.mark.parametrize("answer", [[], "text", {"members": "none"}, {"members": [1, None, {"roles": "x"}]}])
def test_whatever_it_answers_nothing_breaks(course: Course, teacher: Person, answer: Any) -> None:
    course.book.handlers["GET", "/members"] = lambda _asked: (200, answer, {})
    assert ask(course, launched(course, teacher)).status_code == 200


def test_only_its_teacher_in_a_visit_from_the_course_may_ask(course: Course, teacher: Person) -> None:
    learner = course.company.person()
    visit(course, learner, "u-1")
    with course.installation.database.reading() as session:
        elsewhere = session.scalars(select(LtiVisit.id).where(LtiVisit.person_id == learner.id)).one()
    browsers = [launched(course, learner), launched(course, teacher, elsewhere), course.company.browser(teacher)]
    before = fingerprint(course.installation.database)
    assert [ask(course, each).status_code for each in browsers] == [404, 404, 404]
    assert fingerprint(course.installation.database) == before
    assert course.book.asked == []


def test_a_teacher_of_two_courses_asks_of_the_one_they_come_from(course: Course, teacher: Person) -> None:
    with course.installation.database.writing() as session:
        taught = session.get_one(LtiContext, course.context)
        of = {"organisation_id": taught.organisation_id, "platform_id": taught.platform_id}
        other = LtiContext(**of, deployment_id=taught.deployment_id, context="course-2", title="Another course")
        session.add(other)
        session.flush()
        now = course.installation.clock.now()
        mine = {"organisation_id": taught.organisation_id, "context_id": other.id, "person_id": teacher.id}
        session.add(LtiVisit(**mine, is_instructor=True, first_at=now, last_at=now))
        elsewhere = other.id
    assert ask(course, launched(course, teacher, elsewhere)).status_code == 404
    assert course.book.asked == []
    assert ask(course, launched(course, teacher)).status_code == 200


def test_who_teaches_a_course_no_longer_may_not_ask(course: Course, teacher: Person) -> None:
    browser = launched(course, teacher)
    with course.installation.database.writing() as session:
        session.execute(update(LtiVisit).where(LtiVisit.person_id == teacher.id).values(is_instructor=False))
    assert ask(course, browser).status_code == 404
    assert course.book.asked == []


def test_a_platform_that_is_switched_off_is_not_asked(course: Course, teacher: Person) -> None:
    with course.installation.database.writing() as session:
        session.execute(update(LtiPlatform).where(LtiPlatform.id == course.platform).values(active=False))
    assert ask(course, launched(course, teacher)).status_code == 404
    assert course.book.asked == []
