"""A learner at work on the module of the repository: begins the quiz, saves answers, submits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from lms.learning.models import Attempt, Enrolment
from lms.people.models import Person
from tests.support.company import MODULE, Browser, Company
from tests.support.company import answer as record
from tests.support.installation import Installation

BLOCK = "quiz"
PAGES = ("01-why-loyalty-pays", "02-what-a-customer-is-worth", "03-what-losing-them-costs")
QUIZ_PAGE = f"/learn/{MODULE}/{PAGES[-1]}"
RIGHT: dict[str, Any] = {
    "five-points": "losses-halved",
    "customer-value": 3333.33,
    "either-or": "each-once",
    "standing-still": 1200,
}
CONTEXT = re.compile(r'data-context="(attempt:[^"]+)"')


@dataclass
class Learner:
    """One learner and their browser."""

    installation: Installation
    person: Person
    browser: Browser

    @classmethod
    def of(cls, company: Company) -> Learner:
        """Take a learner on."""
        person = company.person()
        return cls(company.installation, person, company.browser(person))

    def begin(self, page: str = QUIZ_PAGE, block: str = BLOCK) -> str:
        """Begin the quiz, or the next attempt at it, and return the key its answers are saved under."""
        assert self.browser.post(f"{page}/{block}/attempts").status_code == 303
        return self.context(page)

    def context(self, page: str = QUIZ_PAGE) -> str:
        """Return the key of the attempt the page shows."""
        found = CONTEXT.search(self.browser.get(page).text)
        assert found is not None, "an attempt is on the page"
        return found[1]

    def answer(self, context: str, item: str, value: Any, *, base: int = 0, id: str | None = None) -> dict[str, Any]:
        """Return one answer of the quiz as the browser sends it."""
        return record(context, BLOCK, item, value, base=base, id=id)

    def save_right(self, context: str, *items: str) -> None:
        """Save the right answers to these items, all of them when none is named."""
        sent = [self.answer(context, item, RIGHT[item]) for item in items or RIGHT]
        assert len(self.browser.save(*sent).json["saved"]) == len(sent)

    def submit(self, context: str, **form: str) -> TestResponse:
        """Submit an attempt; `form` holds what its fields show, by item with _ for -."""
        shown = {f"item-{item.replace('_', '-')}": value for item, value in form.items()}
        return self.browser.post(f"/learn/attempts/{context.partition(':')[2]}/submission", shown)

    def read(self, *pages: str) -> None:
        """Read pages to their end."""
        for page in pages or PAGES:
            assert self.browser.post(f"/learn/{MODULE}/{page}/reading").status_code == 303

    def enrolments(self) -> list[Enrolment]:
        """Return the learner's enrolments."""
        with self.installation.database.reading() as session:
            return list(session.scalars(select(Enrolment).where(Enrolment.person_id == self.person.id)))

    def enrolment(self) -> Enrolment:
        """Return the learner's only enrolment."""
        (only,) = self.enrolments()
        return only

    def attempts(self) -> list[Attempt]:
        """Return the learner's attempts in order."""
        with self.installation.database.reading() as session:
            mine = select(Attempt).where(Attempt.person_id == self.person.id)
            return list(session.scalars(mine.order_by(Attempt.number)))
