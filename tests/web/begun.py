"""What every visitor of the role table has begun: an attempt, a self-assessment, a drill, a scenario, a case."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from lms.kernel import ledger
from lms.kernel.ledger import Job
from lms.learning.models import Attempt
from lms.people.models import Person
from tests.support.company import MODULE, Company
from tests.support.player import Player
from tests.support.sitter import Sitter

QUIZ_PAGE, QUIZ_BLOCK = "03-what-losing-them-costs", "quiz"
TOOL = "cost-of-churn"


def failed_job(company: Company) -> UUID:
    """Return a job of the company's that has failed for good."""
    with company.installation.database.writing() as session:
        now, key = company.installation.clock.now(), company.marker
        ledger.enqueue(session, "people.housekeeping", now=now, key=key, organisation_id=company.organisation.id)
        job = session.scalars(select(Job).where(Job.key == key)).one()
        job.state = ledger.FAILED
        return job.id


def scenario(company: Company, person: Person) -> str:
    """Return the id of a scenario that this person keeps."""
    location = company.browser(person).post(f"/tools/{TOOL}/scenarios", {"name": "Mine"}).location
    return location.rstrip("/").rpartition("/")[2]


def case(company: Company, person: Person) -> str:
    """Return the id of a business case that this person keeps."""
    location = company.browser(person).post("/tools/business-cases", {"name": "Mine", "what": "To try it."}).location
    return location.partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2]


def attempt(company: Company, person: Person) -> str:
    """Return the id of an attempt that this person has begun."""
    browser = company.browser(person)
    browser.post(f"/learn/{MODULE}/{QUIZ_PAGE}/{QUIZ_BLOCK}/attempts")
    with company.installation.database.reading() as session:
        return str(session.scalars(select(Attempt.id).where(Attempt.person_id == person.id)).one())


def play(company: Company, person: Person) -> str:
    """Return the id of a play in which this person has decided once."""
    return Player(company, person, company.browser(person)).play("say-no").rpartition("/")[2]


def sitting(company: Company, person: Person) -> str:
    """Return the id of a self-assessment that this person has begun."""
    return Sitter(company, person, company.browser(person)).begin().partition(":")[2]
