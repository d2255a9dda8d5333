"""A reminder by hand: names and text first, held for an hour, taken back without a trace, never twice or too many."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from lms.assigning.assignments.models import COMPLETED, Assigned
from lms.assigning.reminding import by_hand
from lms.assigning.reminding.hand_models import Sending
from lms.assigning.reminding.models import Reminder
from lms.kernel.outbox import WAITING, Mail
from lms.kernel.permissions import Role
from lms.people.models import Person
from tests.support.assigned import GivenTo, given_to
from tests.support.company import Browser, Company
from tests.support.forms import form_to
from tests.support.mail_hours import any_hour
from tests.support.mailed import told_by_mail
from tests.support.working import do_jobs

PAGE = "/assign/reminders/by-hand"


class Lateness:
    """A company in which Ann and Bo are late, and Cleo is not."""

    def __init__(self, company: Company) -> None:
        """Give the curriculum, and let the due date of two pass."""
        self.company, self.installation = company, company.installation
        any_hour(company)
        self.people: dict[str, Person] = {
            name: company.person(name=f"{name.title()} {company.marker}") for name in ("ann", "bo", "cleo")
        }
        self.given: GivenTo = given_to(company, self.people)
        day = self.installation.clock.now().date() - timedelta(days=4)
        late = [self.given.rows["ann"], self.given.rows["bo"]]
        with self.installation.database.writing() as session:
            session.execute(update(Assigned).where(Assigned.id.in_(late)).values(due=day, late_after=day))
        self.hr: Browser = company.browser(company.person(Role.HR, name="Hanne Holm"))

    def send(self, query: str = "") -> str:
        """Press the button; return the address of what is held."""
        form = form_to(self.hr.get(f"{PAGE}{query}").text, PAGE)
        answer = self.hr.post(form.action, form.values)
        assert answer.status_code == 303
        return answer.location

    def work(self, *, hours: float = 1) -> None:
        """Let time pass, and do what is due then."""
        self.installation.clock.forward(minutes=60 * hours)
        do_jobs(self.installation)

    def mails(self, name: str) -> list[Mail]:
        """Return the reminders that were written to somebody."""
        mine = select(Mail).where(Mail.person_id == self.people[name].id, Mail.kind != "invitation")
        with self.installation.database.reading() as session:
            return list(session.scalars(mine))

    def waiting(self, curriculum: UUID | None = None) -> int:
        """Return how many are late and not yet reminded."""
        with self.installation.database.reading() as session:
            now = self.installation.clock.now()
            return by_hand.waiting(session, self.company.organisation.id, now, curriculum)


@pytest.fixture
def late(company: Company, clock: object) -> Lateness:
    """Return a company with two who are late."""
    return Lateness(company)


def test_the_preview_names_who_is_late_and_shows_the_text_and_sends_nothing(late: Lateness) -> None:
    page = late.hr.get(PAGE).text
    assert "2 people would get a mail" in page
    assert late.people["ann"].name in page
    assert late.people["bo"].name in page
    assert late.people["cleo"].name not in page
    assert "4 days late" in page
    assert f"Hello {late.people['ann'].name}" in page
    late.work()
    assert late.mails("ann") == []


def test_the_overview_and_the_lists_of_who_is_late_lead_there_with_the_number(late: Lateness) -> None:
    link = "preview a reminder to the 2 not yet reminded"
    of = late.given.curriculum
    for page in ("/assign", "/assign/exceptions?kind=late", f"/assign/assignments/curricula/{of}?show=late"):
        assert link in late.hr.get(page).text, page
    assert link not in late.hr.get("/assign/exceptions?kind=missing").text


def test_after_an_hour_each_of_them_has_one_mail(late: Lateness) -> None:
    address = late.send(f"?curriculum={late.given.curriculum}")
    assert "2 people are reminded at" in late.hr.get(address).text
    late.work(hours=0.9)
    assert late.mails("ann") == []
    late.work(hours=0.2)
    assert [len(late.mails(name)) for name in ("ann", "bo", "cleo")] == [1, 1, 0]
    assert "still open for you" in late.mails("ann")[0].subject
    hr = late.company.browser(late.company.person(Role.HR))
    assert "2 reminders were written" in hr.get(address).text


def test_taken_back_within_the_hour_nobody_hears_of_it(late: Lateness) -> None:
    address = late.send()
    form = form_to(late.hr.get(address).text, "/undoing")
    assert "Taken back." in late.hr.post(form.action, form.values, follow_redirects=True).text
    late.work(hours=2)
    assert late.mails("ann") == late.mails("bo") == []
    with late.installation.database.reading() as session:
        theirs = select(func.count()).select_from(Reminder).where(Reminder.assigned_id.in_(late.given.rows.values()))
        assert session.scalar(theirs) == 0


def test_after_the_hour_it_can_no_longer_be_taken_back_and_says_so(late: Lateness) -> None:
    address = late.send()
    late.installation.clock.forward(minutes=61)
    hr = late.company.browser(late.company.person(Role.HR))
    assert "The hour is over" in hr.post(f"{address}/undoing", follow_redirects=True).text
    do_jobs(late.installation)
    assert len(late.mails("ann")) == 1


def test_nothing_goes_where_who_asked_for_it_is_no_longer_hr(late: Lateness) -> None:
    late.send()
    with late.installation.database.writing() as session:
        asked = session.scalars(select(Sending).where(Sending.organisation_id == late.company.organisation.id)).one()
        session.get_one(Person, asked.by_id).roles = frozenset({Role.LEARNER})
    late.work()
    assert late.mails("ann") == late.mails("bo") == []


def test_whoever_finishes_meanwhile_gets_none(late: Lateness) -> None:
    late.send()
    with late.installation.database.writing() as session:
        session.get_one(Assigned, late.given.rows["bo"]).state = COMPLETED
    late.work()
    assert (len(late.mails("ann")), len(late.mails("bo"))) == (1, 0)


def test_pressed_twice_it_is_one(late: Lateness) -> None:
    form = form_to(late.hr.get(PAGE).text, PAGE)
    first, second = (late.hr.post(form.action, form.values).location for _press in range(2))
    assert first == second
    assert "is held until" in late.hr.get(PAGE).text
    late.work()
    assert len(late.mails("ann")) == 1


def test_who_was_reminded_is_not_asked_again_unless_everybody_is(late: Lateness) -> None:
    late.send()
    assert late.waiting() == 2
    late.work()
    assert late.waiting() == 0
    hr = late.company.browser(late.company.person(Role.HR))
    assert "Nobody is left to remind" in hr.get(PAGE).text
    assert "2 people would get a mail" in hr.get(f"{PAGE}?whom=everybody").text


def test_who_has_had_their_mails_of_the_week_waits_and_the_page_says_so(late: Lateness) -> None:
    any_hour(late.company, most_a_week=1)
    had = told_by_mail(late.company, late.people["ann"])
    now = late.installation.clock.now()
    with late.installation.database.writing() as session:
        session.execute(update(Mail).where(Mail.id == had).values(kind="reminder", sent_at=now))
    assert "One of them has had their mails of this week" in late.hr.get(PAGE).text
    late.send()
    late.work()
    held = [mail for mail in late.mails("ann") if mail.id != had]
    assert [(mail.state, mail.why) for mail in held] == [(WAITING, "capped")]
    assert [mail.why for mail in late.mails("bo")] == [""]


def test_another_companys_late_people_and_acts_are_not_there(late: Lateness, other_company: Company) -> None:
    theirs = other_company.browser(other_company.person(Role.HR))
    assert late.people["ann"].name not in theirs.get(PAGE).text
    assert theirs.get(f"{PAGE}?curriculum={late.given.curriculum}").status_code == 404
    address = late.send()
    assert theirs.get(address).status_code == 404
    assert theirs.post(f"{address}/undoing").status_code == 404
    with late.installation.database.reading() as session:
        ours = select(Sending.undone_at).where(Sending.organisation_id == late.company.organisation.id)
        assert session.scalars(ours).all() == [None]


@pytest.mark.parametrize("role", [Role.LEARNER, Role.TRAINER, Role.ADMIN])
def test_only_hr_reminds_by_hand(role: Role, company: Company) -> None:
    browser = company.browser(company.person(role))
    assert browser.get(PAGE).status_code == 403
    assert browser.post(PAGE).status_code == 403
