"""First mails: written once for whoever has it open, an hour after; what they say, and what is said of them."""

from __future__ import annotations

from typing import Any

import pytest

from lms.assigning.assignments import inviting
from lms.assigning.assignments.dues import Due, Kind
from lms.kernel import ledger, outbox
from lms.kernel.outbox import SENT
from lms.kernel.pace import Pace
from tests.assigning.assignments.mailing import THIRTY, given
from tests.assigning.assignments.office import Office
from tests.people.lives import SECRET_NUMBER, full_life
from tests.support.mailbox import Mailbox

pytestmark = pytest.mark.usefixtures("only_our_mails")


def test_nobody_is_told_within_the_hour_and_everybody_once_after_it(office: Office, server: Mailbox) -> None:
    ann, bob = office.hire(2)
    assignment = office.give(due=THIRTY)
    office.deliver(server.url)
    assert (office.mails(), server.mails) == ([], [])
    office.forward(hours=1)
    office.work()
    office.deliver(server.url)
    for person in (ann, bob):
        assert [mail["Message-ID"] for mail in server.to(person.email)] == [office.mails(person)[0].message_id]
    assert {mail.state for mail in office.mails()} == {SENT}
    assert office.run(assignment).mails == len(server.mails) == 3, "HR has it too"


def test_the_mail_says_what_by_when_and_where_and_nothing_else(office: Office, server: Mailbox) -> None:
    person = office.person(name="Åse Øst", language="en")
    given(office)
    office.work()
    office.deliver(server.url)
    (mail,) = server.to(person.email)
    text = mail.get_content()
    assert mail["Subject"].startswith("New for you: ")
    assert "Hello Åse Øst," in text
    assert "Please finish it by Monday 21 December 2026." in text
    assert "about 3 hours" in text
    assert text.count("http") == text.count("http://localhost/learn") == 1
    assert mail.get_content_type() == "text/plain"
    assert (mail["From"], mail["Auto-Submitted"]) == ("no-reply@localhost", "auto-generated")


@pytest.mark.parametrize(("language", "said"), [("da", "senest mandag den 21. december"), ("sv", "måndag den 21 dec")])
def test_it_is_written_in_the_readers_language(office: Office, language: str, said: str) -> None:
    person = office.person(language=language)
    given(office)
    office.work()
    (mail,) = office.mails(person)
    assert (mail.language, said in mail.body) == (language, True), mail.body


def test_without_a_date_it_is_in_their_own_time_and_a_missing_one_is_not_invented(office: Office) -> None:
    person = office.person(language="en")
    office.give(due=Due())
    office.forward(hours=1)
    office.work()
    assert "there is no due date" in office.mails(person)[0].body


def test_a_due_date_that_waits_for_a_hire_date_is_not_said(office: Office) -> None:
    person = office.person(language="en")
    office.give(due=Due(Kind.HIRE, days=90))
    office.forward(hours=1)
    office.work()
    body = office.mails(person)[0].body
    assert "as soon as the day is settled" in body
    assert "2026" not in body


def test_who_had_finished_it_before_is_not_told(office: Office) -> None:
    person = office.hire(1)[0]
    office.complete(person)
    given(office)
    office.work()
    assert office.mails(person) == []


def test_it_is_written_once_however_often_the_job_runs(office: Office) -> None:
    office.hire(3)
    assignment = given(office)
    office.work()
    run = office.run(assignment)
    for number in range(2):
        with office.database.writing() as session:
            ledger.enqueue(session, inviting.NAME, {"run": str(run.id)}, now=office.now, key=f"again {number} {run.id}")
        office.work()
    assert len(office.mails()) == office.run(assignment).mails == 4


def test_killed_between_two_portions_nobody_is_missing_and_nobody_has_two(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = office.hire(7)
    assignment = given(office)
    real, calls = outbox.plan, []

    def failing(*args: Any, **kwargs: Any) -> int:
        calls.append(args)
        if len(calls) == 3:
            raise RuntimeError("killed")
        return real(*args, **kwargs)

    monkeypatch.setattr(inviting, "of_rows", lambda: Pace(2, 2))
    monkeypatch.setattr(outbox, "plan", failing)
    office.work()
    assert 0 < len(office.mails()) < 8, "the fault came in the middle"
    office.forward(minutes=1)
    office.work()
    assert sorted(mail.person_id for mail in office.mails(*people)) == sorted(each.id for each in people)
    assert office.run(assignment).mails == 8


def test_undone_in_the_hour_there_is_no_mail(office: Office, server: Mailbox) -> None:
    office.hire(2)
    assignment = office.give(due=THIRTY)
    office.undo(office.run(assignment))
    office.forward(hours=1)
    office.work()
    office.deliver(server.url)
    assert (office.mails(), server.mails) == ([], [])


def test_a_name_cannot_write_a_header_or_another_line(office: Office, server: Mailbox) -> None:
    person = office.person(name="Eve\r\nBcc: all@example.org\r\n\r\nPay here: http://evil.example", language="en")
    given(office)
    office.work()
    office.deliver(server.url)
    (mail,) = server.to(person.email)
    assert mail["Bcc"] is None
    assert "Hello Eve Bcc: all@example.org Pay here: http://evil.example," in mail.get_content()


def test_nothing_of_what_is_private_is_in_a_mail(office: Office) -> None:
    person, _browser = full_life(office.company, "them")
    given(office)
    office.work()
    ours = [mail for mail in office.mails(person) if mail.kind == inviting.KIND and mail.about]
    assert len(ours) == 1
    text = ours[0].subject + ours[0].body
    for private in (
        str(SECRET_NUMBER),
        "note-them",
        "view-them",
        "file-them",
        "sealed",
        "them-job",
        "them-cost_centre",
    ):
        assert private not in text


def _page(office: Office, assignment: Any) -> str:
    return office.company.browser(office.school.hr).get(f"/assign/assignments/{assignment.id}").text


def test_the_assignments_page_says_how_many_went_and_how_many_did_not(office: Office) -> None:
    left = office.hire(2)[0]
    assignment = given(office)
    office.work()
    page = _page(office, assignment)
    assert "First mails: 0 sent, 3 waiting, of 3 written." in page
    office.change(left, active=False)
    office.deliver()
    page = _page(office, assignment)
    assert "First mails: 2 sent, 1 not sent, of 3 written." in page
