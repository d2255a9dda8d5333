"""Who must have a second factor: by role, from a day on, and what opens until there is one; and a way back."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pyotp
import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from lms.kernel.audit import AuditEntry
from lms.kernel.outbox import Mail
from lms.kernel.permissions import Role
from lms.people.models import Account, SignIn
from lms.people.operations import join
from lms.people.second_factor import factors, policy
from lms.serving.persons import person as person_command
from tests.people.doors import knock, new_address
from tests.people.second_factor.device import Device
from tests.people.second_factor.lived import account_of, give_app, half_way, protect, show
from tests.support.company import PASSWORD, Company

SHOWN = re.compile(r'id="shown"[^>]* value="([^"]+)"')
ADMIN = "/admin/second-factor"


def _ask(company: Company, whom: str, since: date | None = None) -> None:
    with company.installation.database.writing() as session:
        policy.settle(session, company.organisation.id, whom, since, False)


@pytest.mark.parametrize(
    ("whom", "asked"),
    [
        ("nobody", set()),
        ("admins", {Role.ADMIN}),
        ("staff", {Role.ADMIN, Role.HR, Role.TRAINER}),
        ("everybody", {Role.ADMIN, Role.HR, Role.TRAINER, Role.LEARNER}),
    ],
)
def test_it_is_asked_of_the_roles_that_were_chosen(company: Company, whom: str, asked: set[Role]) -> None:
    _ask(company, whom)
    for role in (Role.LEARNER, Role.TRAINER, Role.HR, Role.ADMIN):
        came = knock(company.anonymous(), company.person(role).email, PASSWORD, new_address())
        assert came.headers["Location"].startswith("/sign-in/second") is (role in asked)


def test_who_must_have_one_sets_an_app_up_before_anything_opens(company: Company) -> None:
    _ask(company, "everybody")
    person = company.person(name="Ingrid Inside")
    browser = half_way(company, person)
    assert browser.get("/me").status_code == 302
    assert browser.get("/me/security").status_code == 302
    page = browser.get("/sign-in/second?next=/me").text
    found = SHOWN.search(page)
    assert found is not None
    app = pyotp.TOTP(html.unescape(found[1]).replace(" ", ""))
    now = company.installation.clock.now()
    assert show(browser, app.at(now)).status_code == 422, "there is nothing yet that this could be a code of"
    wrong = browser.post("/sign-in/second/app", {"code": "000000"})
    assert wrong.status_code == 422
    came = browser.post("/sign-in/second/app", {"code": app.at(now), "next": "/me"})
    browser._token = None
    assert came.status_code == 200
    assert len(re.findall(r"<li><code>", came.text)) == 10
    assert 'href="/me"' in came.text
    assert "Ingrid Inside" in browser.get("/me").text
    assert browser.client.get_cookie("lms_pending") is None
    company.installation.clock.forward(seconds=30)
    assert show(half_way(company, person), app.at(company.installation.clock.now())).status_code == 303


def test_who_must_have_one_may_set_a_passkey_up_instead(company: Company) -> None:
    _ask(company, "everybody")
    person, device = company.person(), Device()
    browser = half_way(company, person)
    made = device.made(browser.get("/sign-in/second/new-passkey").get_json())
    came = browser.post("/sign-in/second/new-passkey", {"credential": made, "name": "Phone"})
    assert (came.status_code, len(re.findall(r"<li><code>", came.text))) == (200, 10)
    assert browser.get("/me").status_code == 200


def test_whoever_has_one_cannot_add_another_with_the_password_alone(company: Company) -> None:
    person = company.person()
    give_app(company, person)
    browser = half_way(company, person)
    assert browser.get("/sign-in/second/new-passkey").status_code == 404
    assert browser.post("/sign-in/second/app", {"code": "123456"}).status_code == 422
    assert browser.post("/sign-in/second/new-passkey", {"credential": "{}"}).status_code == 422
    with company.installation.database.reading() as session:
        assert session.scalar(select(func.count()).where(SignIn.account_id == person.account_id)) == 0


def test_an_app_that_was_shown_to_an_earlier_sign_in_is_not_the_one_shown_now(company: Company) -> None:
    _ask(company, "everybody")
    person = company.person()
    shown = [SHOWN.search(half_way(company, person).get("/sign-in/second").text) for _ in range(2)]
    assert shown[0] is not None
    assert shown[1] is not None
    assert shown[0][1] != shown[1][1]


def test_until_the_day_people_are_reminded_and_on_the_day_it_is_asked_for(company: Company) -> None:
    today = company.installation.clock.now().date()
    _ask(company, "everybody", today + timedelta(days=2))
    person, browser = company.person(), company.anonymous()
    assert knock(browser, person.email, PASSWORD, new_address()).headers["Location"] == "/"
    assert "on your organisation asks you for a second factor" in browser.get("/me").text
    assert "You need it from" in browser.get("/me/security").text
    company.installation.clock.forward(days=2)
    assert half_way(company, person).get("/sign-in/second").status_code == 200


def test_a_member_of_two_organisations_is_asked_by_the_stricter(company: Company, other_company: Company) -> None:
    _ask(other_company, "staff")
    person = company.person()
    with company.installation.database.writing() as session:
        account = session.get(Account, person.account_id)
        roles, now = frozenset({Role.HR}), company.installation.clock.now()
        join(session, other_company.organisation, name="I", email=person.email, account=account, roles=roles, now=now)
    assert half_way(company, person).get("/sign-in/second").status_code == 200


def test_an_administrator_settles_it_and_sees_how_many_have_one(company: Company) -> None:
    person = company.person(Role.ADMIN)
    give_app(company, company.person())
    browser = company.browser(person)
    assert "1 of 2 people with a password have one." in browser.get(ADMIN).text
    assert browser.post(ADMIN, {"whom": "staff", "since": "2027-01-31", "trusting": "y"}).status_code == 303
    with company.installation.database.reading() as session:
        kept = policy.policy_of(session, company.organisation.id)
        noted = session.scalars(select(AuditEntry.action).where(AuditEntry.actor_id == person.id)).all()
    assert (kept.whom, kept.since, kept.trusting) == ("staff", date(2027, 1, 31), True)
    assert "factor.asked" in noted
    assert "HR, trainers and administrators must have one." in browser.get("/admin").text
    for wrong in ({"whom": "the cat"}, {"whom": "staff", "since": "31/31/2027"}):
        assert browser.post(ADMIN, wrong).status_code == 422


def test_an_administrator_resets_somebody_elses_who_is_told_and_signed_out(company: Company) -> None:
    person, admin = company.person(), company.person(Role.ADMIN)
    protect(company, person)
    theirs, browser = company.browser(person), company.browser(admin)
    found = browser.post(f"{ADMIN}/people", {"email": person.email})
    assert found.headers["Location"] == f"{ADMIN}/people/{person.id}"
    assert browser.post(f"{ADMIN}/people", {"email": "nobody@nowhere.example"}).status_code == 422
    assert "Reset their second factor" in browser.get(found.headers["Location"]).text
    assert browser.post(found.headers["Location"]).status_code == 303
    assert theirs.get("/me").status_code == 302
    assert knock(company.anonymous(), person.email, PASSWORD, new_address()).headers["Location"] == "/"
    with company.installation.database.reading() as session:
        noted = session.scalars(select(AuditEntry).where(AuditEntry.action == "factor.reset")).all()
        mail = session.scalars(select(Mail).where(Mail.person_id == person.id)).one()
    assert [(each.actor_id, each.subject_id) for each in noted if each.subject_id == person.id] == [
        (admin.id, person.id)
    ]
    assert mail.subject == "Your sign-in: the second factor was reset"
    assert browser.post(found.headers["Location"]).status_code == 422, "there is none any more"


def test_nobody_resets_their_own_or_one_that_is_not_this_organisations_alone(
    company: Company, other_company: Company
) -> None:
    admin, shared, stranger = company.person(Role.ADMIN), company.person(), other_company.person()
    now = company.installation.clock.now()
    with company.installation.database.writing() as session:
        account = session.get(Account, shared.account_id)
        join(session, other_company.organisation, name="I", email=shared.email, account=account, now=now)
    browser = company.browser(admin)
    for person in (admin, shared, stranger):
        give_app(company, person)
    assert browser.post(f"{ADMIN}/people/{admin.id}").status_code == 422
    assert browser.post(f"{ADMIN}/people/{shared.id}").status_code == 422
    assert browser.post(f"{ADMIN}/people/{stranger.id}").status_code == 404
    assert browser.get(f"{ADMIN}/people/{stranger.id}").status_code == 404
    hr = company.browser(company.person(Role.HR))
    assert hr.post(f"{ADMIN}/people/{shared.id}").status_code == 403
    with company.installation.database.reading() as session:
        assert all(factors.has_any(session, account_of(each)) for each in (admin, shared, stranger))


def test_the_shell_resets_anybodys_and_says_so(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    installation = company.installation
    person = company.person(Role.ADMIN)
    protect(company, person)
    monkeypatch.setenv("LMS_DATABASE_URL", installation.config.database_url)
    monkeypatch.setenv("LMS_BASE_URL", "https://learn.example")
    run = CliRunner().invoke(person_command, ["reset-second-factor", person.email])
    assert (run.exit_code, "reset" in run.output) == (0, True)
    again = CliRunner().invoke(person_command, ["reset-second-factor", person.email])
    assert (again.exit_code, "has no second factor" in again.output) == (0, True)
    nobody = CliRunner().invoke(person_command, ["reset-second-factor", "nobody@nowhere.example"])
    assert (nobody.exit_code, "there is no account" in nobody.output) == (1, True)
    with installation.database.reading() as session:
        assert not factors.has_any(session, account_of(person))
        noted = session.scalars(select(AuditEntry).where(AuditEntry.subject_id == person.id)).all()
        mail = session.scalars(select(Mail).where(Mail.person_id == person.id)).one()
    assert [(each.action, each.actor_id, each.detail) for each in noted] == [("factor.reset", None, "lms")]
    assert "https://learn.example/sign-in" in mail.body
