"""Codes of an app against the standard, and what is made of them: drift, use once, nothing readable at rest."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import select

from lms.kernel.sealing import SealBroken, unseal
from lms.people.second_factor import codes, recovery
from lms.people.second_factor.models import Authenticator, RecoveryCode
from tests.people.second_factor.lived import account_of, give_app, give_codes, secret_of
from tests.support.company import Company

SHARED = base64.b32encode(b"12345678901234567890").decode()
RFC_6238 = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}
"""Appendix B, SHA-1; of its eight digits the last six are the code of six."""


@pytest.mark.parametrize(("seconds", "eight"), RFC_6238.items())
def test_the_vectors_of_rfc_6238(seconds: int, eight: str) -> None:
    at = datetime.fromtimestamp(seconds, tz=UTC)
    assert codes.step_of(SHARED, eight[-6:], at) == seconds // 30


@pytest.mark.parametrize(("late", "fits"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)])
def test_a_clock_may_be_one_step_off_and_no_more(late: int, fits: bool) -> None:
    at = datetime(2026, 11, 23, 9, 0, 0, tzinfo=UTC)
    typed = pyotp.TOTP(SHARED).at(at + timedelta(seconds=late))
    assert (codes.step_of(SHARED, typed, at) is not None) is fits


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "٠١٢٣٤٥", "12 34 5x", "-12345", "1.2345"])
def test_what_is_no_code_fits_nothing(typed: str) -> None:
    assert codes.step_of(SHARED, typed, datetime(2026, 11, 23, tzinfo=UTC)) is None


def test_spaces_in_a_code_do_not_count() -> None:
    at = datetime.fromtimestamp(59, tz=UTC)
    assert codes.step_of(SHARED, " 287 082 ", at) == 1


def test_a_code_is_good_once_and_an_older_one_after_it_is_not(company: Company) -> None:
    person, installation = company.person(), company.installation
    app, account, secret, now = (
        give_app(company, person),
        account_of(person),
        secret_of(company),
        installation.clock.now(),
    )
    this, before = app.at(now), app.at(now - timedelta(seconds=30))

    def use(code: str, at: datetime = now) -> bool:
        with installation.database.writing() as session:
            return codes.use(session, account, code, secret, at)

    assert use(this)
    assert not use(this), "the same again"
    assert not use(before), "one from before it"
    later = now + timedelta(seconds=30)
    assert not use(this, later), "the same, half a minute later, within the drift"
    assert use(app.at(later), later)


def test_of_twenty_uses_of_one_code_at_once_one_is_let_by(company: Company) -> None:
    person, installation = company.person(), company.installation
    app, account, secret, now = (
        give_app(company, person),
        account_of(person),
        secret_of(company),
        installation.clock.now(),
    )
    kept = give_codes(company, person)

    def use(number: int) -> bool:
        with installation.database.writing() as session:
            if number % 2:
                return codes.use(session, account, app.at(now), secret, now)
            return recovery.use(session, account, kept[0], secret)

    with ThreadPoolExecutor(8) as together:
        used = list(together.map(use, range(40)))
    assert (sum(used[0::2]), sum(used[1::2])) == (1, 1)


def test_an_app_that_is_set_up_anew_replaces_the_old_one_only_with_its_first_code(company: Company) -> None:
    person, installation = company.person(), company.installation
    old, account, secret, now = (
        give_app(company, person),
        account_of(person),
        secret_of(company),
        installation.clock.now(),
    )
    with installation.database.writing() as session:
        codes.propose(session, account, secret)
        shared = codes.proposed_secret(session, account, secret)
        assert shared is not None
        assert not codes.accept(session, account, old.at(now), secret, now), "a code of the old app"
        assert codes.use(session, account, old.at(now), secret, now), "which goes on"
        assert codes.accept(session, account, pyotp.TOTP(shared).at(now), secret, now)
        assert codes.proposed_secret(session, account, secret) is None
        assert not codes.use(session, account, old.at(now + timedelta(seconds=30)), secret, now)


def test_a_sealed_secret_opens_with_the_key_of_this_installation_and_account_alone(company: Company) -> None:
    person, other, installation = company.person(), company.person(), company.installation
    app = give_app(company, person)
    with installation.database.reading() as session:
        sealed = session.get_one(Authenticator, account_of(person)).sealed
    assert sealed is not None
    assert app.secret not in sealed
    with pytest.raises(SealBroken):
        unseal(b"another key that is long enough for it", f"authenticator {person.account_id}", sealed)
    with pytest.raises(SealBroken):
        unseal(secret_of(company), f"authenticator {other.account_id}", sealed)
    now, key = installation.clock.now(), b"the key of a restored installation"
    with installation.database.writing() as session:
        assert not codes.use(session, account_of(person), app.at(now), key, now), "no code is right, and nothing fails"


def test_recovery_codes_are_ten_used_once_in_any_spelling_and_never_readable(company: Company) -> None:
    person, other, installation = company.person(), company.person(), company.installation
    kept, secret = give_codes(company, person), secret_of(company)
    assert len(set(kept)) == 10
    with installation.database.reading() as session:
        hashes = set(
            session.scalars(select(RecoveryCode.code_hash).where(RecoveryCode.account_id == person.account_id))
        )
    assert not any(code.replace("-", "") in each for code in kept for each in hashes)
    with installation.database.writing() as session:
        assert not recovery.use(session, account_of(other), kept[0], secret), "somebody else's"
        assert recovery.use(session, account_of(person), f" {kept[0].upper()} ", secret)
        assert recovery.use(session, account_of(person), kept[1].replace("-", " "), secret)
        assert not recovery.use(session, account_of(person), kept[0], secret), "once"
        assert recovery.left(session, account_of(person)) == 8
    again = give_codes(company, person)
    with installation.database.writing() as session:
        assert not recovery.use(session, account_of(person), kept[2], secret), "new ones end the old"
        assert recovery.use(session, account_of(person), again[2], secret)


def test_the_picture_holds_what_an_app_reads_and_the_text_says_the_same() -> None:
    assert codes.to_type("ABCDEFGHIJ") == "ABCD EFGH IJ"
    picture = codes.picture(SHARED, "ingrid@company.example")
    assert picture.startswith("data:image/svg+xml")
