"""/me/security: nothing changes before the password was shown once more, and its owner is told of every change."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from lms.kernel.audit import AuditEntry
from lms.kernel.clock import SetClock
from lms.kernel.outbox import Mail
from lms.people.erasing import erase
from lms.people.second_factor import codes, policy
from lms.people.second_factor.models import Authenticator, Passkey, RecoveryCode
from tests.people.second_factor.lived import (
    ALL,
    account_of,
    confirmed,
    give_app,
    give_codes,
    half_way,
    protect,
    rows_of,
    secret_of,
    show,
)
from tests.support.company import PASSWORD, Browser, Company

CHANGES = (
    "/me/security/app",
    "/me/security/app/first-code",
    "/me/security/app/removal",
    "/me/security/passkeys",
    "/me/security/recovery-codes",
)
SHOWN = re.compile(r'id="shown"[^>]* value="([^"]+)"')
CODE = re.compile(r"<li><code>([a-z2-9-]{14})</code>")


def _shared(browser: Browser) -> str:
    found = SHOWN.search(browser.get("/me/security/app").text)
    assert found is not None
    return html.unescape(found[1]).replace(" ", "")


def test_an_app_is_set_up_with_its_first_code_and_brings_ten_recovery_codes(company: Company) -> None:
    person = company.person()
    browser = confirmed(company, person)
    assert browser.post("/me/security/app").headers["Location"] == "/me/security/app"
    shared = _shared(browser)
    assert 'src="data:image/svg+xml' in browser.get("/me/security/app").text
    wrong = browser.post("/me/security/app/first-code", {"code": "000000"})
    assert (wrong.status_code, "does not fit" in wrong.text) == (422, True)
    right = pyotp.TOTP(shared).at(company.installation.clock.now())
    page = browser.post("/me/security/app/first-code", {"code": right}).text
    kept = CODE.findall(page)
    assert len(set(kept)) == 10
    assert "10 of ten are left." in browser.get("/me/security").text
    assert kept[0] not in browser.get("/me/security").text, "shown once"
    assert show(half_way(company, person), right).status_code == 422, "the code of setting up is used up"
    assert show(half_way(company, person), kept[0]).status_code == 303


@pytest.mark.parametrize("address", CHANGES)
def test_nothing_is_changed_before_the_password_is_shown_once_more(company: Company, address: str) -> None:
    person = company.person()
    protect(company, person)
    before, browser = rows_of(company, person), company.browser(person)
    assert browser.post(address, {"code": "123456", "credential": "{}"}).headers["Location"] == "/me/security"
    assert browser.get("/me/security/passkeys/new").status_code == 404
    assert browser.get("/me/security/app").headers["Location"] == "/me/security"
    assert rows_of(company, person) == before


def test_what_was_confirmed_holds_ten_minutes_and_in_this_session_alone(company: Company, clock: SetClock) -> None:
    person = company.person()
    browser, other = confirmed(company, person), company.browser(person)
    form = browser.client.get_cookie("lms_form")
    assert form is not None
    other.client.set_cookie("lms_form", form.value)
    assert other.get("/me/security/app").headers["Location"] == "/me/security", "another session"
    assert "Set up an app" in browser.get("/me/security").text
    clock.forward(minutes=10, seconds=1)
    assert "Set up an app" not in browser.get("/me/security").text


def test_removing_the_last_factor_takes_codes_and_trust_along(company: Company) -> None:
    person = company.person()
    protect(company, person)
    browser = confirmed(company, person)
    with company.installation.database.reading() as session:
        passkey = session.scalars(select(Passkey.id).where(Passkey.account_id == person.account_id)).one()
    assert browser.post(f"/me/security/passkeys/{passkey}/removal").status_code == 303
    assert rows_of(company, person)["recovery_code"] == 10, "the app is still there"
    assert browser.post("/me/security/app/removal").status_code == 303
    assert {name: count for name, count in rows_of(company, person).items() if count} == {
        "authenticator": 1,
        "pending_sign_in": 1,
    }
    with company.installation.database.reading() as session:
        emptied = session.get_one(Authenticator, account_of(person))
    assert (emptied.sealed, emptied.proposed) == (None, None)


def test_whoever_must_have_one_cannot_remove_the_last(company: Company) -> None:
    person = company.person()
    give_app(company, person)
    with company.installation.database.writing() as session:
        policy.settle(session, company.organisation.id, "everybody", None, False)
    browser = confirmed(company, person)
    assert browser.post("/me/security/app/removal").status_code == 303
    assert "Add another one first" in browser.get("/me/security").text
    assert show(half_way(company, person), "000000").status_code == 422, "it is still asked for"


def test_few_codes_are_said_and_new_ones_end_the_old(company: Company) -> None:
    person = company.person()
    give_app(company, person)
    kept = give_codes(company, person)
    for code in kept[:7]:
        browser = half_way(company, person)
        assert show(browser, code).status_code == 303
    assert "Make new ones while you can still come in." in browser.get("/me/security").text
    fresh = CODE.findall(confirmed(company, person).post("/me/security/recovery-codes").text)
    assert len(set(fresh) - set(kept)) == 10
    assert show(half_way(company, person), kept[9]).status_code == 422
    assert show(half_way(company, person), fresh[9]).status_code == 303


def test_every_change_is_mailed_and_noted_and_says_no_secret(company: Company) -> None:
    person = company.person()
    browser = confirmed(company, person)
    browser.post("/me/language", {"language": "da"})
    browser.client.delete_cookie("lms_language")
    browser.post("/me/security/app")
    shared = _shared(browser)
    page = browser.post(
        "/me/security/app/first-code", {"code": pyotp.TOTP(shared).at(company.installation.clock.now())}
    )
    browser.post("/me/security/recovery-codes")
    browser.post("/me/security/app/removal")
    with company.installation.database.reading() as session:
        mails = session.scalars(select(Mail).where(Mail.person_id == person.id).order_by(Mail.id)).all()
        noted = session.scalars(
            select(AuditEntry.action).where(AuditEntry.subject_id == person.id).order_by(AuditEntry.id)
        ).all()
    assert noted == ["factor.app-added", "factor.codes-made", "factor.app-removed"]
    assert [mail.subject for mail in mails] == [
        "Dit login: en kode-app er sat op",
        "Dit login: der er lavet nye gendannelseskoder",
        "Dit login: kode-appen er fjernet",
    ]
    said = " ".join(mail.body for mail in mails)
    assert not any(secret in said for secret in [shared, *CODE.findall(page.text)])


def test_erasing_takes_everything_and_the_own_file_names_it_without_secrets(company: Company) -> None:
    person = company.person()
    protect(company, person)
    with company.installation.database.reading() as session:
        rows = session.get_one(Authenticator, account_of(person)), session.scalars(select(Passkey)).all()[-1]
        secrets = [str(rows[0].sealed), rows[1].credential, "a public key"]
        hashes = session.scalars(
            select(RecoveryCode.code_hash).where(RecoveryCode.account_id == person.account_id)
        ).all()
    file = company.browser(person).get("/me/data.json")
    assert file.json["passkey"][0]["name"] == f"passkey-{company.marker}"  # type: ignore[index]
    assert file.json["authenticator"][0]["made_at"]  # type: ignore[index]
    assert len(file.json["recovery_code"]) == 10  # type: ignore[index]
    assert not any(secret in file.text for secret in [*secrets, *hashes])
    assert all(rows_of(company, person).values())
    with company.installation.database.writing() as session:
        erase(session, session.merge(person), company.installation.clock.now())
    assert not any(rows_of(company, person).values())


def test_a_dump_of_the_database_and_the_log_hold_no_secret(company: Company, capfd: pytest.CaptureFixture[str]) -> None:
    person, installation = company.person(), company.installation
    app = give_app(company, person)
    kept, browser = give_codes(company, person), half_way(company, person)
    installation.clock.forward(seconds=30)
    code = app.at(installation.clock.now())
    assert show(browser, code).status_code == 303
    assert show(half_way(company, person), kept[0]).status_code == 303
    pending = half_way(company, person).client.get_cookie("lms_pending")
    assert pending is not None
    secrets = [app.secret, *kept, *(each.replace("-", "") for each in kept), pending.value]
    with installation.database.reading() as session:
        dumped = " ".join(
            str(vars(row)) for each in (*ALL, Mail, AuditEntry) for row in session.scalars(select(each)).all()
        )
    logged = "".join(capfd.readouterr())
    assert len(dumped) > 1_000
    assert [secret for secret in secrets if secret in dumped or secret in logged] == []
    with installation.database.reading() as session:
        assert codes.proposed_secret(session, account_of(person), secret_of(company)) is None


def test_the_password_on_ones_own_page_is_counted_like_any_other(company: Company) -> None:
    person = company.person()
    browser = company.browser(person)
    came = [browser.post("/me/security/confirmation", {"password": "a wrong password"}).status_code for _ in range(12)]
    assert came == [422] * 10 + [429] * 2
    assert browser.post("/me/security/confirmation", {"password": PASSWORD}).status_code == 429
    company.installation.clock.at += timedelta(minutes=15)
    assert browser.post("/me/security/confirmation", {"password": PASSWORD}).status_code == 303
