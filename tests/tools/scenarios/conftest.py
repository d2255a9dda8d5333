"""What the tests of scenarios stand on: somebody with numbers in a tool, and what their pages say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from lms.people.models import Person
from lms.tools.scenarios import reading
from lms.tools.scenarios.models import Scenario
from lms.tools.scenarios.reading import KeptScenario
from tests.support.company import Browser, Company, answer

CLV = "calculator:6c1f6f0e-3d55-4d0b-9b57-0f4a5e2f8a11"
CHURN = "calculator:b1a7c1c4-58f0-4c0e-8f2e-6f5b0a9d7c22"
TOOL, OTHER_TOOL = "customer-lifetime-value", "cost-of-churn"
KEY = re.compile(r"/tools/scenarios/([0-9a-f-]{36})")


@dataclass
class Planner:
    """A person who keeps scenarios, in their browser."""

    company: Company
    person: Person
    browser: Browser

    def enter(self, **numbers: object) -> None:
        """Enter own numbers in the tool."""
        answered = self.browser.save(*(answer(CLV, "inputs", name, value) for name, value in numbers.items()))
        assert answered.status_code == 200, answered.text

    def save(self, name: str = "Plan", tool: str = TOOL) -> str:
        """Keep the tool's numbers of now and return the scenario's id."""
        answered = self.browser.post(f"/tools/{tool}/scenarios", {"name": name})
        assert answered.status_code == 303, answered.text
        found = KEY.search(answered.location)
        assert found is not None
        return found[1]

    def do(self, scenario: str, what: str, **sent: str) -> TestResponse:
        """Send one of a scenario's forms."""
        return self.browser.post(f"/tools/scenarios/{scenario}/{what}".rstrip("/"), sent)

    def page(self, scenario: str) -> str:
        """Return its page."""
        answered = self.browser.get(f"/tools/scenarios/{scenario}")
        assert answered.status_code == 200
        return answered.text.replace("\u00a0", " ")

    def change(self, scenario: str, base: int = 1, **numbers: object) -> TestResponse:
        """Change numbers of a scenario as its page's script does."""
        context = f"scenario:{scenario}"
        return self.browser.save(
            *(answer(context, "inputs", name, value, base=base) for name, value in numbers.items())
        )

    def kept(self, scenario: str) -> KeptScenario:
        """Return it as it is read from the database."""
        installation = self.company.installation
        with installation.database.reading() as session:
            return reading.one_of(
                session, self.company.actor(self.person), UUID(scenario), installation.config.key().encode()
            )

    def rows(self) -> list[Scenario]:
        """Return the rows of all their scenarios, removed ones too."""
        with self.company.installation.database.reading() as session:
            return list(session.scalars(select(Scenario).where(Scenario.person_id == self.person.id)))


def planner_of(company: Company, name: str | None = None) -> Planner:
    """Take somebody on who plans."""
    person = company.person(name=name)
    return Planner(company, person, company.browser(person))


@pytest.fixture
def planner(company: Company) -> Planner:
    """Return somebody with two numbers of their own."""
    found = planner_of(company)
    found.enter(margin=1500, retention=0.9)
    return found


def headline(html: str) -> str:
    """Return the headline of a tool's page."""
    found = re.search(r'<output data-output="\w+">([^<]*)<', html)
    assert found is not None
    return found[1].replace("\u00a0", " ")
