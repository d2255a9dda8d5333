"""Questions that come back, by mail: as home would say it, on the weekday somebody chose, and never when they rest."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lms.assigning.reminding.calendars import MONDAY
from lms.kernel.outbox import DONE, NOT_SENT, SENT
from lms.learning.in_hand import shelf_in_hand
from lms.learning.recall import pausing
from lms.learning.recall.at_hand import all_recalled
from lms.learning.recall.by_mail import invitations
from tests.assigning.reminding.desk import Desk
from tests.support.mail_hours import any_hour
from tests.support.mailbox import Mailbox
from tests.support.recaller import Recaller


@pytest.fixture
def recaller(desk: Desk) -> Recaller:
    """Return somebody to whom questions come back, on a Monday."""
    any_hour(desk.company, digest_day=MONDAY)
    desk.on(2026, 11, 20)
    person = desk.person(language="en")
    found = Recaller(desk.company.installation, person, desk.company.browser(person))
    found.complete()
    desk.on(2026, 11, 23)
    return found


def test_the_mail_says_what_home_says(desk: Desk, recaller: Recaller) -> None:
    actor = desk.company.actor(recaller.person)
    with desk.database.reading() as session:
        at_home = all_recalled(session, actor, shelf_in_hand(session, actor), desk.today).invitation
        by_mail = invitations(session, desk.company.organisation.id, [recaller.person.id], desk.today)
    assert at_home is not None
    assert by_mail == {recaller.person.id: at_home}


def test_it_comes_on_the_day_of_the_weekly_mail_once_a_week_and_its_words_are_kept_nowhere(
    desk: Desk, recaller: Recaller, server: Mailbox
) -> None:
    for _hour in range(3):
        desk.plan()
        desk.send(server.url)
    (mail,) = server.to(recaller.person.email)
    assert mail["Subject"].startswith("Three questions from ")
    assert "about 2 minutes" in mail.get_content()
    assert "List-Unsubscribe" in mail
    (kept,) = desk.letters(recaller.person)
    assert (kept.kind, kept.state, "Three" in kept.subject + kept.body) == ("recall", SENT, False)
    for _day in range(6):
        desk.forward(days=1)
        desk.plan()
    assert len(desk.letters(recaller.person)) == 1
    desk.forward(days=1)
    desk.plan()
    assert len(desk.letters(recaller.person)) == 2


def test_it_joins_the_weekly_mail_that_goes_anyhow(desk: Desk, recaller: Recaller, server: Mailbox) -> None:
    desk.given(desk.today + timedelta(days=14), recaller.person)
    desk.plan()
    desk.send(server.url)
    (mail,) = server.to(recaller.person.email)
    assert "is due in 14 days" in mail["Subject"]
    assert "Three questions from " in mail.get_content()
    (kept,) = desk.letters(recaller.person)
    assert (kept.kind, "Three" in kept.body) == ("digest", False)


def test_who_had_it_in_a_mail_of_its_own_today_does_not_read_it_again_in_the_weekly_mail(
    desk: Desk, recaller: Recaller, server: Mailbox
) -> None:
    desk.plan()
    desk.send(server.url)
    desk.given(desk.today + timedelta(days=14), recaller.person)
    desk.plan()
    desk.send(server.url)
    first, weekly = server.to(recaller.person.email)
    assert "Three questions from " in first["Subject"]
    assert "is due in 14 days" in weekly["Subject"]
    assert "Three questions from " not in weekly.get_content()


def test_who_rests_or_has_answered_is_not_written_to(desk: Desk, recaller: Recaller, server: Mailbox) -> None:
    desk.plan()
    actor = desk.company.actor(recaller.person)
    with desk.database.writing() as session:
        pausing.rest(session, actor, 7, desk.today)
    desk.send(server.url)
    assert server.to(recaller.person.email) == []
    assert [(mail.state, mail.why) for mail in desk.letters(recaller.person)] == [(NOT_SENT, DONE)]


@pytest.mark.parametrize("wish", [{"ended": ["recall"]}, {"digest_day": 2}])
def test_who_wants_none_or_another_day_gets_none_on_monday(
    desk: Desk, recaller: Recaller, wish: dict[str, object]
) -> None:
    desk.wish(recaller.person, **wish)
    desk.plan()
    assert desk.letters(recaller.person) == []
    desk.forward(days=2)
    desk.plan()
    assert len(desk.letters(recaller.person)) == ("digest_day" in wish)
