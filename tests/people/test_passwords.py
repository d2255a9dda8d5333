"""Passwords as the product keeps them, read from a process that no test has made cheaper."""

from __future__ import annotations

import subprocess
import sys

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update

from lms.people import passwords
from lms.people.models import Account
from tests.people.doors import knock, new_address
from tests.support.company import PASSWORD, Company
from tests.support.installation import Installation

OLDER = PasswordHasher(time_cost=1, memory_cost=32, parallelism=1)


def test_the_product_hashes_at_the_owasp_minimum_or_better() -> None:
    code = "from lms.people.passwords import hash_password; print(hash_password('a long enough password'))"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    kind, version, cost = printed.strip().split("$")[1:4]
    parameters = {name: int(value) for name, value in (each.split("=") for each in cost.split(","))}
    assert (kind, version) == ("argon2id", "v=19")
    assert parameters["m"] >= 19 * 1024
    assert parameters["t"] >= 2
    assert parameters["p"] == 1


def test_every_stored_password_is_an_argon2id_hash(company: Company, installation: Installation) -> None:
    company.person()
    with installation.database.reading() as session:
        stored = session.scalars(select(Account.password_hash).where(Account.password_hash.like("$%"))).all()
    assert stored
    assert all(each is not None and each.startswith("$argon2id$") for each in stored)


def test_a_hash_of_an_older_cost_is_renewed_when_its_owner_signs_in(
    company: Company, installation: Installation
) -> None:
    person = company.person()
    mine = Account.id == person.account_id
    with installation.database.writing() as session:
        session.execute(update(Account).where(mine).values(password_hash=OLDER.hash(PASSWORD)))
    for password, renewed in (("a wrong password", False), (PASSWORD, True)):
        knock(company.anonymous(), person.email, password, new_address())
        with installation.database.reading() as session:
            stored = session.scalar(select(Account.password_hash).where(mine)) or ""
        assert passwords.is_outdated(stored) is not renewed
    assert passwords.password_fits(PASSWORD, stored)


@pytest.mark.parametrize("password", ["", "short", "eleven char", "x" * 201])
def test_a_password_too_short_or_too_long_is_refused_with_the_rule(password: str) -> None:
    with pytest.raises(ValueError, match="12 to 200 characters"):
        passwords.hash_password(password)


def test_a_stored_text_that_is_no_hash_fits_nothing() -> None:
    assert not passwords.password_fits("nobody has this password", None)
    assert not passwords.password_fits("anything", "anything")
    assert not passwords.password_fits("", "")
