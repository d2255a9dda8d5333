"""Connecting and disconnecting one's account at work is for whoever has shown within ten minutes who they are."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lms.doors.oidc.models import OidcIdentity
from lms.kernel.clock import SetClock
from lms.people.models import Person
from tests.doors.oidc.joined import Joined
from tests.people.second_factor.lived import through
from tests.support.company import PASSWORD

SAYS = "you have to have signed in within the last ten minutes"


def _identity(joined: Joined, person: Person) -> OidcIdentity:
    with joined.company.installation.database.writing() as session:
        made = OidcIdentity(
            organisation_id=person.organisation_id,
            connection_id=joined.connection,
            person_id=person.id,
            issuer=joined.provider.url,
            subject=f"subject-{person.id}",
            label="anna",
            linked_at=joined.company.installation.clock.now(),
        )
        session.add(made)
        session.flush()
        session.expunge(made)
    return made


def _is_there(joined: Joined, identity: OidcIdentity) -> bool:
    with joined.company.installation.database.reading() as session:
        return session.scalar(select(OidcIdentity.id).where(OidcIdentity.id == identity.id)) is not None


def test_an_old_session_is_asked_first_and_then_goes_on_to_the_provider(joined: Joined, clock: SetClock) -> None:
    person = joined.company.person()
    browser = joined.company.browser(person)
    clock.forward(minutes=11)
    way = f"/me/sign-on/{joined.connection}"
    asked = browser.get(way)
    assert (asked.status_code, asked.location) == (
        303,
        f"/me/security?next={way.replace('/', '%2F')}".replace("%2F", "/"),
    )
    shown = browser.post("/me/security/confirmation", {"password": PASSWORD, "next": way})
    assert shown.location == way
    there = browser.get(way)
    assert (there.status_code, there.location.startswith(joined.provider.url)) == (302, True)


def test_a_stolen_session_disconnects_nothing(joined: Joined, clock: SetClock) -> None:
    person = joined.company.person()
    identity, browser = _identity(joined, person), joined.company.browser(person)
    clock.forward(minutes=11)
    assert browser.post(f"/me/sign-on/{identity.id}/removal").location == "/me/security?next=/me"
    assert _is_there(joined, identity)
    assert browser.post("/me/security/confirmation", {"password": PASSWORD, "next": "/me"}).location == "/me"
    assert browser.post(f"/me/sign-on/{identity.id}/removal").location == "/me"
    assert not _is_there(joined, identity)


@pytest.mark.parametrize("door", ["oidc", "host"])
def test_who_came_through_a_door_comes_in_anew(joined: Joined, clock: SetClock, door: str) -> None:
    person = joined.company.person()
    identity, old = _identity(joined, person), through(joined.company, person, door)
    clock.forward(minutes=11)
    refused = old.post(f"/me/sign-on/{identity.id}/removal")
    assert (refused.status_code, SAYS in refused.text, _is_there(joined, identity)) == (403, True, True)
    assert through(joined.company, person, door).post(f"/me/sign-on/{identity.id}/removal").location == "/me"
    assert not _is_there(joined, identity)
