"""A curriculum in a course is given to whoever opens it there as a learner: once, without a mail, and HR's to undo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.assigning.assignments import changing, drafting, runs, undoing
from lms.assigning.assignments.models import APPLIED, COMPLETED, OPEN, WITHDRAWN, Assigned, Assignment, AssignmentRun
from lms.assigning.curricula.models import Curriculum
from lms.assigning.reminding.models import Reminder
from lms.doors.lti import giving, platforms
from lms.doors.lti.models import LtiContext, LtiPlatform, LtiUser
from lms.kernel.audit import AuditEntry
from lms.kernel.clock import SetClock
from lms.kernel.ids import new_id
from lms.kernel.outbox import Mail
from lms.learning.models import Enrolment, State
from lms.people.models import Person
from tests.doors.lti.platform import INSTRUCTOR, ROLE, Platform
from tests.doors.lti.test_deep_linking import Teacher
from tests.doors.lti.visiting import LAUNCH, Connected
from tests.support.company import Company
from tests.support.curriculum import School
from tests.support.working import do_jobs

COPIES = 20


@dataclass
class Course:
    """A course of a platform with an activity that opens a curriculum of the company's."""

    connected: Connected
    school: School = field(init=False)
    curriculum: UUID = field(init=False)

    def __post_init__(self) -> None:
        """Publish the curriculum."""
        self.school = School(self.connected.company, size=2)
        self.curriculum = self.school.publish(title="Loyalty from the outside in")

    @property
    def database(self) -> Any:
        """Return the database."""
        return self.connected.company.installation.database

    @property
    def now(self) -> Any:
        """Return the present moment."""
        return self.connected.company.installation.clock.now()

    @property
    def target(self) -> str:
        """Return the address that the activity launches."""
        return f"{LAUNCH}?target=curriculum:{self.curriculum}"

    def opened(self, client: FlaskClient | None = None, **claims: Any) -> str:
        """Open the activity; return where that leads."""
        answer = self.connected.launch(client, self.target, **{"email": None, **claims})
        assert answer.status_code == 303, answer.text
        return str(answer.location)

    def is_open(self, **claims: Any) -> bool:
        """Return whether opening the activity leads to the curriculum."""
        return self.opened(**claims) == f"/learn/curricula/{self.curriculum}"

    def rows(self, model: Any) -> list[Any]:
        """Return the company's rows."""
        with self.database.reading() as session:
            mine = model.organisation_id == self.connected.company.organisation.id
            return list(session.scalars(select(model).where(mine).order_by(model.id)))

    def person(self, subject: str = "user-1") -> Person:
        """Return whom the platform means by a subject."""
        with self.database.reading() as session:
            mine = (LtiUser.platform_id == self.connected.row.id, LtiUser.subject == subject)
            return session.scalars(select(Person).join(LtiUser, LtiUser.person_id == Person.id).where(*mine)).one()

    def change(self, model: Any, id: UUID, **values: Any) -> None:
        """Change a row."""
        with self.database.writing() as session:
            for name, value in values.items():
                setattr(session.get_one(model, id), name, value)

    def hr(self) -> Any:
        """Return HR as an actor."""
        return self.connected.company.actor(self.school.hr)

    def undo(self) -> undoing.Undone:
        """Let HR undo what opening gave."""
        (run,) = [each for each in self.rows(AssignmentRun) if each.undone_at is None]
        with self.database.writing() as session:
            return undoing.undo(session, self.hr(), session.get_one(AssignmentRun, run.id), self.now)


@pytest.fixture
def course(connected: Connected) -> Course:
    """Return such a course."""
    return Course(connected)


@pytest.fixture
def a_year(course: Course, clock: SetClock) -> Iterator[Any]:
    """Return what lets weeks pass with all jobs done, and puts the clock back."""

    def pass_weeks(number: int) -> None:
        for _each in range(number):
            clock.forward(days=7)
            do_jobs(course.connected.company.installation)

    return pass_weeks


def test_whoever_opens_it_as_a_learner_is_given_it_at_once_and_only_once(course: Course) -> None:
    client = course.connected.client()
    assert course.opened(client) == f"/learn/curricula/{course.curriculum}"
    assert "Loyalty from the outside in" in client.get(f"/learn/curricula/{course.curriculum}").text
    (row,) = course.rows(Assigned)
    assert (row.person_id, row.state, row.due, row.cycle, row.total) == (course.person().id, OPEN, None, 1, 2)
    assert course.is_open()
    assert len(course.rows(Assigned)) == 1
    assert course.is_open(sub="user-2")
    (assignment,) = course.rows(Assignment)
    (run,) = course.rows(AssignmentRun)
    assert (assignment.state, assignment.due, assignment.made_by) == ("active", {"kind": "none"}, None)
    assert (run.cause, run.state, run.given, run.planned) == ("opened", APPLIED, 2, 2)
    assert {each.run_id for each in course.rows(Assigned)} == {run.id}


def test_no_mail_tells_of_it_or_reminds_of_it_however_long_it_stays_open(course: Course, a_year: Any) -> None:
    assert course.is_open()
    course.change(Person, course.person().id, email=f"{new_id().hex}@real.example")
    a_year(60)
    assert course.rows(Mail) == []
    assert course.rows(Reminder) == []


def test_another_course_is_another_assignment_and_who_has_it_has_it(course: Course) -> None:
    assert course.is_open()
    assert course.is_open(context={"id": "course-2", "title": "Another"})
    assert [len(course.rows(each)) for each in (Assigned, Assignment)] == [1, 1], "nothing is made for who has it"
    assert course.is_open(sub="user-2", context={"id": "course-2", "title": "Another"})
    assert sorted(each.name for each in course.rows(Assignment)) == [
        "Loyalty from the outside in · Another",
        "Loyalty from the outside in · Leading with loyalty",
    ]


def test_what_was_learned_before_counts_and_who_has_finished_it_has_finished_it(course: Course) -> None:
    course.connected.launch(email=None)
    person = course.person()
    with course.database.writing() as session:
        for module in course.school.modules:
            done = {"state": State.COMPLETED, "completed_at": course.now, "created_at": course.now}
            of = {"organisation_id": person.organisation_id, "person_id": person.id, "module_id": module}
            session.add(Enrolment(**of, **done, major=1, cycle=1))
    assert course.is_open()
    (row,) = course.rows(Assigned)
    assert (row.state, row.done) == (COMPLETED, 2)
    assert course.rows(AssignmentRun)[0].given == 0, "no news to them"


@pytest.mark.parametrize(
    "roles", [[INSTRUCTOR], [INSTRUCTOR, ROLE + "Learner"], [ROLE + "ContentDeveloper"], [ROLE + "Administrator"], []]
)
def test_who_is_no_learner_of_the_course_is_not_given_it(course: Course, roles: list[str]) -> None:
    client = course.connected.client()
    there = course.opened(client, roles=roles)
    assert there.startswith("/lti/nowhere")
    assert course.rows(Assignment) == []
    page = client.get(there).text
    assert ("is given “Loyalty from the outside in”" in page) == (INSTRUCTOR in roles)


@pytest.mark.parametrize(
    "changed", [{"retired": True}, {"published": False}, {"removed_at": "now"}], ids=["retired", "draft", "removed"]
)
def test_what_can_no_longer_be_given_is_closed_and_who_has_it_keeps_it(course: Course, changed: dict[str, Any]) -> None:
    assert course.is_open()
    values = {name: course.now if value == "now" else value for name, value in changed.items()}
    course.change(Curriculum, course.curriculum, **values)
    assert not course.is_open(sub="user-2")
    assert course.is_open()
    assert len(course.rows(Assigned)) == 1


def test_another_company_s_curriculum_is_not_there(course: Course, other_company: Company) -> None:
    course.curriculum = School(other_company, size=1).publish()
    assert course.opened().startswith("/lti/nowhere")
    assert [course.rows(each) for each in (Assignment, Assigned)] == [[], []]


@pytest.mark.parametrize("identity", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_a_curriculum_that_nobody_knows_leads_nowhere(course: Course, identity: str) -> None:
    answer = course.connected.launch(target=f"{LAUNCH}?target=curriculum:{identity}")
    assert answer.location.startswith("/lti/nowhere")
    assert course.rows(Assignment) == []


def test_hr_undoes_it_as_any_other_and_then_it_is_closed_to_whoever_comes(course: Course) -> None:
    assert course.is_open()
    assert course.is_open(sub="user-2")
    undone = course.undo()
    assert (undone.people, undone.traceless, undone.stopped) == (2, False, True)
    assert {each.state for each in course.rows(Assigned)} == {WITHDRAWN}
    assert not course.is_open()
    assert not course.is_open(sub="user-3")
    (assignment,) = course.rows(Assignment)
    with course.database.writing() as session:
        runs.begin(session, course.hr(), session.get_one(Assignment, assignment.id), course.now)
    do_jobs(course.connected.company.installation, "assignments.run", "assignments.clear")
    assert course.is_open(), "given again by hand"
    assert course.is_open(sub="user-4"), "and open again to who comes"


def test_what_is_finished_stays_when_hr_undoes_it(course: Course) -> None:
    assert course.is_open()
    (row,) = course.rows(Assigned)
    course.change(Assigned, row.id, state=COMPLETED, completed_at=course.now, completed_on=course.now.date())
    assert (course.undo().kept, course.rows(Assigned)[0].state) == (1, COMPLETED)


def test_ended_it_is_given_to_nobody_new_and_withdrawn_by_hand_it_stays_withdrawn(course: Course) -> None:
    assert course.is_open()
    assert course.is_open(sub="user-2")
    one, other = (course.person(each).id for each in ("user-1", "user-2"))
    mine = next(each for each in course.rows(Assigned) if each.person_id == one)
    with course.database.writing() as session:
        changing.withdraw(session, course.hr(), [mine.id], course.now)
    assert not course.is_open()
    (assignment,) = course.rows(Assignment)
    with course.database.writing() as session:
        drafting.end(session, course.hr(), session.get_one(Assignment, assignment.id), course.now)
    assert not course.is_open(sub="user-3")
    assert course.is_open(sub="user-2")
    assert {each.person_id for each in course.rows(Assigned)} == {one, other}


def test_hr_sees_where_it_came_from_and_can_change_the_rule_without_losing_that(course: Course) -> None:
    assert course.is_open()
    hr, (assignment,) = course.school.browser, course.rows(Assignment)
    said = "who comes from “Leading with loyalty” on Test platform"
    for path in ("/assign/assignments", f"/assign/assignments/{assignment.id}"):
        page = hr.get(path).text
        assert said in page, path
    assert "opened it where they came from" in page
    form = hr.get(f"/assign/assignments/{assignment.id}/changes").text
    assert said in form
    sent = {"curriculum": str(course.curriculum), "name": "Ours", "kind": "assigned", "assigned_days": "30"}
    sent |= {"standing": "once", "leaves": "stay", "revision": "1", "do": "save", "at_least": "14"}
    saved = hr.post(f"/assign/assignments/{assignment.id}/changes", sent)
    assert saved.status_code == 303, saved.text
    (kept,) = course.rows(Assignment)
    assert (kept.name, kept.audience) == ("Ours", assignment.audience)
    assert course.is_open(sub="user-2")
    assert all(each.due is not None for each in course.rows(Assigned) if each.person_id == course.person("user-2").id)
    with course.database.reading() as session:
        context = session.scalars(select(LtiContext.id).where(LtiContext.platform_id == course.connected.row.id)).one()
    assert kept.audience == [{"kind": "course", "id": str(context)}]


def test_undoing_it_on_the_page_says_that_no_mail_had_gone(course: Course) -> None:
    assert course.is_open()
    (run,), hr = course.rows(AssignmentRun), course.school.browser
    hr.post(f"/assign/assignments/{run.assignment_id}/runs/{run.id}/undoing")
    page = hr.get("/assign/assignments").text
    assert "Withdrawn from 1 person, who can see that it was. Nobody who comes later gets it any more." in page


def test_it_is_written_down_with_the_person_who_can_read_it(course: Course) -> None:
    client = course.connected.client()
    course.opened(client)
    with course.database.reading() as session:
        mine = AuditEntry.action == "lti.curriculum-given"
        entries = session.scalars(select(AuditEntry).where(mine, AuditEntry.subject_id == course.person().id)).all()
    assert [each.detail for each in entries] == ["Loyalty from the outside in · Leading with loyalty"]
    assert "because they opened it in a learning platform" in client.get("/me/looked").text


def test_a_class_that_opens_it_at_once_gets_one_assignment_and_each_of_them_one_row(course: Course) -> None:
    course.connected.launch(sub="who came first", email=None)
    clients = [course.connected.client() for _each in range(COPIES)]
    sent = []
    for number, client in enumerate(clients):
        state, nonce = course.connected.begin(client)
        of = {"sub": f"user-{number % 2}", "email": None}
        sent.append(
            (course.connected.platform.sign(course.connected.platform.claims(nonce, course.target, **of)), state)
        )
    barrier, there = Barrier(COPIES), []

    def post(number: int) -> None:
        barrier.wait()
        there.append(course.connected.post(clients[number], *sent[number]).location)

    threads = [Thread(target=post, args=(number,)) for number in range(COPIES)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert there == [f"/learn/curricula/{course.curriculum}"] * COPIES
    assert [len(course.rows(each)) for each in (Assignment, AssignmentRun, Assigned)] == [1, 1, 2]
    assert course.rows(AssignmentRun)[0].given == 2


def test_without_a_number_that_follows_from_the_course_each_would_make_an_assignment(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(giving, "uuid5", lambda *_names: new_id())
    assert course.is_open()
    assert course.is_open(sub="user-2")
    assert len(course.rows(Assignment)) == 2


def test_the_picker_says_what_choosing_a_curriculum_means(company: Company, platform: Platform) -> None:
    School(company, size=1).publish()
    teacher = Teacher(company, platform)
    page = teacher.client.get(teacher.picker()).text
    assert "Whoever opens one in your course as a learner is given it here" in page


def test_a_removed_platform_leaves_the_assignment_with_what_people_did(course: Course) -> None:
    assert course.is_open()
    with course.database.writing() as session:
        platforms.remove(session, session.get_one(LtiPlatform, course.connected.row.id))
    (assignment,) = course.rows(Assignment)
    assert course.school.browser.get(f"/assign/assignments/{assignment.id}").status_code == 200
    do_jobs(course.connected.company.installation)
    with course.database.reading() as session:
        assert session.scalar(select(func.count()).where(Assigned.assignment_id == assignment.id)) == 1
