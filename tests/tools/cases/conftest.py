"""What the tests of business cases stand on: somebody with two plans to lose fewer customers, and a case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from lms.people.models import Person
from lms.tools.cases.links import BUSINESS_CASE, Link
from lms.tools.cases.taking import links_of
from lms.tools.scenarios import reading
from lms.tools.scenarios.reading import KeptScenario, figures_of
from tests.support.case_shelf import put_up
from tests.support.company import Browser, Company, answer

CHURN = "calculator:b1a7c1c4-58f0-4c0e-8f2e-6f5b0a9d7c22"
LIST = "/tools/business-cases"
CASE = f"calculator:{BUSINESS_CASE}"
KEY = re.compile(r"/tools/scenarios/([0-9a-f-]{36})")
TYPED = {"gain": "gain", "times": "1", "caused": "50%", "starts": "6", "lasts": "4", "name": "Fewer losses"}


@dataclass
class Sponsor:
    """A person who makes cases, in their browser."""

    company: Company
    person: Person
    browser: Browser

    def scenario(self, name: str, **numbers: object) -> str:
        """Keep the cost of churn with some numbers changed, and return the scenario's id."""
        made = self.browser.post("/tools/cost-of-churn/scenarios", {"name": name})
        scenario = found(KEY, made.location)
        if numbers:
            self.change(scenario, **numbers)
        return scenario

    def change(self, scenario: str, **numbers: object) -> None:
        """Change numbers of a scenario, whatever their revision is."""
        revisions = self.kept(scenario).shown.revisions
        context = f"scenario:{scenario}"
        sent = [answer(context, "inputs", name, value, base=revisions.get(name, 0)) for name, value in numbers.items()]
        assert self.browser.save(*sent).json["conflicts"] == []

    def range(self, scenario: str, name: str, low: float, high: float) -> None:
        """Give a number of a scenario a range."""
        given = {"shape": "triangular", "low": low, "high": high}
        saved = self.browser.save(answer(f"scenario:{scenario}", "ranges", name, given))
        assert saved.status_code == 200, saved.text

    def case(self, name: str = "Welcome calls", what: str = "We ring every new customer in the first week.") -> str:
        """Begin a case and return its id."""
        begun = self.browser.post(LIST, {"name": name, "what": what})
        assert begun.status_code == 303, begun.text
        return found(KEY, begun.location)

    def choose(self, case: str, **chosen: str) -> TestResponse:
        """Look at what can be taken into a case."""
        return self.browser.get(f"{LIST}/{case}/effects", query_string=chosen)

    def take(self, case: str, plan: str, against: str, **typed: str) -> TestResponse:
        """Take the difference between two scenarios into a case."""
        sent = {"source": plan, "against": against, "output": "total", **TYPED, **typed}
        return self.browser.post(f"{LIST}/{case}/effects", sent)

    def page(self, case: str) -> str:
        """Return the page for the steering group."""
        shown = self.browser.get(f"{LIST}/{case}")
        assert shown.status_code == 200
        return plain(shown.text)

    def panel(self, case: str) -> str:
        """Return the page the case is worked on."""
        return plain(self.browser.get(f"/tools/scenarios/{case}").text)

    def kept(self, scenario: str) -> KeptScenario:
        """Return a scenario as it is read from the database."""
        installation = self.company.installation
        with installation.database.reading() as session:
            secret = installation.config.key().encode()
            return reading.one_of(session, self.company.actor(self.person), UUID(scenario), secret)

    def effects(self, case: str) -> list[dict[str, Any]]:
        """Return the rows of effects of a case that are the person's."""
        return list(self.kept(case).values.get("effects", []))

    def links(self, case: str) -> list[Link]:
        """Return the links of a case."""
        return links_of(self.kept(case))

    def total(self, scenario: str) -> float:
        """Return what churn costs in a scenario."""
        return figures_of(self.kept(scenario))["total"]


def found(pattern: re.Pattern[str], text: str) -> str:
    """Return what a pattern finds."""
    match = pattern.search(text)
    assert match is not None, text
    return match[1]


def plain(html: str) -> str:
    """Return a page as it reads, spaces plain."""
    return re.sub(r"\s+", " ", html.replace("\u00a0", " ").replace("&#39;", "'"))


def sponsor_of(company: Company, name: str | None = None) -> Sponsor:
    """Take somebody on who makes cases."""
    person = company.person(name=name)
    return Sponsor(company, person, company.browser(person))


@pytest.fixture
def shelf(company: Company) -> Company:
    """Return a company on whose shelf the business case stands."""
    with company.installation.database.writing() as session:
        put_up(session, company.organisation.id, company.installation.clock)
    return company


@pytest.fixture
def sponsor(shelf: Company) -> Sponsor:
    """Return somebody there."""
    return sponsor_of(shelf)
