"""Between planning and sending the world goes on: what a reminder still says, to whom, when, or why it does not go."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from lms.assigning.assignments.models import APPLIED, EXEMPT, UNDONE, WITHDRAWN, AssignmentRun
from lms.assigning.reminding.calendars import MONDAY
from lms.assigning.reminding.models import MailText, MailWish
from lms.kernel.outbox import AWAY, DONE, ENDED, JOINED, LEFT, MOVED, NO_ADDRESS, NOT_SENT, QUIET, SENT, WAITING
from lms.kernel.outbox import WITHDRAWN as TAKEN_BACK
from lms.people.models import Person
from tests.assigning.reminding.desk import Desk
from tests.support.mail_hours import any_hour, settle
from tests.support.mailbox import Mailbox


def fate(desk: Desk, *people: Person) -> list[tuple[str, str]]:
    """Return state and reason of each letter."""
    return [(mail.state, mail.why) for mail in desk.letters(*people)]


def _leave(desk: Desk, person: Person, row: Any) -> None:
    desk.change(person, active=False)


def _finish(desk: Desk, person: Person, row: Any) -> None:
    desk.complete(person)
    desk.work()


def _take_back(desk: Desk, person: Person, row: Any) -> None:
    desk.move(row, state=WITHDRAWN)


def _excuse(desk: Desk, person: Person, row: Any) -> None:
    desk.move(row, state=EXEMPT)


def _extend(desk: Desk, person: Person, row: Any) -> None:
    desk.move(row, due=desk.today + timedelta(days=30))


def _lose_address(desk: Desk, person: Person, row: Any) -> None:
    desk.change(person, email="")


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (_leave, LEFT),
        (_finish, DONE),
        (_take_back, TAKEN_BACK),
        (_excuse, TAKEN_BACK),
        (_extend, MOVED),
        (_lose_address, NO_ADDRESS),
    ],
)
def test_what_happened_between_planning_and_sending_stops_it(
    desk: Desk, server: Mailbox, happens: Any, why: str
) -> None:
    (person,) = desk.hire(1)
    (row,) = desk.given(desk.today + timedelta(days=3), person)
    assert desk.plan() == 1
    happens(desk, person, row)
    desk.send(server.url)
    assert (fate(desk), server.mails) == ([(NOT_SENT, why)], [])


def test_an_undone_run_stops_it(desk: Desk, server: Mailbox) -> None:
    (person,) = desk.hire(1)
    desk.given(desk.today + timedelta(days=3), person)
    desk.plan()
    with desk.database.writing() as session:
        own = AssignmentRun.organisation_id == desk.company.organisation.id
        session.execute(update(AssignmentRun).where(own, AssignmentRun.state == APPLIED).values(state=UNDONE))
    desk.send(server.url)
    assert (fate(desk), server.mails) == ([(NOT_SENT, TAKEN_BACK)], [])


def test_of_two_things_the_finished_one_drops_out_of_the_mail(desk: Desk, server: Mailbox) -> None:
    person = desk.person(language="en")
    second = desk.school.publish(title="Second curriculum")
    (row,) = desk.given(desk.today + timedelta(days=3), person)
    desk.given(desk.today + timedelta(days=3), person, curriculum=second)
    desk.plan()
    desk.move(row, state="completed")
    desk.send(server.url)
    (mail,) = server.to(person.email)
    assert mail["Subject"] == "“Second curriculum” is due in 3 days"


def test_who_is_away_gets_it_when_they_are_back_in_words_that_are_still_true(desk: Desk, server: Mailbox) -> None:
    person = desk.person(language="en")
    desk.given(desk.today + timedelta(days=3), person)
    desk.plan()
    desk.change(person, away_from=desk.today, away_until=desk.today + timedelta(days=2))
    desk.send(server.url)
    assert fate(desk) == [(WAITING, AWAY)]
    desk.forward(days=3)
    desk.send(server.url)
    assert [mail["Subject"].endswith("is due today") for mail in server.to(person.email)] == [True]


def test_what_came_due_during_an_absence_is_one_mail_afterwards(desk: Desk, server: Mailbox) -> None:
    person = desk.person(language="en")
    desk.change(person, away_from=desk.today, away_until=desk.today + timedelta(days=12))
    others = [desk.school.publish(title=f"Curriculum {number}") for number in range(3)]
    for number, curriculum in enumerate(others):
        desk.given(desk.today + timedelta(days=16 + 2 * number), person, curriculum=curriculum)
    for _day in range(14):
        desk.a_day(server.url)
    (mail,) = server.to(person.email)
    assert mail.get_content().count("– Curriculum") == 3


def test_after_eight_in_the_evening_it_waits_for_the_morning(desk: Desk, server: Mailbox) -> None:
    (person,) = desk.hire(1)
    desk.given(desk.today + timedelta(days=3), person)
    desk.plan()
    with desk.database.writing() as session:
        settle(session, desk.company, quiet_from=20, quiet_until=7)
    desk.forward(hours=12)
    desk.send(server.url)
    assert (fate(desk), server.mails) == ([(WAITING, QUIET)], [])
    desk.forward(hours=12)
    desk.send(server.url)
    assert fate(desk) == [(SENT, "")]


def test_nobody_gets_more_than_their_mails_of_a_week_and_none_is_lost(desk: Desk, server: Mailbox) -> None:
    any_hour(desk.company, most_a_week=2)
    person = desk.person(language="en")
    others = [desk.school.publish(title=f"Curriculum {number}") for number in range(5)]
    for number, curriculum in enumerate(others):
        desk.given(desk.today + timedelta(days=3 + number), person, curriculum=curriculum)
    gone: list[date] = []
    for _day in range(17):
        before = len(server.to(person.email))
        desk.a_day(server.url)
        gone += [desk.today] * (len(server.to(person.email)) - before)
    assert all(sum(0 <= (later - day).days < 7 for later in gone) <= 2 for day in gone), gone
    waiting = [mail for mail in desk.letters(person) if mail.state == WAITING]
    assert len(waiting) <= 7, "what was held back goes along with the next, there is no queue"
    assert {mail.why for mail in desk.letters(person) if mail.state == NOT_SENT} == {JOINED}
    text = "".join(mail.get_content() + mail["Subject"] for mail in server.to(person.email))
    assert all(f"Curriculum {number}" in text for number in range(5))


def test_an_invitation_does_not_wait_for_the_next_week(desk: Desk, server: Mailbox) -> None:
    any_hour(desk.company, most_a_week=1)
    (person,) = desk.hire(1)
    desk.given(desk.today + timedelta(days=3), person)
    desk.plan()
    desk.send(server.url)
    assert len(server.to(person.email)) == 1
    second = desk.school.publish(title="Second curriculum")
    desk.give(curriculum_id=second)
    desk.forward(hours=1)
    desk.work()
    desk.send(server.url)
    assert len(server.to(person.email)) == 2


def test_who_ended_reminders_of_what_has_no_date_gets_no_more_but_the_others(desk: Desk, server: Mailbox) -> None:
    (person,) = desk.hire(1)
    desk.given(None, person, since=28)
    assert desk.plan() == 1
    desk.wish(person, ended=["nudge"])
    desk.send(server.url)
    assert (fate(desk), server.mails) == ([(NOT_SENT, ENDED)], [])
    desk.plan()
    assert len(desk.letters()) == 1, "it is not planned again and again"
    second = desk.school.publish(title="Second curriculum")
    desk.given(desk.today + timedelta(days=3), person, curriculum=second)
    desk.plan()
    desk.send(server.url)
    assert len(server.to(person.email)) == 1


def test_the_manager_reads_name_curriculum_and_date_and_the_mail_is_kept_without_the_name(
    desk: Desk, server: Mailbox
) -> None:
    boss = desk.person(language="en", name="Bo Boss")
    ann, bob = desk.person(name="Ann Arbor"), desk.person(name="Bob Burns")
    for person in (ann, bob):
        desk.change(person, manager_id=boss.id)
    due = desk.today - timedelta(days=16)
    desk.given(due, ann, bob)
    desk.plan()
    desk.send(server.url)
    (mail,) = server.to(boss.email)
    lines = [line for line in mail.get_content().splitlines() if line.startswith("– ")]
    assert len(lines) == 2
    assert lines[0].startswith("– Ann Arbor: ")
    assert lines[0].endswith(f", due {due:%A} {due.day} {due:%B} {due.year}")
    (kept,) = desk.letters(boss)
    assert "Ann" not in kept.body + kept.subject
    for _day in range(10):
        desk.a_day(server.url)
    assert len(server.to(boss.email)) == 1


def test_a_new_manager_is_told_and_not_the_one_before(desk: Desk, server: Mailbox) -> None:
    first, second = desk.person(language="en"), desk.person(language="en")
    (person,) = desk.hire(1)
    desk.change(person, manager_id=first.id)
    desk.given(desk.today - timedelta(days=16), person)
    desk.plan()
    desk.change(person, manager_id=second.id)
    desk.send(server.url)
    assert (fate(desk, first), server.to(first.email)) == ([(NOT_SENT, MOVED)], [])
    desk.plan()
    desk.send(server.url)
    assert len(server.to(second.email)) == 1


def test_of_who_is_away_the_manager_is_not_told(desk: Desk) -> None:
    boss = desk.person()
    (person,) = desk.hire(1)
    desk.change(person, manager_id=boss.id, away_from=desk.today, away_until=desk.today + timedelta(days=9))
    desk.given(desk.today - timedelta(days=16), person)
    desk.plan()
    assert desk.letters(boss) == []


def test_words_of_the_companys_own_are_used_and_a_name_with_braces_stays_a_name(desk: Desk, server: Mailbox) -> None:
    person = desk.person(language="da", name="Eve {link} {title}")
    said = {"subject": "Kære {name}", "body": "{title}\n{progress}\n{link}"}
    with desk.database.writing() as session:
        own = {"organisation_id": desk.company.organisation.id, "kind": "before", "language": "da"}
        session.add(MailText(**own, **said, changed_at=desk.now))
    desk.given(desk.today + timedelta(days=3), person)
    desk.plan()
    desk.send(server.url)
    (mail,) = server.to(person.email)
    assert mail["Subject"] == "Kære Eve {link} {title}"
    assert "Det første modul er et godt sted at begynde." in mail.get_content()


def test_the_day_of_the_weekly_mail_can_be_changed_while_one_waits(desk: Desk, server: Mailbox) -> None:
    any_hour(desk.company, digest_day=MONDAY)
    (person,) = desk.hire(1)
    desk.given(desk.today + timedelta(days=14), person)
    desk.plan()
    desk.wish(person, digest_day=4)
    desk.forward(days=2)
    desk.send(server.url)
    assert len(server.to(person.email)) == 1, "what waits for Monday goes on Monday"
    with desk.database.reading() as session:
        assert session.scalars(select(MailWish.digest_day).where(MailWish.person_id == person.id)).one() == 4
