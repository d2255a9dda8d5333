"""Ten thousand reminders, a real mail server, and workers that are killed at any moment: none is missing.

A mail goes twice only where its worker died between the server's acceptance and our mark of it: at most one mail for
each death, both times with the same Message-ID. A thousand in the ordinary run; `make soak` sends ten thousand.
"""

from __future__ import annotations

import os
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from lms.kernel import claiming, delivering, outbox
from lms.kernel.clock import SetClock
from lms.kernel.database import Database
from lms.kernel.outbox import Letter, Mail, Verdict
from lms.people.models import Person
from lms.people.operations import create_account, create_organisation, join
from tests.faults.postmen import MOMENTS, Postmen
from tests.support.smtp_server import Taker, smtp_server

SOAK = os.environ.get("LMS_SOAK") == "1"
REMINDERS, GENERATIONS = (10_000, 60) if SOAK else (1_000, 12)
KIND = "reminder-under-kill"


@dataclass
class Place:
    """A database with one person to whom many mails are due, and the workers that hand them over."""

    database: Database
    person: Person
    postmen: Postmen
    taker: Taker

    def letters(self, number: int) -> list[Letter]:
        """Return so many reminders, each with an address and a subject of its own."""
        of = (self.person.organisation_id, self.person.id, KIND)
        return [
            Letter(*of, f"{n}", None, f"p{n}@company.example", f"Reminder {n}", "Two days left.\n", "en")
            for n in range(number)
        ]

    def plan(self, letters: list[Letter]) -> int:
        """Write them; return how many are new."""
        with self.database.writing() as session:
            return outbox.plan(session, letters, "company.example", self.postmen.clock.now())

    def states(self) -> dict[str, int]:
        """Return how many mails are in each state."""
        with self.database.reading() as session:
            return {row[0]: row[1] for row in session.execute(select(Mail.state, func.count()).group_by(Mail.state))}

    def copies(self) -> Counter[str]:
        """Return {reader: how often the server took their mail}."""
        return Counter(str(mail["To"]) for mail in self.taker.mails)

    def numbers_of(self) -> dict[str, set[str]]:
        """Return {reader: the Message-IDs of what came for them}."""
        found: dict[str, set[str]] = defaultdict(set)
        for mail in self.taker.mails:
            found[str(mail["To"])].add(str(mail["Message-ID"]))
        return found


@pytest.fixture(params=["sqlite", "postgresql"])
def place(
    request: pytest.FixtureRequest,
    migrated_database: Callable[[str], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Place]:
    """Return such a place on each database; nothing is planned yet."""
    monkeypatch.setitem(outbox._checks, KIND, lambda _session, mails, _now: {m.id: Verdict(to=m.to) for m in mails})
    address, clock, taker = migrated_database(request.param), SetClock(), Taker()
    database = Database(address)
    with database.writing() as session:
        company = create_organisation(session, name="Company", now=clock.now())
        account = create_account(session, email="a@company.example", password="correct horse battery", now=clock.now())
        person = join(session, company, name="Ada", email=account.email, account=account, roles=(), now=clock.now())
    with smtp_server(taker) as url:
        chance = random.Random(8)  # noqa: S311 - the same fates each time
        yield Place(database, person, Postmen(address, clock, url, tmp_path, taker, chance), taker)
    database.dispose()


@pytest.mark.soak
def test_no_reminder_is_missing_however_often_workers_are_killed(place: Place) -> None:
    assert place.plan(place.letters(REMINDERS)) == REMINDERS
    for _ in range(GENERATIONS):
        place.postmen.generation(longest=REMINDERS // GENERATIONS)
    place.postmen.generation(longest=None)
    place.postmen.generation(longest=None)  # what the last of the dead held in their hands
    copies, doubled = place.copies(), sum(place.copies().values()) - REMINDERS
    assert (len(copies), place.states()) == (REMINDERS, {outbox.SENT: REMINDERS})
    assert place.postmen.deaths >= GENERATIONS
    assert 0 < doubled <= place.postmen.deaths, "at most the one mail that each of the dead had in hand"
    assert {len(numbers) for numbers in place.numbers_of().values()} == {1}


def test_planned_anew_after_a_crash_nobody_has_two(place: Place) -> None:
    letters = place.letters(60)
    assert (place.plan(letters[:30]), place.plan(letters)) == (30, 30)
    place.postmen.generation(longest=None)
    assert set(place.copies().values()) == {1}


def no_lease() -> None:
    """Let a lease run out the moment it is taken."""
    claiming.LEASE = timedelta(seconds=-1)  # type: ignore[misc]


def marked_first() -> None:
    """Mark each mail as sent before it is."""
    real = delivering._carry

    def carry(work: object, carrier: object, mail: Mail) -> None:
        with work.database.writing() as session:  # type: ignore[attr-defined]
            outbox.mark_gone(session, mail, outbox.SENT, work.now())  # type: ignore[attr-defined]
        real(work, carrier, mail)  # type: ignore[arg-type]

    delivering._carry = carry  # type: ignore[assignment]


def test_without_a_lease_two_workers_send_the_same_mails_though_nobody_dies(place: Place) -> None:
    """The negative control of the lease."""
    place.plan(place.letters(60))
    place.postmen.changed = no_lease
    place.postmen.generation(longest=None)
    assert (place.postmen.deaths, max(place.copies().values()) > 1) == (0, True)


def test_marked_before_they_are_sent_mails_of_the_killed_are_missing(place: Place) -> None:
    """The negative control of marking after the server's yes."""
    place.plan(place.letters(60))
    place.postmen.changed = marked_first
    for _ in range(4):
        place.postmen.generation(longest=10, moments=MOMENTS[:1])
    place.postmen.generation(longest=None)
    assert (place.states(), len(place.copies()) < 60) == ({outbox.SENT: 60}, True)


def test_without_one_key_for_one_mail_a_second_plan_doubles_it(place: Place) -> None:
    """The negative control of the unique key: the same reminder under another key is another mail."""
    place.plan(place.letters(20))
    place.plan(
        [
            Letter(*(getattr(each, name) if name != "key" else f"again {each.key}" for name in Letter.__slots__))
            for each in place.letters(20)
        ]
    )
    place.postmen.generation(longest=None)
    assert set(place.copies().values()) == {2}
