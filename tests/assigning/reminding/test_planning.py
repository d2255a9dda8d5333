"""Reminders are planned once for a person, a step and a due date, whoever looks and however often; then they go."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lms.assigning.assignments.models import Assigned
from lms.assigning.reminding import candidates, letters, planning
from lms.assigning.reminding.calendars import MONDAY
from lms.assigning.reminding.contexts import context_of
from lms.assigning.reminding.ladder import DEFAULT, Kind, Ladder, Step
from lms.assigning.reminding.settings import save_ladder
from lms.kernel.outbox import SENT, WAITING
from lms.kernel.post import Post
from tests.assigning.reminding.desk import Desk
from tests.support.mail_hours import any_hour, settle
from tests.support.mailbox import Mailbox

DUE = date(2026, 12, 16)
USUAL = ["before-14", "before-3", "due", "after-3", "after-10", "escalation"]


def test_day_after_day_every_step_goes_once_and_the_manager_is_told_once(desk: Desk, server: Mailbox) -> None:
    boss, person = desk.person(language="en", name="Bo Boss"), desk.person(language="en", name="Ann Arbor")
    desk.change(person, manager_id=boss.id)
    desk.given(DUE, person)
    desk.forward(days=8)
    for _day in range(33):
        desk.a_day(server.url)
    assert desk.steps() == USUAL
    subjects = [mail["Subject"] for mail in server.to(person.email)]
    assert len(subjects) == 5
    assert ("is due in 14 days" in subjects[0], "due today" in subjects[2], "still open" in subjects[4]) == (True,) * 3
    assert len(server.to(boss.email)) == 1


def test_planned_again_and_again_nothing_is_said_twice(desk: Desk) -> None:
    people = desk.hire(3)
    desk.given(desk.today + timedelta(days=3), *people)
    assert [desk.plan() for _time in range(3)] == [3, 3, 3]
    desk.send()
    desk.forward(hours=1)
    assert desk.plan() == 3


def test_two_workers_that_look_at_the_same_moment_write_one_mail(desk: Desk) -> None:
    (person,) = desk.hire(1)
    desk.given(desk.today + timedelta(days=3), person)
    post = Post.of(desk.company.installation.config)
    says = []
    for _worker in range(2):
        with desk.database.reading() as session:
            context = context_of(session, desk.company.organisation.id, post)
            ours = Assigned.organisation_id == desk.company.organisation.id
            come = candidates.found(session, context, DEFAULT, ours, desk.now)
            says.append((context, planning.said(session, context, come, desk.now)))
    new = []
    for context, each in says:
        with desk.database.writing() as session:
            new.append(letters.say(session, context, each, desk.now))
    assert (new, len(desk.letters())) == ([1, 0], 1)


def test_a_moved_date_is_reminded_of_anew_and_the_old_mail_does_not_go(desk: Desk, server: Mailbox) -> None:
    (person,) = desk.hire(1)
    (row,) = desk.given(desk.today + timedelta(days=3), person)
    desk.plan()
    later = desk.today + timedelta(days=14)
    desk.move(row, due=later, late_after=later)
    desk.send(server.url)
    assert server.mails == []
    assert [(mail.state, mail.why) for mail in desk.letters()] == [("not-sent", "moved")]
    desk.plan()
    desk.send(server.url)
    assert len(server.mails) == 1
    assert [(key[1], key[2]) for key in desk.said()] == [("before-14", later.isoformat())]


def test_a_date_that_moved_away_and_back_is_reminded_of_once(desk: Desk, server: Mailbox) -> None:
    (person,) = desk.hire(1)
    due = desk.today + timedelta(days=3)
    (row,) = desk.given(due, person)
    desk.plan()
    desk.move(row, due=due + timedelta(days=40))
    desk.send(server.url)
    desk.move(row, due=due)
    desk.plan()
    desk.plan()
    desk.send(server.url)
    assert len(server.mails) == 1


def test_when_the_clock_jumps_a_month_there_is_no_storm(desk: Desk, server: Mailbox) -> None:
    people = desk.hire(4)
    due = desk.today + timedelta(days=15)
    for person in people:
        desk.given(due, person)
    desk.forward(days=31)
    desk.plan()
    desk.send(server.url)
    assert desk.steps() == ["after-10"] * 4, "one each, though six steps had passed"
    assert len(server.mails) == 4


def test_when_it_stood_still_for_longer_than_a_week_what_is_old_is_not_said_any_more(desk: Desk) -> None:
    (person,) = desk.hire(1)
    desk.given(desk.today + timedelta(days=15), person)
    desk.forward(days=33)
    assert desk.plan() == 0


def test_several_things_on_one_day_are_one_mail(desk: Desk, server: Mailbox) -> None:
    person = desk.person(language="en")
    second = desk.school.publish(title="Second curriculum")
    desk.given(desk.today + timedelta(days=3), person)
    desk.given(desk.today + timedelta(days=14), person, curriculum=second)
    desk.plan()
    desk.send(server.url)
    (mail,) = server.to(person.email)
    text = mail.get_content()
    assert "Second curriculum: due" in text
    assert text.count("– ") == 2
    assert "2 curricula" in mail["Subject"]


def test_what_comes_later_on_the_same_day_joins_the_mail_that_waits(desk: Desk, server: Mailbox) -> None:
    person = desk.person(language="en")
    second = desk.school.publish(title="Second curriculum")
    desk.given(desk.today + timedelta(days=3), person)
    desk.plan()
    desk.given(desk.today + timedelta(days=3), person, curriculum=second)
    desk.plan()
    assert len(desk.letters()) == 1
    desk.send(server.url)
    assert "Second curriculum: due" in server.to(person.email)[0].get_content()


def test_without_a_due_date_it_is_said_every_four_weeks_three_times(desk: Desk, server: Mailbox) -> None:
    person = desk.person(language="en")
    desk.given(None, person, since=26)
    for _week in range(16):
        desk.a_day(server.url)
        desk.forward(days=6)
    assert len(server.to(person.email)) == 3
    assert "no due date" in server.mails[0].get_content()
    assert "List-Unsubscribe" in server.mails[0]


def test_a_waiting_due_date_is_not_taken_for_none(desk: Desk) -> None:
    (person,) = desk.hire(1)
    (row,) = desk.given(None, person, since=28)
    desk.move(row, missing="hire_date")
    assert desk.plan() == 0


def test_an_assignment_with_a_ladder_of_its_own_follows_it(desk: Desk) -> None:
    ann, bob = desk.hire(2)
    (row,) = desk.given(desk.today + timedelta(days=7), ann)
    with desk.database.writing() as session:
        assignment = session.get_one(Assigned, row).assignment_id
        save_ladder(session, desk.hr, assignment, Ladder((Step(Kind.BEFORE, 7),)), desk.now)
    desk.given(desk.today + timedelta(days=3), bob)
    desk.plan()
    assert desk.steps() == ["before-3", "before-7"]


def test_a_ladder_without_steps_says_nothing(desk: Desk) -> None:
    (ann,) = desk.hire(1)
    desk.given(desk.today + timedelta(days=3), ann)
    with desk.database.writing() as session:
        save_ladder(session, desk.hr, None, Ladder(), desk.now)
    assert desk.plan() == 0


def test_the_weekly_mail_takes_in_what_it_comes_early_enough_for(desk: Desk, server: Mailbox) -> None:
    any_hour(desk.company, digest_day=MONDAY)
    with desk.database.writing() as session:
        settle(session, desk.company, working_days="01234")
    person = desk.person(language="en")
    second = desk.school.publish(title="Second curriculum")
    desk.on(2026, 11, 25)  # a Wednesday
    desk.given(date(2026, 12, 9), person)  # in 14 days: waits for Monday 30 November
    desk.given(date(2026, 11, 28), person, curriculum=second)  # in 3 days: Monday is too late
    desk.plan()
    desk.send(server.url)
    assert [("Second curriculum" in mail["Subject"]) for mail in server.to(person.email)] == [True]
    assert {mail.kind: mail.state for mail in desk.letters()} == {"reminder": SENT, "digest": WAITING}
    third = desk.school.publish(title="Third curriculum")
    desk.given(date(2026, 12, 4), person, curriculum=third)  # its own reminder comes on Tuesday
    desk.on(2026, 11, 30)
    desk.send(server.url)
    (_at_once, weekly) = server.to(person.email)
    assert weekly.get_content().count("– ") == 2
    assert "Third curriculum: due Friday 4 December 2026" in weekly.get_content()


def test_who_wants_each_mail_when_it_is_due_gets_it_then(desk: Desk, server: Mailbox) -> None:
    any_hour(desk.company, digest_day=MONDAY)
    person = desk.person()
    desk.wish(person, digest_day=-1)
    desk.on(2026, 11, 25)
    desk.given(date(2026, 12, 9), person)
    desk.plan()
    desk.send(server.url)
    assert len(server.to(person.email)) == 1


@pytest.mark.parametrize("field", ["active", "email", "state"])
def test_who_has_left_has_no_address_or_is_done_is_not_planned_for(desk: Desk, field: str) -> None:
    (person,) = desk.hire(1)
    (row,) = desk.given(desk.today + timedelta(days=3), person)
    if field == "state":
        desk.move(row, state="completed")
    else:
        desk.change(person, **{field: False if field == "active" else ""})
    assert desk.plan() == 0


def test_another_companys_people_are_not_planned_for(desk: Desk, other_company: object) -> None:
    other = Desk(other_company)  # type: ignore[arg-type]
    (theirs,) = other.hire(1)
    other.given(other.today + timedelta(days=3), theirs)
    assert desk.plan() == 0
    assert other.letters() == []
