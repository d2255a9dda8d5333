"""A platform with a gradebook as Moodle keeps it, a course of it that is connected here, and its learners.

A score whose stamp is not later than the one it has is refused with 409, as the standard wants it.
"""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import select

from lms.doors.lti import keys
from lms.doors.lti.models import LtiContext, LtiDeployment, LtiLearner, LtiLink, LtiPlatform
from lms.doors.lti.service_calls import LINE_ITEM, SCORE
from lms.doors.lti.service_models import LtiChoice, LtiResult
from lms.doors.partners import deliveries
from lms.doors.partners.models import Delivery
from lms.kernel import ledger
from lms.kernel.ids import new_id
from lms.people.models import Person
from tests.doors.lti.platform import Asked, Platform, Reply
from tests.support.company import MODULE, Company
from tests.support.installation import Installation
from tests.support.working import do_jobs

JOBS = ("lti.results", deliveries.NAME)
TROUBLES = ("500", "503", "429", "lost", "drop", "lost")


@dataclass
class Gradebook(Platform):
    """Such a platform. `book`: {(path of the column, user): (score, stamp)}; `taken`: each that was written, in order.

    `lax`: it takes any stamp (the negative control of the stamps).
    """

    book: dict[tuple[str, str], tuple[float, str]] = field(default_factory=dict)
    taken: list[tuple[str, float, str]] = field(default_factory=list)
    lax: bool = False

    def _score(self, asked: Asked) -> Reply:
        status, body, headers = super()._score(asked)
        told = asked.json()
        place = asked.path.removesuffix("/scores"), told["userId"]
        if status != 200:
            return status, body, headers
        if place in self.book and self.book[place][1] >= told["timestamp"] and not self.lax:
            return 409, {"error": "older"}, {}
        self.book[place] = told["scoreGiven"], told["timestamp"]
        self.taken.append((told["userId"], told["scoreGiven"], told["timestamp"]))
        return status, body, headers

    def scores_of(self, path: str = "/lineitems/1/lineitem") -> dict[str, float]:
        """Return {user: score} of a column."""
        return {user: score for (item, user), (score, _stamp) in self.book.items() if item == path}


def at_random(seed: int, share: float = 0.4, hangs: int = 0) -> Any:
    """Return a trouble that hits a share of the requests, `hangs` of them at most by never answering."""
    chance, guard, left = random.Random(seed), threading.Lock(), [hangs]  # noqa: S311 - the same fates each time

    def trouble(_asked: Asked) -> str:
        with guard:
            if chance.random() >= share:
                return ""
            found = chance.choice((*TROUBLES, "hang"))
            if found == "hang":
                left[0] -= 1
            return found if found != "hang" or left[0] >= 0 else "500"

    return trouble


@dataclass
class Course:
    """One course of a platform with one activity, connected with a company. `path`: of the activity's column."""

    company: Company
    book: Gradebook
    target: str = f"module:{MODULE}"
    item: str | None = "/lineitems/1/lineitem"
    question: str = ""
    scopes: str = f"{SCORE} {LINE_ITEM}"
    number: str = "1"
    platform: UUID = field(init=False)
    link: UUID = field(init=False)
    context: UUID = field(init=False)

    def __post_init__(self) -> None:
        """Connect it."""
        keys.ensure_key(self.installation.database, self.secret, self.installation.clock.now())
        with self.installation.database.writing() as session:
            self.book.tool_keys = keys.key_set(session)["keys"]
            of = {"organisation_id": self.company.organisation.id}
            platform = session.scalar(select(LtiPlatform).where(LtiPlatform.issuer == self.book.issuer))
            if platform is None:
                platform = self._platform(of)
                session.add(platform)
                session.flush()
            deployment = LtiDeployment(**of, platform_id=platform.id, deployment=self.number)
            session.add(deployment)
            session.flush()
            context = LtiContext(**of, platform_id=platform.id, deployment_id=deployment.id, context="course-1")
            context.title, context.memberships_url = "Leading with loyalty", self.book.url("/members")
            session.add(context)
            session.flush()
            link = LtiLink(**of, deployment_id=deployment.id, context_id=context.id, resource_link="link-1")
            link.target, link.title, link.scopes = self.target, "Loyalty", self.scopes
            link.line_items_url = self.book.url("/lineitems") + self.question
            if self.item is not None:
                link.line_item_url = self.book.url(self.item) + self.question
                self.book.line_items.setdefault(self.item, {"scoreMaximum": 100, "label": "Loyalty"})
            session.add(link)
            session.flush()
            self.platform, self.link, self.context = platform.id, link.id, context.id

    @property
    def installation(self) -> Installation:
        """Return where it is connected."""
        return self.company.installation

    @property
    def secret(self) -> bytes:
        """Return the installation's key."""
        return self.installation.config.secret_key.encode()

    def enrol(self, person: Person, subject: str) -> None:
        """Note that somebody launched the activity as a learner."""
        with self.installation.database.writing() as session:
            session.add(
                LtiLearner(
                    organisation_id=person.organisation_id,
                    link_id=self.link,
                    person_id=person.id,
                    subject=subject,
                    first_at=self.installation.clock.now(),
                )
            )

    def look(self) -> None:
        """Have it looked at what differs, and what is due delivered."""
        with self.installation.database.writing() as session:
            ledger.enqueue(session, "lti.results", now=self.installation.clock.now())
            deliveries.have_delivered(session, self.installation.clock.now())
        do_jobs(self.installation, *JOBS)

    def deliveries(self) -> list[Delivery]:
        """Return what the platform is to be told."""
        with self.installation.database.reading() as session:
            return list(session.scalars(select(Delivery).where(Delivery.partner_id == self.platform)))

    def told(self) -> list[LtiResult]:
        """Return what it was told last."""
        with self.installation.database.reading() as session:
            return list(session.scalars(select(LtiResult).where(LtiResult.link_id == self.link)))

    def sent(self) -> list[Asked]:
        """Return the scores that reached the platform, taken or not."""
        return [each for each in self.book.asked if each.path.endswith("/scores")]

    def _platform(self, of: dict[str, Any]) -> LtiPlatform:
        made = self.book.registered()
        wanted = ("name", "issuer", "client_id", "login_url", "token_url", "key_set_url")
        return LtiPlatform(**of, **{name: made[name] for name in wanted}, created_at=self.installation.clock.now())


def path_of(url: str) -> str:
    """Return the path of an address."""
    return urlsplit(url).path


def learn_elsewhere(company: Company, person: Person) -> None:
    """Let somebody have had a result passed on, and have begun to choose content for a course. Nobody is asked."""
    now, of = company.installation.clock.now(), {"organisation_id": company.organisation.id}
    address = f"https://{company.marker}-{new_id().hex[-6:]}.example"
    with company.installation.database.writing() as session:
        platform = LtiPlatform(**of, name="Moodle", issuer=address, client_id="us", created_at=now)
        platform.login_url = platform.token_url = platform.key_set_url = address
        session.add(platform)
        session.flush()
        deployment = LtiDeployment(**of, platform_id=platform.id, deployment="1")
        session.add(deployment)
        session.flush()
        link = LtiLink(**of, deployment_id=deployment.id, resource_link="1", target=f"module:{MODULE}")
        session.add(link)
        session.flush()
        mine = {**of, "person_id": person.id}
        subject = f"subject-{company.marker}"
        session.add(LtiLearner(**mine, link_id=link.id, subject=subject, first_at=now))
        session.add(LtiResult(**mine, link_id=link.id, score=12.5, sequence=1, wanted_at=now))
        session.add(
            LtiChoice(
                **mine,
                deployment_id=deployment.id,
                token_hash=new_id().hex,
                return_url=address,
                multiple=True,
                scores=True,
                expires_at=now + timedelta(hours=1),
                used_at=now,
            )
        )
