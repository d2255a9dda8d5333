"""Somebody who plays a decision drill: begins it, decides, plays again."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from werkzeug.test import TestResponse

from lms.learning.drills.models import Play
from lms.people.models import Person
from tests.support.company import Browser, Company
from tests.support.installation import Installation

NAME = "save-the-year"
PATH = f"/learn/drills/{NAME}"
DRILL = UUID("019ac0b4-5d1e-7c63-9a27-4e8f1b6d2c01")


@dataclass
class Player:
    """One person and their browser."""

    company: Company
    person: Person
    browser: Browser

    @classmethod
    def of(cls, company: Company, *, manager: Person | None = None) -> Player:
        """Take a learner on."""
        person = company.person(manager=manager)
        return cls(company, person, company.browser(person))

    @property
    def installation(self) -> Installation:
        """Return the installation they are on."""
        return self.company.installation

    def another_tab(self) -> Player:
        """Return the same person in another browser."""
        return Player(self.company, self.person, self.company.browser(self.person))

    def begin(self) -> str:
        """Begin to play, or go on, and return the address of the play."""
        begun = self.browser.post(f"{PATH}/plays")
        assert begun.status_code == 303
        return str(begun.location)

    def choose(self, play: str, step: int, option: str) -> TestResponse:
        """Decide in the scene numbered `step`."""
        return self.browser.post(f"{play}/choices", {"step": str(step), "option": option})

    def play(self, *options: str) -> str:
        """Play from the start and return the address of the play."""
        address = self.begin()
        for step, option in enumerate(options, 1):
            decided = self.choose(address, step, option)
            assert decided.location == f"{address}/choices/{step}", decided.text
        return address

    def plays(self) -> list[Play]:
        """Return the person's plays in order."""
        with self.installation.database.reading() as session:
            mine = select(Play).where(Play.person_id == self.person.id)
            return list(session.scalars(mine.order_by(Play.number)))
