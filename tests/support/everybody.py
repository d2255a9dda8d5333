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

from lms.assigning.reminding.words import TEXTS
from lms.catalog.models import Module, ModuleVersion
from lms.people.models import Person
from lms.people.operations import create_department
from lms.tools.journeys.models import JourneyPicture
from tests.assigning.cohorts.lived import Belonging, belong
from tests.assigning.reminding.lived import want_and_remind
from tests.doors.lti.visited import put_platform
from tests.doors.oidc.visited import domain_of, put_connection
from tests.doors.subscribed import subscribe
from tests.doors.xapi.visited import put_store
from tests.studio.calculators.visited import TOOL as DRAFT_TOOL
from tests.studio.calculators.visited import put_tool
from tests.studio.drafts.lived import PAGE as DRAFT_PAGE
from tests.studio.drafts.lived import Lived, write_and_show
from tests.studio.quizzes.visited import QUESTION, SECTION, put_quiz
from tests.studio.quizzes.visited import QUIZ as DRAFT_QUIZ
from tests.studio.translating.visited import put_danish
from tests.support.assigned import GivenTo, given_to
from tests.support.company import MODULE, Browser, Company
from tests.support.grouping import put_in_a_group
from tests.support.installation import Installation
from tests.support.mailed import told_by_mail
from tests.support.planted import Planter
from tests.support.searching import readable
from tests.support.sitter import NAME as PROFILE
from tests.support.told import tell_of_a_group
from tests.support.working import do_jobs

KEPT = "/assign/reports/kept"
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
    hr: Person
    asked: set[str] = field(default_factory=set)

    @cached_property
    def version(self) -> UUID:
        """Return a version of a module, whose pictures there are."""
        with self.installation.database.reading() as session:
            return session.scalars(select(ModuleVersion.id)).first() or uuid4()

    @cached_property
    def module(self) -> UUID:
        """Return the module that everything is asked of."""
        with self.installation.database.reading() as session:
            return session.scalars(select(Module.id).where(Module.slug == MODULE)).one()

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

    @cached_property
    def sending(self) -> UUID:
        """Return an act by which the planter has reminded others by hand."""
        assert self.given
        return want_and_remind(self.company, self.planter.person)

    @cached_property
    def draft(self) -> Lived:
        """Return a draft that a colleague writes."""
        found = write_and_show(self.company, self.reader)
        put_tool(self.company, self.reader, found.draft, "A tool")
        put_quiz(self.company, self.reader, found.draft, "A quiz")
        put_danish(self.company, self.reader, found.draft, "A term")
        return found

    @cached_property
    def department(self) -> UUID:
        """Return the department that the planter is in."""
        with self.installation.database.writing() as session:
            made = create_department(session, self.company.organisation, "Planting")
            session.get_one(Person, self.planter.person.id).department_id = made.id
            return made.id

    @cached_property
    def platform(self) -> UUID:
        """Return the company's connection to a learning platform."""
        return UUID(str(put_platform(self.company)))

    @cached_property
    def store(self) -> UUID:
        """Return the company's connection to a record store."""
        return put_store(self.company, "A record store")

    @cached_property
    def connection(self) -> UUID:
        """Return the company's connection to a provider."""
        return put_connection(self.company)

    @cached_property
    def feed(self) -> str:
        """Return the secret in the address of the planter's calendar."""
        path = subscribe(self.company, self.planter.person, self.planter.browser).path
        return path.removeprefix("/calendar/").removesuffix(".ics")

    @cached_property
    def snapshot(self) -> UUID:
        """Return what was told of the group that the planter is one of."""
        return tell_of_a_group(self.company, PROFILE)

    @cached_property
    def kept(self) -> UUID:
        """Return a report of what the planter was given, kept by HR and shared with all of HR."""
        hr, about = self.company.browser(self.hr), {"kind": "curriculum", "about": str(self.given.curriculum)}
        kept = hr.post(KEPT, {"name": "Kept", **about}).location.split("/")[-2]
        assert hr.post(f"{KEPT}/{kept}", {"name": "Kept", "shared": "hr"}).status_code == 303
        return UUID(kept)

    @cached_property
    def file(self) -> UUID:
        """Return the workbook that HR ordered of everybody, made as the job worker makes it."""
        ordered = self.company.browser(self.hr).post("/assign/reports/files", {"kind": "overview"})
        do_jobs(self.installation)
        return UUID(ordered.location.rpartition("/")[2])

    def addresses(self, whole: bool) -> Iterator[str]:
        """Yield every address there is to GET, with every argument that is there; `whole`: with papers and pictures."""
        rules = [each for each in self.installation.app.url_map.iter_rules() if "GET" in (each.methods or ())]
        every = [(rule, given) for rule in rules for given in self._given(rule, whole)]
        with self.installation.app.test_request_context():
            found = [self.installation.app.url_for(rule.endpoint, **given) for rule, given in every]
        self.asked |= {rule.rule for rule, _given in every}
        yield from (urlsplit(each).path for each in found)
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
                "draft_tools": [DRAFT_TOOL],
                "draft_quizzes": [DRAFT_QUIZ],
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
            "department": [self.department],
            "view": [str(uuid4())],
            "act": [str(uuid4())],
            "mail": [self.mail],
            "passkey": [uuid4()],
            "browser": [uuid4()],
            "delivery": [uuid4()],
            "context": [uuid4()],
            "platform": [self.platform],
            "store": [self.store],
            "path": ["Nowhere"],
            "resource_endpoint": ["Users"],
            "resource_id": [uuid4()],
            "connection": [self.connection],
            "domain": [domain_of(self.company, self.connection)],
            "curriculum": [self.given.curriculum],
            "shipped": ["taste", "wider"],
            "assignment": [self.given.assignment],
            "run": [self.given.run],
            "assigned": [self.given.rows["planter"]],
            "cohort": [self.cohort.cohort],
            "meeting": [self.cohort.meeting],
            "scene": ["november"],
            "about": [self._about(rule)],
            "edition": [uuid4()],
            "snapshot": [self.snapshot],
            "id": [self.file if rule.rule.startswith("/assign/reports/files") else self.kept],
            "text": list(TEXTS),
            "token": [self.feed],
            "sending": [self.sending],
            "draft": [self.draft.draft],
            "publication": [uuid4()],
            "upload": [uuid4()],
            "adapted": [uuid4()],
            "page": [DRAFT_PAGE],
            "position": [0],
            "language": ["da" if "/translate/" in rule.rule else "en"],
            "suffix": ["xlf", "csv"],
            "section": [SECTION],
            "entry": [QUESTION],
        }
        missing = rule.arguments - values.keys()
        assert not missing, f"{rule.rule} wants {missing}: say here what stands for it"
        names = sorted(rule.arguments)
        for each in itertools.product(*(values[name] for name in names)):
            yield dict(zip(names, each, strict=True))
        if whole and "kind" in names:
            yield from ({"name": DRAWN, "kind": kind} for kind in ("pdf", "png"))

    def _about(self, rule: Rule) -> UUID:
        """Return what a report is on, as the place of its address says."""
        if rule.rule.startswith("/assign/cohorts"):
            return self.cohort.cohort
        here = {"curriculum": self.given.curriculum, "department": self.department}
        return next((id for place, id in here.items() if f"/reports/{place}/" in rule.rule), self.module)

    def _asking(self) -> Iterator[str]:
        """Yield addresses that name what is the planter's behind a question mark."""
        ids = self.planter.scenarios
        yield "/tools/scenarios/compare?" + "&".join(f"ids={each}" for each in ids[:4])
        yield from (f"/tools/{DRAWN}/export.csv?scenario={each}" for each in ids)
        yield f"/tools/business-cases/{self.planter.case}/effects?source={ids[0]}&against=now&output=total"
        yield f"/assign/people?id={self.planter.person.id}&module={MODULE}"
        yield "/learn?language=da"
        yield from self._asking_of_reports()

    def _asking_of_reports(self) -> Iterator[str]:
        """Yield the names behind the figures that the planter is counted in, files of them, and who looked."""
        given, files = self.given.curriculum, "/assign/reports/files"
        figures = [
            f"kind=overview&row={given}",
            f"kind=curriculum&about={given}&row={self.department}",
            f"kind=module&about={self.module}",
            f"kind=cohort&about={self.cohort.cohort}&row={given}",
            f"kind=managers&curriculum={given}",
            f"kind=team&row={given}",
        ]
        for each in figures:
            yield f"/assign/reports/names?{each}&column=people"
            yield f"{files}/names.csv?{each}&column=people"
            yield from (f"{files}/{kind}?{each}" for kind in ("report.csv", "report.xlsx", "completion.csv"))
        yield f"{files}/report.pdf?{figures[0]}"
        yield f"/assign/mail?person={self.planter.person.id}"
        yield from (f"/admin/audit{kind}?about={self.planter.person.email}" for kind in ("", ".csv"))

    def read(self, browser: Browser, whole: bool = False) -> Iterator[tuple[str, str]]:
        """Yield (address, what it says) of everything a browser can open."""
        for address in self.addresses(whole):
            yield address, readable(browser.get(address))
