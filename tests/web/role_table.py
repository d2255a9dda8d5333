"""Who may call what, tried out: every address and method by everyone who could knock.

`python -m tests.web.role_table > tests/web/role_table.csv` writes it anew; read the difference before keeping it.
"""

from __future__ import annotations

import csv
import io
import sys
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from lms.catalog.models import ModuleVersion
from lms.doors.partners.models import REFUSED
from lms.kernel.ids import new_id
from lms.kernel.permissions import Role, allowed_of
from lms.people.models import Person
from lms.people.operations import create_department
from tests.assigning.cohorts.lived import belong
from tests.assigning.importing.lived import named_in_a_file
from tests.assigning.reminding.lived import want_and_remind
from tests.assigning.report_files.lived import keep_a_report
from tests.assigning.roster.lived import keep_and_change
from tests.doors.awarded import award
from tests.doors.lti.visited import put_platform
from tests.doors.oidc.visited import connect, domain_of, put_connection
from tests.doors.partners.partnered import told_by_a_partner
from tests.doors.xapi.visited import put_store
from tests.practice.lived import EXERCISE, practise
from tests.studio.calculators.visited import TOOL as DRAFT_TOOL
from tests.studio.calculators.visited import put_tool
from tests.studio.drafts.lived import PAGE, write_and_show
from tests.studio.packs.lived import look_and_adapt
from tests.studio.publishing.lived import order_and_read
from tests.studio.quizzes.visited import QUESTION, SECTION, put_quiz
from tests.studio.quizzes.visited import QUIZ as DRAFT_QUIZ
from tests.studio.translating.visited import PICTURE, put_danish
from tests.support.assigned import given_to
from tests.support.case_shelf import put_up
from tests.support.company import MODULE, Browser, Company
from tests.support.fingerprint import fingerprint
from tests.support.grouping import put_in_a_group
from tests.support.installation import Installation
from tests.support.mailed import told_by_mail
from tests.support.player import NAME as DRILL
from tests.support.recaller import come_back
from tests.support.schema import give_tables
from tests.support.sitter import NAME as PROFILE
from tests.tools.journeys.lived import keep_picture
from tests.web.begun import QUIZ_BLOCK, QUIZ_PAGE, TOOL, attempt, case, failed_job, play, scenario, sitting

ROLES = ("anonymous", "suspended", "learner", "manager", "hr", "trainer", "admin")
FILE = Path(__file__).with_name("role_table.csv")
NAMES = {
    "learning": QUIZ_PAGE,
    "assessing": PROFILE,
    "drills": DRILL,
    "tools": TOOL,
    "facts": TOOL,
    "catalog": "cover.svg",
    "drafts": "cover.svg",
    "draft_tools": DRAFT_TOOL,
    "draft_quizzes": DRAFT_QUIZ,
    "studio": MODULE,  # its quiz is called so too
}
SCENE = "november"
COLUMNS = ("address", "method", *ROLES)


@dataclass(frozen=True)
class Cell:
    """One address called in one way by one kind of visitor."""

    rule: Rule
    method: str
    role: str


class Visitors:
    """One visitor of each kind in one company, each with an attempt of their own."""

    def __init__(self, installation: Installation) -> None:
        """Take them on; the manager has a report, and the suspended one's session is still in the database."""
        self.installation = installation
        self.company = company = Company(installation)
        manager = company.person()
        self.people: dict[str, Person] = {
            "learner": company.person(manager=manager),
            "manager": manager,
            "suspended": company.person(),
            **{role.value: company.person(role) for role in (Role.HR, Role.TRAINER, Role.ADMIN)},
        }
        self.attempts = {name: attempt(company, person) for name, person in self.people.items()}
        self.sittings = {name: sitting(company, person) for name, person in self.people.items()}
        self.plays = {name: play(company, person) for name, person in self.people.items()}
        self.recalled = {name: come_back(company, person) for name, person in self.people.items()}
        self.practice = {name: practise(company, person, name) for name, person in self.people.items()}
        self.pictures = {name: str(keep_picture(company, person, name)) for name, person in self.people.items()}
        self.scenarios = {name: scenario(company, person) for name, person in self.people.items()}
        self.colleague = str(company.person().id)  # nobody who knocks: their access is ended, and given back
        self.kept = keep_and_change(company, self.people["hr"], "Mine")
        with installation.database.writing() as session:
            self.department = str(create_department(session, company.organisation, "Sales").id)
        with installation.database.writing() as session:
            put_up(session, company.organisation.id, installation.clock)
        self.cases = {name: case(company, person) for name, person in self.people.items()}
        self.group = put_in_a_group(company, self.people["learner"])
        self.given = given_to(company, self.people)
        self.taken_back = given_to(company, {"hr": self.people["hr"]})  # HR undoes it on the way
        self.belonging = {name: belong(company, person) for name, person in self.people.items()}
        self.sending = want_and_remind(company, self.people["hr"])
        self.job = failed_job(company)
        self.mail = told_by_mail(company, self.people["learner"])
        self.delivery = told_by_a_partner(company, self.people["learner"], REFUSED)
        self.imported = named_in_a_file(company, self.people["hr"], "named in a file")
        self.certificates = {name: award(company, person) for name, person in self.people.items()}
        with installation.database.writing() as session:
            found = session.get(Person, self.people["suspended"].id)
            assert found is not None
            found.active = False
            self.version, self.module = session.execute(select(ModuleVersion.id, ModuleVersion.module_id)).first() or ()
        self.draft = write_and_show(company, self.people["trainer"])
        put_tool(company, self.people["trainer"], self.draft.draft, "A tool")
        put_quiz(company, self.people["trainer"], self.draft.draft, "A quiz")
        put_danish(company, self.people["trainer"], self.draft.draft, "A term")
        self.publication = order_and_read(company, self.people["trainer"], self.draft.draft)
        self.packed = look_and_adapt(company, self.people["trainer"])
        self.kept_report = keep_a_report(company, self.people["hr"], "Every week")
        self.store = put_store(company, "A record store")
        self.connection = put_connection(company)
        self.domain = domain_of(company, self.connection)
        rules = [rule for rule in installation.app.url_map.iter_rules() if "platform" in rule.arguments]
        self.platforms = {rule.endpoint: put_platform(company) for rule in rules}  # one of them is removed on the way
        self.connected = {name: connect(company, each, self.connection) for name, each in self.people.items()}

    def browser(self, role: str) -> Browser:
        """Return a fresh browser of that kind."""
        return self.company.browser(self.people[role]) if role in self.people else self.company.anonymous()

    def may(self, cell: Cell) -> bool:
        """Return whether the view declares that this kind of visitor may call it."""
        allowed = allowed_of(self.installation.app.view_functions[cell.rule.endpoint]) or frozenset()
        if Role.EVERYONE in allowed:
            return True
        if cell.role in ("anonymous", "suspended"):
            return False
        return not self.people[cell.role].roles.isdisjoint(allowed)

    def address(self, rule: Rule, role: str = "learner") -> str:
        """Return an address that the rule matches and that is there for this visitor."""
        room = rule.endpoint.partition(".")[0]
        whose = role if role in self.people else "learner"
        given = self.taken_back if rule.rule.startswith("/assign/assignments") else self.given
        values = {
            "slug": MODULE,
            "name": DRILL if "scene" in rule.arguments else PICTURE if "/media/" in rule.rule else NAMES.get(room),
            "block": EXERCISE if room == "practice" else QUIZ_BLOCK,
            "version": self.version,
            "identity": self._identity(rule, role if role in self.people else "learner"),
            "certificate": self.certificates.get(role, self.certificates["learner"]),
            "spoken": "da",
            "fact": "customers",
            "kind": "churn" if room == "board" else "csv",
            "number": 1,
            "module": self.recalled["learner"].module,
            "picture": self.pictures[role if role in self.people else "learner"],
            "item": "five-points",
            "group": self.group,
            "person": self.colleague,
            "department": self.department,
            "view": self.kept.view,
            "act": self.kept.act,
            "job": self.job,
            "mail": self.mail,
            "delivery": self.delivery,
            "store": self.store,
            "platform": self.platforms.get(rule.endpoint),
            "context": new_id(),
            "tied": new_id(),
            "connection": self.connection,
            "domain": self.domain,
            "cohort": self.belonging[whose].cohort,
            "meeting": self.belonging[whose].meeting,
            "wish": new_id(),
            "passkey": new_id(),
            "browser": new_id(),
            "answer": "declined",
            "step": "trial",
            "scene": SCENE,
            "curriculum": given.curriculum,
            "shipped": "taste",
            "assignment": given.assignment,
            "run": given.run,
            "assigned": self.given.rows[whose],
            "text": "before",
            "token": "none-of-ours",
            "sending": self.sending,
            "about": self._about(rule, whose),
            "edition": new_id(),
            "snapshot": new_id(),
            "measure": new_id(),
            "draft": self.draft.draft,
            "publication": self.publication,
            "upload": self.packed.upload,
            "adapted": self.packed.adapted,
            "comment": self.draft.comment,
            "link": self.draft.link,
            "page": PAGE,
            "position": 0,
            "language": "da" if "/translate/" in rule.rule else "en",
            "suffix": "xlf",
            "section": SECTION,
            "entry": QUESTION,
            "resource_endpoint": "Users",
            "resource_id": new_id(),
            "path": "nowhere",
            "door_token": new_id(),
            "id": self.kept_report if rule.rule.startswith("/assign/reports/kept") else new_id(),
        }
        with self.installation.app.test_request_context():
            named = {argument: values[argument] for argument in rule.arguments}
            return urlsplit(self.installation.app.url_for(rule.endpoint, **named)).path

    def _about(self, rule: Rule, whose: str) -> UUID:
        """Return what a report is on."""
        here: dict[str, UUID] = {
            "/assign/reports/curriculum": self.given.curriculum,
            "/assign/reports/module": self.module,
            "/assign/reports/department": UUID(self.department),
        }
        return next((id for place, id in here.items() if rule.rule.startswith(place)), self.belonging[whose].cohort)

    def _identity(self, rule: Rule, role: str) -> str:
        lived = self.practice[role]
        here = {
            "/me/sign-on": str(self.connected[role]),
            "/assign/people/import": self.imported,
            "/assign/curricula": str(self.given.curriculum),
            "/learn/curricula": str(self.given.curriculum),
            "/practice/exercises": str(lived.exercise),
            "/practice/promises": str(lived.promise),
            "/learn/sittings": self.sittings[role],
            "/learn/plays": self.plays[role],
            "/learn/recall": str(self.recalled[role].card),
            "/tools/scenarios": self.scenarios[role],
            "/tools/pictures": self.pictures[role],
            "/tools/business-cases": self.cases[role],
        }
        return next((id for place, id in here.items() if rule.rule.startswith(place)), self.attempts[role])

    def call(self, cell: Cell, browser: Browser) -> TestResponse:
        """Call it, an unsafe method with a form that is empty but for its token."""
        address = self.address(cell.rule, cell.role)
        sent = {"csrf_token": browser.token()} if cell.method not in ("GET", "HEAD", "OPTIONS") else None
        return browser.client.open(address, method=cell.method, data=sent)


def cells(installation: Installation, without: Collection[str] = ()) -> Iterator[Cell]:
    """Yield every cell there is, but for those of the methods `without`."""
    rules = list(installation.app.url_map.iter_rules())
    every = ((rule, method) for rule in rules for method in rule.methods or () if method not in without)
    for rule, method in sorted(every, key=lambda pair: (pair[0].rule, pair[1])):
        for role in ROLES:
            yield Cell(rule, method, role)


def outcome(response: TestResponse) -> str:
    """Return what came of a call: the status, and where a redirect leads when it is to the door."""
    to_the_door = urlsplit(response.headers.get("Location", "")).path == "/sign-in"
    return f"{response.status_code} sign-in" if to_the_door else str(response.status_code)


@dataclass
class Tried:
    """What came of every call, and whether the calls that were turned away left the database as it was."""

    visitors: Visitors
    outcomes: list[tuple[Cell, str]]
    untouched: bool

    def csv(self) -> str:
        """Return the whole table: one line an address and method, one column a kind of visitor."""
        lines: dict[tuple[str, str], dict[str, str]] = {}
        for cell, came in self.outcomes:
            lines.setdefault((cell.rule.rule, cell.method), {})[cell.role] = came
        written = io.StringIO()
        writer = csv.writer(written, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([*key, *(line[role] for role in ROLES)] for key, line in sorted(lines.items()))
        return written.getvalue()


def try_all(installation: Installation, without: Collection[str] = ()) -> Tried:
    """Call everything (`without` these methods) as everyone: first what the views declare closed, between two looks at
    the database."""
    visitors = Visitors(installation)
    every = list(cells(installation, without))
    calls = [(cell, visitors.browser(cell.role)) for cell in every if not visitors.may(cell)]
    before = fingerprint(installation.database)
    outcomes = [(cell, outcome(visitors.call(cell, browser))) for cell, browser in calls]
    untouched = fingerprint(installation.database) == before
    for cell in every:
        if visitors.may(cell):
            outcomes.append((cell, outcome(visitors.call(cell, visitors.browser(cell.role)))))
    return Tried(visitors, outcomes, untouched)


def main() -> None:
    """Print the table of this code, tried out on an installation made for it."""
    from lms.app import create_app
    from lms.catalog.library import sync
    from lms.config import Config
    from lms.kernel import logs
    from lms.kernel.clock import SetClock
    from lms.kernel.database import Database
    from lms.people import passwords

    passwords.cheap_for_tests()
    logs.configure("error", process="role table")  # to stderr: only the table is printed
    with tempfile.TemporaryDirectory() as folder:
        data, clock = Path(folder), SetClock()
        url = f"sqlite:///{data / 'lms.db'}"
        shelf = Path(__file__).parents[1] / "shelf"
        config = Config(data=data, database_url=url, secret_key="k" * 32, base_url="http://localhost", content=shelf)
        database = Database(url)
        give_tables(database)
        sync(database, shelf, clock.now())
        app = create_app(config, clock=clock, database=database)
        sys.stdout.write(try_all(Installation(app, database, clock, config)).csv())
        database.dispose()


if __name__ == "__main__":
    main()
