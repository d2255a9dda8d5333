"""Tokens of doors, and what comes in without a right one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.doors.partners.models import Exchange
from lms.kernel.clock import SetClock
from lms.kernel.permissions import Role
from lms.people import tokens
from lms.people.models import Organisation
from lms.people.token_models import DoorToken
from tests.doors.scim.provisioning import DirectoryAtWork, user
from tests.people.doors import new_address
from tests.support.company import Company

pytestmark = pytest.mark.usefixtures("clock")


def asked(directory: DirectoryAtWork, authorization: str | None, address: str) -> int:
    """Ask with some authorization from some address; return the status."""
    headers = {"Authorization": authorization} if authorization is not None else {}
    there = {"REMOTE_ADDR": address}
    return directory.client.get("/scim/v2/Users?count=1", headers=headers, environ_base=there).status_code


def test_only_a_right_token_of_this_door_opens_it(directory: DirectoryAtWork, company: Company) -> None:
    address, now = new_address(), company.installation.clock.now()
    with company.installation.database.writing() as session:
        _row, other = tokens.make(session, company.organisation.id, "api", now)
    right = directory.token
    assert asked(directory, f"Bearer {right}", address) == 200
    assert asked(directory, f"bearer {right}", address) == 200
    for wrong in (None, "", "Bearer", f"Basic {right}", f"Bearer {right}x", f"Bearer {other}", f"Bearer {right[:-1]}é"):
        assert asked(directory, wrong, address) == 401, wrong
    answer = directory.client.get("/scim/v2/Users")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.content_type == "application/scim+json"


def test_no_cookie_opens_the_door_and_none_is_set(directory: DirectoryAtWork, company: Company) -> None:
    browser = company.browser(company.person(Role.ADMIN, Role.HR))
    for path in ("/scim/v2/Users", "/scim/v2/ServiceProviderConfig", "/scim/v2/Schemas", "/scim/v2/", "/scim/v2/a/b/c"):
        assert browser.get(path).status_code == 401
    assert browser.send("/scim/v2/Users", user("x@work.example")).status_code == 401
    assert "Set-Cookie" not in directory.ask("GET", "/Users").headers


def test_revoked_and_ended_tokens_open_nothing_at_once(
    directory: DirectoryAtWork, company: Company, clock: SetClock
) -> None:
    now = clock.now()
    with company.installation.database.writing() as session:
        _row, short = tokens.make(session, company.organisation.id, "scim", now, days=1)
    address = new_address()
    assert asked(directory, f"Bearer {short}", address) == 200
    with company.installation.database.writing() as session:
        assert tokens.revoke(session, company.organisation.id, directory.token_id, now)
        assert not tokens.revoke(session, company.organisation.id, directory.token_id, now)
    assert asked(directory, f"Bearer {directory.token}", address) == 401
    clock.forward(days=1)
    assert asked(directory, f"Bearer {short}", address) == 401


def test_two_are_active_at_most_and_a_revoked_one_makes_room(directory: DirectoryAtWork, company: Company) -> None:
    now, mine = company.installation.clock.now(), company.organisation.id
    with company.installation.database.writing() as session:
        tokens.make(session, mine, "scim", now)
        with pytest.raises(tokens.TooManyTokens):
            tokens.make(session, mine, "scim", now)
        tokens.make(session, mine, "api", now)
        tokens.revoke(session, mine, directory.token_id, now)
        tokens.make(session, mine, "scim", now)


def test_a_token_holds_256_bits_is_kept_as_its_hash_and_stands_in_no_log(
    directory: DirectoryAtWork, company: Company, caplog: pytest.LogCaptureFixture
) -> None:
    directory.take_on("logged@work.example")
    directory.ask("POST", "/Users", user("logged@work.example"))
    assert tokens.BYTES * 8 >= 256
    with company.installation.database.reading() as session:
        row = session.get_one(DoorToken, directory.token_id)
        notes = session.scalars(select(Exchange).where(Exchange.organisation_id == company.organisation.id)).all()
    secret = directory.token.removeprefix("oi_scim_")
    assert secret not in repr(vars(row))
    assert {(each.what, each.outcome) for each in notes} == {("post Users", "ok"), ("post Users", "refused")}
    assert secret not in caplog.text + "".join(each.told for each in notes)


def test_when_a_token_was_last_used_is_noted_every_five_minutes(
    directory: DirectoryAtWork, company: Company, clock: SetClock
) -> None:
    def last() -> object:
        with company.installation.database.reading() as session:
            return session.get_one(DoorToken, directory.token_id).last_used_at

    first = clock.now()
    directory.ask("GET", "/Users")
    clock.forward(minutes=4)
    directory.ask("GET", "/Users")
    assert last() == first
    clock.forward(minutes=1)
    directory.ask("GET", "/Users")
    assert last() == first + timedelta(minutes=5)


def test_who_guesses_tokens_waits_and_a_right_one_from_the_same_address_does_not(directory: DirectoryAtWork) -> None:
    address = new_address()
    guesses = [asked(directory, f"Bearer oi_scim_{n:043d}", address) for n in range(32)]
    assert (set(guesses[:30]), guesses[-1]) == ({401}, 429)
    assert asked(directory, f"Bearer {directory.token}", address) == 200


def test_a_token_holder_is_who_the_next_door_will_ask_for(company: Company) -> None:
    now = company.installation.clock.now()
    with company.installation.database.writing() as session:
        _row, token = tokens.make(session, company.organisation.id, "api", now)
        held = tokens.token_holder(session, "api", f"Bearer {token}", now)
        assert held is not None
        assert held.organisation_id == session.get_one(Organisation, company.organisation.id).id
        assert tokens.token_holder(session, "scim", f"Bearer {token}", now) is None
        with pytest.raises(ValueError, match="no door"):
            tokens.make(session, company.organisation.id, "window", now)
