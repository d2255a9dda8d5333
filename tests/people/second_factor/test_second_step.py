"""Between password and second factor: what opens, what does not, and how often one may try."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pyotp
import pytest
from sqlalchemy import func, select
from werkzeug.routing import AnyConverter, IntegerConverter, Rule, UUIDConverter

from lms.kernel.audit import AuditEntry
from lms.kernel.clock import SetClock
from lms.kernel.outbox import Mail
from lms.people import operations
from lms.people.models import Account, Person, SignIn
from lms.people.second_factor import policy
from lms.people.second_factor.models import PendingSignIn, TrustedBrowser
from tests.people.doors import counted, knock, leave, new_address
from tests.people.second_factor.lived import account_of, give_app, give_codes, half_way, show
from tests.support.company import PASSWORD, Browser, Company
from tests.support.installation import Installation

WRONG = "000000"
ONLY = [
    *[(method, rest) for method in ("GET", "POST") for rest in ("", "/passkey", "/new-passkey")],
    ("POST", "/app"),
]
"""What answers somebody half way in otherwise than a stranger."""


def _sessions(company: Company, account: object) -> int:
    with company.installation.database.reading() as session:
        return session.scalar(select(func.count()).where(SignIn.account_id == account)) or 0


def _next(company: Company, app: pyotp.TOTP) -> str:
    """Return a code that nobody has used yet: the clock goes on for it."""
    company.installation.clock.forward(seconds=30)
    return app.at(company.installation.clock.now())


def test_password_and_code_open_a_session_and_the_password_alone_none(company: Company) -> None:
    person = company.person(name="Ingrid Inside")
    app = give_app(company, person)
    browser = half_way(company, person)
    assert _sessions(company, person.account_id) == 0
    assert browser.get("/me").status_code == 302
    page = browser.get("/sign-in/second").text
    assert 'autocomplete="one-time-code"' in page
    came = show(browser, _next(company, app))
    assert (came.status_code, came.headers["Location"]) == (303, "/")
    assert "Ingrid Inside" in browser.get("/me").text
    assert show(company.anonymous(), _next(company, app)).status_code == 410


def test_the_page_asked_for_before_the_password_opens_after_the_code(company: Company) -> None:
    person, browser = company.person(), company.anonymous()
    app = give_app(company, person)
    came = knock(browser, person.email, PASSWORD, new_address(), next="/me/looked?week=2026-11-16")
    assert came.headers["Location"] == "/sign-in/second?next=/me/looked?week%3D2026-11-16"
    shown = browser.get(came.headers["Location"]).text
    assert 'value="/me/looked?week=2026-11-16"' in shown
    assert (
        show(browser, _next(company, app), next="/me/looked?week=2026-11-16")
        .headers["Location"]
        .startswith("/me/looked")
    )
    other = half_way(company, person)
    assert show(other, _next(company, app), next="https://evil.example/").headers["Location"] == "/"


def test_half_way_nothing_opens_that_is_closed_to_strangers(company: Company, installation: Installation) -> None:
    person = company.person()
    give_app(company, person)
    browser, stranger = half_way(company, person), company.anonymous()
    token = browser.client.get_cookie("lms_pending")
    assert token is not None
    browser.client.set_cookie("lms_session", token.value)  # nor as a session
    differing, tried = set(), 0
    for rule in installation.app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            address, tried = _address(installation, rule), tried + 1
            mine, theirs = _knocked(browser, method, address), _knocked(stranger, method, address)
            if mine != theirs:
                differing.add((method, rule.rule))
    assert tried > 200
    assert differing == {(method, f"/sign-in/second{rest}") for method, rest in ONLY}
    assert _sessions(company, person.account_id) == 0


def _address(installation: Installation, rule: Rule) -> str:
    """Return an address of a route, with ids that nothing has."""

    def something(converter: object) -> Any:
        if isinstance(converter, AnyConverter):
            return min(converter.items)
        return {UUIDConverter: uuid4(), IntegerConverter: 1}.get(type(converter), "x")

    given = {name: something(converter) for name, converter in rule._converters.items()}
    with installation.app.test_request_context():
        return urlsplit(installation.app.url_for(rule.endpoint, **given)).path


def _knocked(browser: Browser, method: str, address: str) -> tuple[int, str]:
    came = browser.get(address) if method == "GET" else browser.post(address)
    return came.status_code, came.headers.get("Location", "").partition("?")[0]


def test_after_ten_minutes_the_password_is_asked_for_anew(company: Company, clock: SetClock) -> None:
    person = company.person()
    app, browser = give_app(company, person), half_way(company, person)
    clock.forward(minutes=10)
    came = show(browser, app.at(clock.now()))
    assert came.status_code == 410
    assert "ten minutes" in came.text
    assert browser.get("/sign-in/second").status_code == 410
    assert _sessions(company, person.account_id) == 0


def test_wrong_codes_count_with_wrong_passwords_and_end_at_ten(
    company: Company, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = company.person()
    app, browser, stranger = give_app(company, person), half_way(company, person), company.anonymous()
    with counted(monkeypatch) as looked:
        for _ in range(4):
            knock(stranger, person.email, "not the password at all", new_address())
        came = [show(browser, WRONG).status_code for _ in range(60)]
        later = [knock(stranger, person.email, "not the password at all", new_address()).status_code for _ in range(20)]
    assert looked.count == 4
    assert came == [422] * 6 + [429] * 54
    assert set(later) == {429}
    assert show(browser, app.at(clock.now())).status_code == 429, "even the right one waits"
    clock.forward(minutes=16)
    browser = half_way(company, person)
    assert show(browser, app.at(clock.now())).status_code == 303


def test_the_right_password_again_and_again_gives_no_further_codes_to_try(company: Company) -> None:
    person = company.person()
    give_app(company, person)
    came = []
    for _ in range(14):
        browser = company.anonymous()
        if knock(browser, person.email, PASSWORD, new_address()).status_code == 303:
            came.append(show(browser, WRONG).status_code)
    assert came.count(422) == 10
    assert set(came) <= {422, 429}


def test_the_question_on_ones_own_page_counts_too(company: Company) -> None:
    person = company.person()
    give_app(company, person)
    signed_in, browser = company.browser(person), half_way(company, person)
    wrong = {"password": "not the password at all"}
    came = [signed_in.post("/me/security/confirmation", wrong).status_code for _ in range(7)]
    came += [show(browser, WRONG).status_code for _ in range(7)]
    assert came == [422] * 10 + [429] * 4


def test_twenty_right_codes_at_once_open_exactly_one_session(company: Company) -> None:
    person = company.person()
    app = give_app(company, person)
    browsers = [half_way(company, person) for _ in range(5)]
    kept = browsers[0].client.get_cookie("lms_pending")
    assert kept is not None
    for browser in browsers[1:]:
        browser.client.set_cookie("lms_pending", kept.value)  # one pending sign-in, in five browsers
    for browser in browsers:
        browser.token()
    code = _next(company, app)

    def try_it(number: int) -> int:
        return show(browsers[number], code).status_code

    with ThreadPoolExecutor(5) as together:
        came = [status for _ in range(4) for status in together.map(try_it, range(5))]
    assert came.count(303) == 1
    assert _sessions(company, person.account_id) == 1


def test_one_recovery_code_at_many_pending_sign_ins_opens_one_session(company: Company) -> None:
    person = company.person()
    give_app(company, person)
    kept = give_codes(company, person)
    browsers = [half_way(company, person) for _ in range(6)]
    for browser in browsers:
        browser.token()
    with ThreadPoolExecutor(6) as together:
        came = list(together.map(lambda browser: show(browser, kept[0]).status_code, browsers))
    assert came.count(303) == 1
    assert _sessions(company, person.account_id) == 1


def test_a_recovery_code_lets_in_is_told_by_mail_and_says_how_many_are_left(company: Company) -> None:
    person = company.person()
    give_app(company, person)
    kept, browser = give_codes(company, person), half_way(company, person)
    assert show(browser, kept[3]).status_code == 303
    assert "9 recovery codes are left." in browser.get("/me").text
    with company.installation.database.reading() as session:
        mail = session.scalars(select(Mail).where(Mail.person_id == person.id)).one()
        noted = session.scalars(select(AuditEntry.action).where(AuditEntry.subject_id == person.id)).all()
    assert (mail.to, mail.subject) == (person.email, "Your sign-in: a recovery code was used")
    assert kept[3] not in mail.body
    assert noted == ["factor.recovery-used"]


def test_a_script_is_asked_for_the_code_in_place_and_then_let_in(company: Company) -> None:
    person, browser = company.person(), company.anonymous()
    app = give_app(company, person)
    came = browser.send("/sign-in", {"email": person.email, "password": PASSWORD})
    assert (came.status_code, came.json["second"]) == (202, "code")  # type: ignore[index]
    assert "person" not in came.json  # type: ignore[operator]
    wrong = browser.send("/sign-in/second", {"code": WRONG})
    assert (wrong.status_code, len(wrong.json["error"])) == (422, 1)  # type: ignore[index]
    said = browser.send("/sign-in/second", {"code": _next(company, app)}).get_json()
    assert said["person"] == str(person.id)
    assert (
        browser.client.post("/me/language", data={"language": "da"}, headers={"X-CSRFToken": said["token"]}).status_code
        == 303
    )
    browser._token = said["token"]
    assert browser.send("/sign-in/second", {"code": WRONG}).status_code == 410


def test_nobody_learns_of_a_second_factor_without_the_password(company: Company) -> None:
    with_one, without = company.person(), company.person()
    give_app(company, with_one)
    came = [knock(company.anonymous(), each.email, "a wrong password", new_address()) for each in (with_one, without)]
    assert [each.status_code for each in came] == [422, 422]
    assert all("lms_pending" not in str(each.headers.getlist("Set-Cookie")) for each in came)
    assert (
        len({len(each.text.replace(person.email, "")) for each, person in zip(came, (with_one, without), strict=True)})
        == 1
    )


def test_whoever_leaves_half_way_does_not_come_in(company: Company) -> None:
    person = company.person()
    app, browser = give_app(company, person), half_way(company, person)
    with company.installation.database.writing() as session:
        operations.deactivate(session, session.merge(person))
    assert show(browser, _next(company, app)).status_code == 410
    assert _sessions(company, person.account_id) == 0


def test_a_trusted_browser_is_spared_the_code_until_a_new_password(company: Company, clock: SetClock) -> None:
    person, browser = company.person(), company.anonymous()
    app = give_app(company, person)
    with company.installation.database.writing() as session:
        policy.settle(session, company.organisation.id, "nobody", None, True)
    assert "for 30 days" in half_way(company, person, browser).get("/sign-in/second").text
    agent = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
    code = _next(company, app)
    data = {"code": code, "trust": "y", "csrf_token": browser.token()}
    assert browser.client.post("/sign-in/second", data=data, headers=agent).status_code == 303
    browser._token = None
    assert "Firefox, Linux" in browser.get("/me/security").text
    leave(browser)
    assert knock(browser, person.email, PASSWORD, new_address()).headers["Location"] == "/"
    leave(browser)
    other = company.person()
    give_app(company, other)
    assert "second" in knock(browser, other.email, PASSWORD, new_address()).headers["Location"], (
        "trusted for one account"
    )
    with company.installation.database.writing() as session:
        operations.change_password(session, person.email, "another long password")
        assert session.scalar(select(func.count()).where(TrustedBrowser.account_id == person.account_id)) == 0
        assert session.scalar(select(func.count()).where(PendingSignIn.account_id == person.account_id)) == 0
    came = knock(browser, person.email, "another long password", new_address())
    assert came.headers["Location"].startswith("/sign-in/second")


def test_trust_ends_after_thirty_days_when_taken_back_and_when_the_organisation_ends_it(
    company: Company, clock: SetClock
) -> None:
    def settle(allowed: bool) -> None:
        with company.installation.database.writing() as session:
            policy.settle(session, company.organisation.id, "nobody", None, allowed)

    def trusting() -> tuple[Person, Browser]:
        person, browser = company.person(), company.anonymous()
        app = give_app(company, person)
        assert show(half_way(company, person, browser), _next(company, app), trust="y").status_code == 303
        return person, browser

    def where(person: Person, browser: Browser) -> str:
        leave(browser)
        came = knock(browser, person.email, PASSWORD, new_address())
        return came.headers["Location"].partition("?")[0]

    settle(True)
    old, taken, ended = trusting(), trusting(), trusting()
    with company.installation.database.reading() as session:
        account = taken[0].account_id
        row = session.scalars(select(TrustedBrowser).where(TrustedBrowser.account_id == account)).one()
    assert taken[1].post(f"/me/security/trusted/{row.id}/removal").status_code == 303
    assert where(*taken) == "/sign-in/second"
    settle(False)
    assert where(*ended) == "/sign-in/second"
    unasked = trusting()
    settle(True)
    assert where(*unasked) == "/sign-in/second", "what was ticked while it was not allowed"
    company.installation.clock.at += timedelta(days=30)
    came = knock(old[1], old[0].email, PASSWORD, new_address())
    assert came.headers["Location"].startswith("/sign-in/second")


def test_the_browsers_that_are_signed_in_are_listed_and_the_others_end(company: Company) -> None:
    person = company.person()
    here, there = company.browser(person), company.browser(person)
    page = here.get("/me/security").text
    assert (page.count("This browser"), page.count("Another browser")) == (1, 1)
    assert here.post("/me/security/other-sessions/removal").status_code == 303
    assert there.get("/me").status_code == 302
    assert here.get("/me").status_code == 200


def test_without_a_password_there_is_nothing_to_set_up(company: Company) -> None:
    person = company.person()
    with company.installation.database.writing() as session:
        session.get_one(Account, account_of(person)).password_hash = None
    browser = company.browser(person)
    assert "You have no password here." in browser.get("/me/security").text
    assert browser.post("/me/security/app").status_code == 404
    assert browser.post("/me/security/confirmation", {"password": PASSWORD}).status_code == 422
