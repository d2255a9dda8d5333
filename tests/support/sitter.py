"""Somebody who takes a self-assessment: begins it, answers its statements, closes it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from lms.learning.assessing.models import Sitting
from lms.learning.assessing.scoring import CANNOT_JUDGE
from lms.people.models import Person
from tests.support.company import Browser, Company, answer
from tests.support.installation import Installation

NAME = "loyalty-economics-profile"
PATH = f"/learn/assessments/{NAME}"
BLOCK = "statements"
ITEMS = tuple(f"a1-{number}" for number in range(1, 10))
REVERSED = ("a1-3", "a1-6", "a1-9")
CONTEXT = re.compile(r'data-context="(sitting:[^"]+)"')
SHOWN = re.compile(r'data-item-box="([^"]+)"')


def all_of(point: int) -> dict[str, Any]:
    """Return answers that all amount to `point` of 1 to 5: a reversed statement gets the other end."""
    return {item: 6 - point if item in REVERSED else point for item in ITEMS}


@dataclass
class Sitter:
    """One person and their browser."""

    company: Company
    person: Person
    browser: Browser

    @classmethod
    def of(cls, company: Company, *, manager: Person | None = None) -> Sitter:
        """Take a learner on."""
        person = company.person(manager=manager)
        return cls(company, person, company.browser(person))

    @property
    def installation(self) -> Installation:
        """Return the installation they are on."""
        return self.company.installation

    def another_tab(self) -> Sitter:
        """Return the same person in another browser."""
        return Sitter(self.company, self.person, self.company.browser(self.person))

    def later(self, days: int) -> None:
        """Come back after so many days, and sign in anew; the fixture `clock` turns the clock back."""
        self.installation.clock.forward(days=days)
        self.browser = self.company.browser(self.person)

    def begin(self) -> str:
        """Begin a sitting, or go on with the open one, and return the key its answers are saved under."""
        assert self.browser.post(f"{PATH}/sittings").status_code == 303
        found = CONTEXT.search(self.browser.get(PATH).text)
        assert found is not None, "a sitting is on the page"
        return found[1]

    def save(self, context: str, answers: dict[str, Any], *, base: int = 0) -> TestResponse:
        """Save answers as the page's script does."""
        return self.browser.save(*(answer(context, BLOCK, item, value, base=base) for item, value in answers.items()))

    def close(self, context: str, shown: dict[str, Any] | None = None) -> TestResponse:
        """Close the sitting with what the form shows."""
        form = {f"item-{item}": str(value) for item, value in (shown or {}).items()}
        return self.browser.post(f"/learn/sittings/{context.partition(':')[2]}/closing", form)

    def sit(self, answers: dict[str, Any]) -> Sitting:
        """Take a whole sitting and return it."""
        context = self.begin()
        closed = self.close(context, answers)
        assert closed.status_code == 303, closed.text
        return self.sittings()[-1]

    def sittings(self) -> list[Sitting]:
        """Return the person's sittings in order."""
        with self.installation.database.reading() as session:
            mine = select(Sitting).where(Sitting.person_id == self.person.id)
            return list(session.scalars(mine.order_by(Sitting.number)))

    def order(self) -> list[str]:
        """Return the statements in the order the page shows them."""
        return SHOWN.findall(self.browser.get(PATH).text)


def without(answers: dict[str, Any], *items: str) -> dict[str, Any]:
    """Return the answers with "cannot judge" to some statements."""
    return answers | dict.fromkeys(items, CANNOT_JUDGE)
