"""HR's log of mails: how each stands and why, found by kind, person and assignment, and tried again."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from lms.assigning.reminding.log import PAGE
from lms.kernel import outbox
from lms.kernel.outbox import FAILED, NOT_SENT, SENT, WAITING, Mail
from lms.kernel.permissions import Role
from tests.support.assigned import given_to
from tests.support.company import Browser, Company
from tests.support.forms import form_to
from tests.support.installation import Installation
from tests.support.mailed import told_by_mail

LOG = "/assign/mail"


@pytest.fixture
def hr(company: Company) -> Browser:
    """Return HR's browser."""
    return company.browser(company.person(Role.HR, name="Hanne Holm"))


def _set(installation: Installation, mail: UUID, **values: object) -> None:
    with installation.database.writing() as session:
        session.execute(update(Mail).where(Mail.id == mail).values(**values))


def _state(installation: Installation, mail: UUID) -> tuple[str, int]:
    with installation.database.reading() as session:
        found = session.get_one(Mail, mail)
        return found.state, found.attempts


def test_each_way_a_mail_can_stand_has_its_list_its_total_and_its_reason(
    hr: Browser, company: Company, installation: Installation
) -> None:
    ann, later = company.person(name="Ann Andersen"), installation.clock.now() + timedelta(hours=9)
    told_by_mail(company, ann, "It went", SENT)
    _set(installation, told_by_mail(company, ann, "It is night", WAITING), due=later, why=outbox.QUIET)
    told_by_mail(company, ann, "It is next", WAITING)
    _set(installation, told_by_mail(company, ann, "It broke", FAILED), why=outbox.REFUSED)
    _set(installation, told_by_mail(company, ann, "It was done", NOT_SENT), why=outbox.DONE)
    every = hr.get(LOG).text
    for subject in ("It went", "It is night", "It is next", "It broke", "It was done"):
        assert subject in every
    for shown, subject, reason in (
        ("sent", "It went", ""),
        ("held", "It is night", "goes on the next working day"),
        ("waiting", "It is next", ""),
        ("failed", "It broke", "does not know the address, or refused it"),
        ("not-sent", "It was done", "it was finished before"),
    ):
        page = hr.get(f"{LOG}?show={shown}").text.partition("<tbody>")[2].partition("</tbody>")[0]
        assert page.count("<tr>") == 1
        assert subject in page
        assert reason in page


def test_hr_reads_no_text_and_no_number_of_questions_that_come_back(
    hr: Browser, company: Company, installation: Installation
) -> None:
    mail = told_by_mail(company, company.person(), "Three questions from Loyalty", SENT)
    _set(installation, mail, kind="recall")
    page = hr.get(LOG).text
    assert "Three questions" not in page
    assert "Questions that come back" in page


def test_mails_are_found_by_kind_by_name_and_by_assignment(
    hr: Browser, company: Company, installation: Installation
) -> None:
    ann, bo = company.person(name="Ann Andersen"), company.person(name="Bo Berg")
    given = given_to(company, {"bo": bo})
    told_by_mail(company, ann, "To Ann", SENT)
    about = told_by_mail(company, bo, "About the assignment", SENT)
    _set(installation, about, about=given.run, kind="reminder")
    for query, there, not_there in (
        ("kind=reminder", "About the assignment", "To Ann"),
        ("q=andersen", "To Ann", "About the assignment"),
        (f"person={ann.id}", "To Ann", "About the assignment"),
        (f"assignment={given.assignment}", "About the assignment", "To Ann"),
    ):
        page = hr.get(f"{LOG}?{query}").text
        assert there in page
        assert not_there not in page


def test_a_failed_mail_is_tried_again_from_the_beginning(
    hr: Browser, company: Company, installation: Installation
) -> None:
    mail = told_by_mail(company, company.person(), "It broke", FAILED)
    _set(installation, mail, attempts=5, why=outbox.NO_ANSWER)
    form = form_to(hr.get(f"{LOG}?show=failed").text, f"{LOG}/{mail}/tries")
    assert hr.post(form.action, form.values).status_code == 303
    assert _state(installation, mail) == (WAITING, 0)
    assert hr.post(form.action, form.values).status_code == 404, "it has not failed any more"


def test_all_failed_ones_of_the_list_are_tried_again_and_no_others(
    hr: Browser, company: Company, installation: Installation
) -> None:
    ann, bo = company.person(name="Ann Andersen"), company.person(name="Bo Berg")
    mine = [told_by_mail(company, ann, f"Number {number}", FAILED) for number in range(3)]
    others = told_by_mail(company, bo, "Not asked for", FAILED)
    form = form_to(hr.get(f"{LOG}?show=failed&q=ann").text, f"{LOG}/tries")
    answer = hr.post(form.action, form.values, follow_redirects=True)
    assert "3 mails are tried again" in answer.text
    assert {_state(installation, mail)[0] for mail in mine} == {WAITING}
    assert _state(installation, others)[0] == FAILED


def test_another_organisations_mails_are_neither_shown_nor_tried(
    hr: Browser, other_company: Company, installation: Installation
) -> None:
    mail = told_by_mail(other_company, other_company.person(), "Theirs alone", FAILED)
    given = given_to(other_company, {"them": other_company.person()})
    assert "Theirs alone" not in hr.get(LOG).text
    assert hr.post(f"{LOG}/{mail}/tries").status_code == 404
    assert hr.get(f"{LOG}?assignment={given.assignment}").status_code == 404
    hr.post(f"{LOG}/tries")
    assert _state(installation, mail)[0] == FAILED


@pytest.mark.parametrize("role", [Role.LEARNER, Role.TRAINER, Role.ADMIN])
def test_only_hr_opens_this_log(role: Role, company: Company) -> None:
    assert company.browser(company.person(role)).get(LOG).status_code == 403


def test_a_long_list_has_pages_and_rubbish_in_the_address_is_passed_over(hr: Browser, company: Company) -> None:
    ann = company.person()
    for number in range(PAGE + 2):
        told_by_mail(company, ann, f"Number {number:03d}")
    first = hr.get(LOG).text
    assert "Number 051" in first
    assert "Number 001" not in first
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "Number 001" in hr.get(following).text
    for rubbish in ("?show=nothing", "?after=x", "?kind=../..", "?person=me", f"?q={'x' * 5_000}"):
        assert hr.get(f"{LOG}{rubbish}").status_code == 200


def test_an_empty_log_says_what_will_stand_there(hr: Browser) -> None:
    assert "No mail yet" in hr.get(LOG).text
    assert "No mail fits." in hr.get(f"{LOG}?show=failed").text


def test_the_alarm_stands_over_the_log_where_mails_should_have_gone_and_none_did(
    hr: Browser, company: Company, installation: Installation, clock: object
) -> None:
    for _each in range(4):
        told_by_mail(company, company.person(), state=WAITING)
    assert "mails went out" not in hr.get(LOG).text
    installation.clock.forward(hours=3)
    hr = company.browser(company.person(Role.HR))
    page = hr.get(LOG).text
    assert "0 mails went out, though 4 were planned" in page
    assert "4 wait, 0 failed" in page
