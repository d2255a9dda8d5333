"""Everybody round one person who has planted, and every address each of them can open."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from sqlalchemy import select
from werkzeug.routing import Rule

from lms.catalog.models import ModuleVersion
from lms.people.models import Person
from lms.tools.journeys.models import JourneyPicture
from tests.assigning.cohorts.lived import Belonging, belong
from tests.support.assigned import GivenTo, given_to
from tests.support.company import MODULE, Browser, Company
from tests.support.grouping import put_in_a_group
from tests.support.installation import Installation
from tests.support.mailed import told_by_mail
from tests.support.planted import Planter
from tests.support.searching import readable

DRAWN = "cost-of-churn"
"""The tool of which pictures and papers are asked for too: each takes a process of its own."""


@dataclass
class Private:
    """An installation in which one person has planted, everybody else, and everything that was logged."""

    installation: Installation
    log: io.StringIO
    planter: Planter
    company: Company
    others: Mapping[str, Browser]
    reader: Person
    asked: set[str] = field(default_factory=set)

    @cached_property
    def version(self) -> UUID:
        """Return a version of a module, whose pictures there are."""
        with self.installation.database.reading() as session:
            return session.scalars(select(ModuleVersion.id)).first() or uuid4()

    @cached_property
    def picture(self) -> UUID:
        """Return the planter's picture of a touchpoint."""
        with self.installation.database.reading() as session:
            mine = JourneyPicture.person_id == self.planter.person.id
            return session.scalars(select(JourneyPicture.id).where(mine)).one()

    @cached_property
    def group(self) -> UUID:
        """Return a group that the planter is in."""
        return put_in_a_group(self.company, self.planter.person)

    @cached_property
    def mail(self) -> UUID:
        """Return a mail to the planter."""
        return told_by_mail(self.company, self.planter.person)

    @cached_property
    def given(self) -> GivenTo:
        """Return what the planter has been given."""
        return given_to(self.company, {"planter": self.planter.person})

    @cached_property
    def cohort(self) -> Belonging:
        """Return a cohort that the planter is in."""
        return belong(self.company, self.planter.person)

    def addresses(self, whole: bool) -> Iterator[str]:
        """Yield every address there is to GET, with every argument that is there; `whole`: with papers and pictures."""
        rules = [each for each in self.installation.app.url_map.iter_rules() if "GET" in (each.methods or ())]
        with self.installation.app.test_request_context():
            for rule in rules:
                for given in self._given(rule, whole):
                    self.asked.add(rule.rule)
                    yield urlsplit(self.installation.app.url_for(rule.endpoint, **given)).path
        yield from self._asking()

    def _given(self, rule: Rule, whole: bool) -> Iterator[dict[str, Any]]:
        room = rule.endpoint.partition(".")[0]
        tools = [each.name for each in self.planter.tools]
        values: dict[str, list[Any]] = {
            "slug": [MODULE],
            "name": {
                "tools": tools if whole else [DRAWN, "customer-journey"],
                "learning": [f"0{at}-{rest}" for at, rest in ((3, "what-losing-them-costs"), (7, "at-work"))],
                "assessing": ["loyalty-economics-profile"],
            }.get(room, ["cover.svg"]),
            "identity": [
                *self.planter.scenarios,
                str(self.planter.person.id),
                str(self.picture),
                str(self.given.curriculum),
            ],
            "picture": [str(self.picture)],
            "item": ["customer-value"],
            "number": [1],
            "module": [self.version],
            "version": [self.version],
            "certificate": ["AAAA-BBBB-CCCC"],
            "spoken": ["da"],
            "fact": ["customers"],
            "kind": ["csv", "xlsx"],
            "filename": ["web/css/tokens.css"],
            "group": [self.group],
            "person": [str(self.planter.person.id)],
            "department": [str(uuid4())],
            "view": [str(uuid4())],
            "act": [str(uuid4())],
            "mail": [self.mail],
            "curriculum": [self.given.curriculum],
            "assignment": [self.given.assignment],
            "run": [self.given.run],
            "assigned": [self.given.rows["planter"]],
            "cohort": [self.cohort.cohort],
            "meeting": [self.cohort.meeting],
            "scene": ["november"],
        }
        missing = rule.arguments - values.keys()
        assert not missing, f"{rule.rule} wants {missing}: say here what stands for it"
        names = sorted(rule.arguments)
        for each in itertools.product(*(values[name] for name in names)):
            yield dict(zip(names, each, strict=True))
        if whole and "kind" in names:
            yield from ({"name": DRAWN, "kind": kind} for kind in ("pdf", "png"))

    def _asking(self) -> Iterator[str]:
        """Yield addresses that name what is the planter's behind a question mark."""
        ids = self.planter.scenarios
        yield "/tools/scenarios/compare?" + "&".join(f"ids={each}" for each in ids[:4])
        yield from (f"/tools/{DRAWN}/export.csv?scenario={each}" for each in ids)
        yield f"/tools/business-cases/{self.planter.case}/effects?source={ids[0]}&against=now&output=total"
        yield f"/assign/people?id={self.planter.person.id}&module={MODULE}"
        yield "/learn?language=da"

    def read(self, browser: Browser, whole: bool = False) -> Iterator[tuple[str, str]]:
        """Yield (address, what it says) of everything a browser can open."""
        for address in self.addresses(whole):
            yield address, readable(browser.get(address))
