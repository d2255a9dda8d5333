"""Kept reports: under a name, for whom, opened with one's own rights; sent by mail once for each occasion."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select

from lms.assigning.report_files import sending
from lms.assigning.report_files.models import KeptReport
from lms.kernel.outbox import Letter, Mail
from lms.kernel.permissions import Role
from lms.people.departments import merge
from lms.people.models import Department, Person
from lms.people.operations import create_department
from tests.support.company import Browser, Company
from tests.support.curriculum import School
from tests.support.installation import Installation
from tests.support.working import do_jobs

KEPT = "/assign/reports/kept"
MONDAY = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


_five_minutes = count(1)


def _go(installation: Installation, days: int = 0) -> None:
    """Let it be some minutes past the hour on that Monday, or days later; no other test has had this moment."""
    installation.clock.at = MONDAY + timedelta(days=days, minutes=5 * next(_five_minutes))
    do_jobs(installation)


def _keep(browser: Browser, name: str = "Every Friday", **asked: str) -> str:
    """Keep a report; return its address."""
    sent = browser.post(KEPT, {"kind": "overview", "name": name, **asked})
    assert sent.status_code == 303
    return str(sent.location).removesuffix("/settings")


def _mailed(browser: Browser, page: str, **typed: Any) -> int:
    said = {"every": "week", "weekday": "0", "at": "7:30", "to": "", **typed}
    return browser.post(f"{page}/mails", said).status_code


def _mails(company: Company) -> list[Mail]:
    with company.installation.database.reading() as session:
        ours = (Mail.organisation_id == company.organisation.id, Mail.kind == "report")
        return list(session.scalars(select(Mail).where(*ours).order_by(Mail.created_at, Mail.to)))


def _row(company: Company) -> KeptReport:
    with company.installation.database.reading() as session:
        return session.scalars(select(KeptReport).where(KeptReport.organisation_id == company.organisation.id)).one()


@pytest.fixture
def school(company: Company, installation: Installation) -> School:
    """Return a school whose curriculum two people have, one of them late, on a Sunday."""
    installation.clock.at = MONDAY - timedelta(hours=18)
    made = School(company, size=1)
    curriculum = made.publish(title="First steps")
    late, in_time = company.person(name="Late Person"), company.person(name="Other Person")
    made.give(curriculum, late, due=made.today - timedelta(days=3))
    made.give(curriculum, in_time, due=made.today + timedelta(days=30))
    return made


def test_a_report_is_kept_opened_renamed_removed_and_brought_back(school: School) -> None:
    hr = school.browser
    page = _keep(hr, of="modules", order="-late")
    opened = hr.get(page)
    assert (opened.status_code, "of=modules" in opened.location, "order=-late" in opened.location) == (302, True, True)
    assert hr.post(page, {"name": "For the board", "shared": "mine", "colleagues": ""}).status_code == 303
    assert "For the board" in hr.get(KEPT).text
    gone = hr.post(f"{page}/removal")
    assert "Removed by mistake?" in hr.get(gone.location).text
    assert hr.get(page).status_code == 404
    hr.post(f"{page}/restoration")
    assert "For the board" in hr.get(KEPT).text


def test_only_those_it_is_shared_with_open_it_and_only_its_owner_changes_it(
    school: School, company: Company, other_company: Company
) -> None:
    colleague = company.person(Role.HR)
    other, stranger = company.browser(colleague), other_company.browser(other_company.person(Role.HR))
    page = _keep(school.browser)
    assert [each.get(page).status_code for each in (other, stranger)] == [404, 404]
    named = {"name": "Ours", "shared": "named", "colleagues": colleague.email}
    assert school.browser.post(page, named).status_code == 303
    assert (other.get(page).status_code, "Ours" in other.get(KEPT).text) == (302, True)
    third = company.browser(company.person(Role.HR))
    assert third.get(page).status_code == 404, "named means those who are named"
    school.browser.post(page, {"name": "Ours", "shared": "hr", "colleagues": ""})
    assert third.get(page).status_code == 302
    assert stranger.get(page).status_code == 404
    for more in ("", "/mails", "/mails/rest", "/removal", "/restoration"):
        assert third.post(f"{page}{more}", named).status_code == 404, more
    assert third.get(f"{page}/settings").status_code == 404
    assert company.browser(company.person()).get(page).status_code == 404


@pytest.mark.parametrize("typed", ["nobody@nowhere.example", "not an address", "{learner}"])
def test_a_colleague_who_is_none_or_may_not_see_it_is_refused_at_the_field(
    typed: str, school: School, company: Company
) -> None:
    page = _keep(school.browser)
    address = typed.format(learner=company.person().email)
    refused = school.browser.post(page, {"name": "Ours", "shared": "named", "colleagues": address})
    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.text
    assert _mailed(school.browser, page, to=address) == 422
    assert _mailed(school.browser, page, at="25:00") == 422
    assert _row(company).every == ""


def test_it_comes_on_monday_morning_with_figures_and_no_names_once_for_each_occasion(
    school: School, company: Company, installation: Installation
) -> None:
    colleague = company.person(Role.HR, name="Henrik Hansen")
    page = _keep(school.browser)
    assert _mailed(school.browser, page, to=colleague.email) == 303
    assert _row(company).next_at == MONDAY, "half past seven in Copenhagen"
    do_jobs(installation)
    assert _mails(company) == []
    _go(installation)
    _go(installation)
    mails = _mails(company)
    assert {mail.to for mail in mails} == {school.hr.email, colleague.email}
    assert {mail.state for mail in mails} == {"written"}
    for mail in mails:
        assert mail.subject == "Report: Every Friday"
        assert "2 assigned curricula" in mail.body
        assert "1 late" in mail.body
        assert f"{KEPT}/{_row(company).id}" in mail.body
        assert "Person" not in mail.body, "no names"
    assert ["Hanne Holm has it sent" in mail.body for mail in mails if mail.to == colleague.email] == [True]
    assert _row(company).next_at == MONDAY + timedelta(days=7)
    _go(installation, days=14)
    assert len(_mails(company)) == 4, "what an installation slept through comes once"


def test_a_report_that_cannot_be_counted_keeps_nobody_elses_from_going(
    school: School,
    company: Company,
    other_company: Company,
    installation: Installation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    theirs = other_company.browser(other_company.person(Role.HR))
    for browser in (school.browser, theirs):
        assert _mailed(browser, _keep(browser)) == 303
    broken, write = _row(company).id, sending._letters

    def written(session: Any, kept: KeptReport, *more: Any) -> list[Letter]:
        if kept.id == broken:
            raise RuntimeError("this one is broken")
        return write(session, kept, *more)

    monkeypatch.setattr(sending, "_letters", written)
    _go(installation)
    assert (len(_mails(company)), len(_mails(other_company))) == (0, 1)
    monkeypatch.undo()
    _go(installation)
    assert len(_mails(company)) == 1, "and it goes as soon as it can"


def test_two_workers_that_read_the_same_occasion_write_it_once(
    school: School, company: Company, installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    _mailed(school.browser, _keep(school.browser))
    whole, ran = sending._letters, list[int]()

    def slow(*given: Any) -> Any:
        found = whole(*given)
        if not ran:
            ran.append(1)
            _go(installation)  # the other worker, in the five minutes this one took
        return found

    monkeypatch.setattr(sending, "_letters", slow)
    _go(installation)
    assert ran
    assert len(_mails(company)) == 1
    assert _row(company).sent_at == MONDAY


def test_who_lost_the_role_gets_none_and_the_log_says_why(
    school: School, company: Company, installation: Installation
) -> None:
    colleague = company.person(Role.HR)
    _mailed(school.browser, _keep(school.browser), to=colleague.email)
    with installation.database.writing() as session:
        session.get_one(Person, colleague.id).roles = frozenset({Role.LEARNER})
    _go(installation)
    states = {mail.to: (mail.state, mail.why) for mail in _mails(company)}
    assert states == {school.hr.email: ("written", ""), colleague.email: ("not-sent", "no-right")}
    mine = next(mail for mail in _mails(company) if mail.to == colleague.email)
    assert "assigned" not in mine.body, "no figures were written for them either"


def test_paused_ended_and_removed_reports_are_not_sent_and_go_on_from_there(
    school: School, company: Company, installation: Installation
) -> None:
    page = _keep(school.browser)
    _mailed(school.browser, page)
    school.browser.post(f"{page}/mails/rest", {"said": "rest"})
    _go(installation)
    assert _mails(company) == []
    school.browser = company.browser(school.hr)
    school.browser.post(f"{page}/mails/rest", {"said": "go-on"})
    assert _row(company).next_at == MONDAY + timedelta(days=7), "what fell into the pause is not made up for"
    school.browser.post(f"{page}/removal")
    _go(installation, days=7)
    assert _mails(company) == []


def test_a_department_that_was_merged_is_said_in_the_mail(
    school: School, company: Company, installation: Installation
) -> None:
    with installation.database.writing() as session:
        west, sales = (create_department(session, company.organisation, name) for name in ("West", "Sales"))
    page = _keep(school.browser, kind="department", about=str(west.id))
    _mailed(school.browser, page)
    with installation.database.writing() as session:
        gone, into = session.get_one(Department, west.id), session.get_one(Department, sales.id)
        merge(session, company.actor(school.hr), gone, into, school.now)
    _go(installation)
    (mail,) = _mails(company)
    assert "“West” is part of “Sales” today" in mail.body
    hr = company.browser(school.hr)
    assert hr.get(hr.get(page).location).status_code == 410


def test_five_reports_a_week_wait_like_any_other_mail_and_old_ones_do_not_queue(
    school: School, company: Company, installation: Installation
) -> None:
    for number in range(5):
        _mailed(school.browser, _keep(school.browser, f"Report {number}"))
    _go(installation)
    assert Counter((mail.state, mail.why) for mail in _mails(company)) == {("written", ""): 3, ("waiting", "capped"): 2}
    _go(installation, days=7)
    _go(installation, days=8)
    fates = Counter((mail.state, mail.why) for mail in _mails(company))
    assert fates == {("written", ""): 6, ("not-sent", "joined"): 2, ("waiting", "capped"): 2}, "last week's do not go"


def test_the_report_of_somebody_who_has_left_writes_mails_to_nobody(
    school: School, company: Company, installation: Installation
) -> None:
    _mailed(school.browser, _keep(school.browser), to=company.person(Role.HR).email)
    with installation.database.writing() as session:
        session.get_one(Person, school.hr.id).active = False
    _go(installation)
    assert _mails(company) == []


def test_the_report_of_somebody_away_waits_for_their_first_morning_back(
    school: School, company: Company, installation: Installation
) -> None:
    _mailed(school.browser, _keep(school.browser))
    with installation.database.writing() as session:
        hr = session.get_one(Person, school.hr.id)
        hr.away_from, hr.away_until = MONDAY.date(), MONDAY.date() + timedelta(days=1)
    _go(installation)
    (mail,) = _mails(company)
    assert (mail.state, mail.why) == ("waiting", "away")
    assert mail.due.date() == MONDAY.date() + timedelta(days=2)
    _go(installation, days=3)
    (mail,) = _mails(company)
    assert mail.state == "written"
