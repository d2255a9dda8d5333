"""What goes wrong rarely: a server that is down for hours, a year of days off, two mails to one reader at once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest
from sqlalchemy import update

from lms.assigning.reminding.calendars import Calendar, Rule
from lms.assigning.reminding.kinds import DIGEST, NUDGE, REMINDER
from lms.assigning.reminding.models import Reminder
from lms.assigning.reminding.watching import Amiss, alarm
from lms.kernel import claiming, outbox
from lms.kernel.ids import new_id
from lms.kernel.outbox import CAPPED, Letter, Mail
from lms.kernel.permissions import Role
from lms.kernel.post import Post
from lms.kernel.zones import zone_of
from tests.assigning.reminding.desk import Desk
from tests.support.company import Company
from tests.support.mailbox import Mailbox

NOBODY_LISTENS = "smtp://127.0.0.1:9"


def test_a_server_that_is_down_for_hours_is_an_alarm_though_every_mail_is_put_off_by_a_minute(
    desk: Desk, server: Mailbox
) -> None:
    desk.given(desk.today + timedelta(days=3), *desk.hire(3))
    desk.plan()
    desk.send(NOBODY_LISTENS)
    desk.forward(hours=3)
    desk.send(NOBODY_LISTENS)
    with desk.database.reading() as session:
        found = alarm(session, desk.company.organisation.id, desk.now)
    assert found is not None
    assert (found.kind, found.planned, found.waiting) == (Amiss.NONE_WENT, 3, 3)
    desk.send(server.url)
    desk.forward(minutes=2)
    desk.send(server.url)
    with desk.database.reading() as session:
        assert alarm(session, desk.company.organisation.id, desk.now) is None


def test_a_mail_waits_where_no_day_in_sight_is_a_working_day() -> None:
    mondays = frozenset(date(2026, 11, 23) + timedelta(weeks=number) for number in range(40))
    calendar = Calendar(zone_of("Europe/Copenhagen"), "", Rule(working_days=frozenset({0}), closed=mondays))
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert calendar.next_allowed(now) > now + timedelta(days=90), "else it is put off until now, again and again"


@pytest.mark.parametrize(("held", "new"), list(permutations((REMINDER, DIGEST, NUDGE), 2)))
def test_what_two_mails_of_one_moment_say_is_said_in_one_of_them(desk: Desk, held: str, new: str) -> None:
    person = desk.person(language="en")
    due = desk.today + timedelta(days=3)
    rows = desk.given(due, person, curriculum=desk.school.publish(title="Of old")), desk.given(due, person)
    desk.plan()
    with desk.database.writing() as session:
        for (row,), kind in zip(rows, (held, new), strict=True):
            letter = new_id()
            of = (desk.company.organisation.id, person.id, kind, str(letter), letter, person.email, "Due", "Due", "en")
            outbox.plan(session, [Letter(*of)], "localhost", desk.now)
            session.execute(update(Reminder).where(Reminder.assigned_id == row).values(letter=letter))
        session.execute(update(Mail).where(Mail.person_id == person.id, Mail.kind == held).values(why=CAPPED))
    installation = desk.company.installation
    desk.forward(minutes=1)
    with desk.database.writing() as session:
        session.info[outbox.POST] = Post.of(installation.config)
        bodies = [mail.body for mail in claiming.claim(session, desk.now, 50)]
    assert sum("Of old" in body for body in bodies) == 1


@pytest.mark.parametrize("due", ["9999-12-31", "0001-01-01"])
def test_an_odd_due_date_in_the_address_is_no_fault_of_ours(company: Company, due: str) -> None:
    hr = company.browser(company.person(Role.HR))
    assert hr.get(f"/assign/reminders?due={due}").status_code == 200


def test_the_form_offers_no_more_mails_a_week_than_can_be_kept(company: Company) -> None:
    hr = company.browser(company.person(Role.HR))
    sent = {"country": "", "quiet_from": "20", "quiet_until": "7", "working_days": ["0"], "digest_day": "0"}
    assert hr.post("/assign/reminders/rules", {**sent, "most_a_week": "14"}).status_code == 303
    refused = hr.post("/assign/reminders/rules", {**sent, "most_a_week": "15"})
    assert (refused.status_code, "from 1 to 14" in refused.text) == (422, True)
