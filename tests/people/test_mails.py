"""The administrator's list of mails, what HR sees of them, and how long they stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lms.kernel import outbox
from lms.kernel.audit import AuditEntry
from lms.kernel.jobs import Worker, declared
from lms.kernel.outbox import FAILED, KEPT, NOT_SENT, SENT, SERVER, WAITING, Mail
from lms.kernel.permissions import Role
from lms.kernel.post import Post
from lms.people.erasing import erase
from lms.people.mails import PAGE
from lms.people.models import Person
from lms.serving.doctor import LOOKS
from tests.support.company import Browser, Company
from tests.support.installation import Installation
from tests.support.mailbox import Mailbox, mail_server
from tests.support.mailed import told_by_mail


@pytest.fixture
def admin(company: Company) -> Browser:
    """Return the administrator's browser."""
    return company.browser(company.person(Role.ADMIN))


def test_each_state_has_its_count_and_its_list(admin: Browser, company: Company, installation: Installation) -> None:
    ann = company.person(name="Ann Andersen")
    told_by_mail(company, ann, "It went", SENT)
    lost = told_by_mail(company, ann, "It was refused", FAILED)
    with installation.database.writing() as session:
        session.execute(update(Mail).where(Mail.id == lost).values(why=outbox.REFUSED))
    every = admin.get("/admin/mail").text
    assert every.index("It was refused") < every.index("It went"), "the newest first"
    failed = admin.get("/admin/mail?show=failed").text
    assert "It went" not in failed
    assert "the mail server does not know the address, or refused it" in failed


def test_one_mail_is_shown_with_its_text_and_the_person_can_read_that_it_was(
    admin: Browser, company: Company, installation: Installation
) -> None:
    ann = company.person(name="Ann Andersen")
    mail = told_by_mail(company, ann, "Hello <b>there</b>")
    page = admin.get(f"/admin/mail/{mail}").text
    assert "Hello &lt;b&gt;there&lt;/b&gt;." in page
    assert ann.email in page
    with installation.database.reading() as session:
        looked = select(AuditEntry.action).where(AuditEntry.subject_id == ann.id)
        assert session.scalars(looked).all() == ["mail.opened"]
    assert "A mail to you was opened" in company.browser(ann).get("/me").text


@pytest.mark.parametrize("role", [Role.LEARNER, Role.HR, Role.TRAINER])
def test_only_administrators_see_them(role: Role, company: Company) -> None:
    person = company.person(role)
    mail = told_by_mail(company, person)
    assert company.browser(person).get("/admin/mail").status_code == 403
    assert company.browser(person).get(f"/admin/mail/{mail}").status_code == 403


def test_another_organisations_mails_are_not_there(admin: Browser, other_company: Company) -> None:
    mail = told_by_mail(other_company, other_company.person(), "Theirs alone")
    assert "Theirs alone" not in admin.get("/admin/mail").text
    assert admin.get(f"/admin/mail/{mail}").status_code == 404


def test_hr_sees_that_a_mail_went_and_not_its_text(company: Company) -> None:
    ann, hr = company.person(), company.browser(company.person(Role.HR))
    told_by_mail(company, ann, "New for you: Loyalty", NOT_SENT)
    page = hr.get(f"/assign/people/{ann.id}").text
    assert "New for you: Loyalty" in page
    assert "Not sent" in page
    assert "New for you: Loyalty." not in page


def test_without_a_server_the_page_says_that_nobody_gets_them(admin: Browser) -> None:
    assert "nobody gets them" in admin.get("/admin/mail").text


def test_with_a_server_that_cannot_be_used_the_page_says_so(
    admin: Browser, company: Company, installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = replace(installation.config, smtp_url="smtp://127.0.0.1:9")
    monkeypatch.setitem(installation.app.extensions, "lms.config", config)
    assert "nobody gets them" not in admin.get("/admin/mail").text
    mail = told_by_mail(company, company.person(), state=WAITING)
    with installation.database.writing() as session:
        session.execute(update(Mail).where(Mail.id == mail).values(why=SERVER, state=WAITING))
    assert "The mail server cannot be used" in admin.get("/admin/mail").text
    with installation.database.writing() as session:
        session.execute(update(Mail).where(Mail.id == mail).values(why="", state=SENT))


def test_a_long_list_has_pages_and_rubbish_in_the_address_is_the_first_page(admin: Browser, company: Company) -> None:
    ann = company.person()
    for number in range(PAGE + 2):
        told_by_mail(company, ann, f"Number {number:03d}")
    first = admin.get("/admin/mail").text
    assert "Number 051" in first
    assert "Number 001" not in first
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "Number 001" in admin.get(following).text
    for rubbish in ("?show=nothing", "?after=x", "?after=00000000-0000-0000-0000-000000000000"):
        assert admin.get(f"/admin/mail{rubbish}").status_code == 200


def _tidy_up(installation: Installation) -> None:
    """Do what is done each day with old mails."""
    jobs = {"mail.forget": declared()["mail.forget"]}
    Worker(installation.database, installation.clock, jobs, Post.of(installation.config)).run_due()


def test_after_thirteen_months_mail_and_file_are_gone_and_the_others_stay(
    company: Company, installation: Installation, clock: object
) -> None:
    folder = Post.of(installation.config).folder
    folder.mkdir(exist_ok=True)
    old = told_by_mail(company, company.person())
    installation.clock.at += KEPT + timedelta(days=1)
    new = told_by_mail(company, company.person())
    files = {id: folder / f"2026-11-21-{id}.eml" for id in (old, new)}
    for file in files.values():
        file.touch()
    _tidy_up(installation)
    with installation.database.reading() as session:
        assert [session.get(Mail, id) is None for id in (old, new)] == [True, False]
    assert [files[id].exists() for id in (old, new)] == [False, True]


def test_with_an_erased_person_their_mails_and_files_go(
    company: Company, installation: Installation, clock: object
) -> None:
    folder = Post.of(installation.config).folder
    folder.mkdir(exist_ok=True)
    ann = company.person()
    mail = told_by_mail(company, ann)
    file = folder / f"2026-11-21-{mail}.eml"
    file.touch()
    with installation.database.writing() as session:
        assert erase(session, session.get_one(Person, ann.id), installation.clock.now())["mail"] == 1
    installation.clock.at += timedelta(days=1)
    _tidy_up(installation)
    assert not file.exists()


def test_the_doctor_says_where_mails_go(installation: Installation) -> None:
    found = LOOKS["mails"](installation.config)
    assert (found.well, "nobody gets them" in found.words) == (True, True)
    with mail_server(Mailbox()) as server:
        found = LOOKS["mails"](replace(installation.config, smtp_url=server.url))
        assert (found.well, server.url.removeprefix("smtp://") in found.words) == (True, True)
    found = LOOKS["mails"](replace(installation.config, smtp_url=server.url.replace("//", "//us:hushhush@")))
    assert (found.well, "hushhush" in found.words) == (False, False)
