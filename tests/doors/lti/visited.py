"""A platform for tests that look at addresses alone: nobody listens where it leads."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from lms.doors.lti import platforms
from lms.doors.lti.models import LtiContext, LtiDeployment, LtiUser, LtiVisit
from lms.kernel.ids import new_id
from lms.people.models import Person
from tests.support.company import Company
from tests.web.asked import Asked

NOWHERE = "http://127.0.0.1:9"
"""Nobody listens there, and a test that asks all the same is refused at once."""


def put_platform(company: Company, name: str = "A platform") -> UUID:
    """Connect a platform; return its id."""
    installation = company.installation
    values: dict[str, Any] = {"name": name, "issuer": f"{NOWHERE}/{new_id()}", "client_id": "us"}
    values |= {"login_url": f"{NOWHERE}/auth", "token_url": f"{NOWHERE}/token", "key_set_url": f"{NOWHERE}/jwks"}
    with installation.database.writing() as session:
        return platforms.add(session, company.organisation.id, values, ["1"], installation.clock.now()).id


def tie(company: Company, person: Person, subject: str, platform: UUID | None = None) -> UUID:
    """Let a platform know somebody, who has come from a course of it; return the id of the connection."""
    installation = company.installation
    platform_id, now = platform or put_platform(company), installation.clock.now()
    of = {"organisation_id": company.organisation.id}
    with installation.database.writing() as session:
        deployment = session.scalars(select(LtiDeployment).where(LtiDeployment.platform_id == platform_id)).one()
        course = LtiContext(**of, platform_id=platform_id, deployment_id=deployment.id, context=str(new_id()))
        session.add(course)
        session.flush()
        tied = LtiUser(**of, platform_id=platform_id, subject=subject, person_id=person.id, linked_at=now)
        visit = LtiVisit(**of, context_id=course.id, person_id=person.id, first_at=now, last_at=now)
        session.add_all([tied, visit])
        session.flush()
        return tied.id


def asked_of(platform: str, tied: str, marker: str) -> list[Asked]:
    """Return what an administrator does with a platform, and a person with who they are there."""
    every = "/admin/doors/lti"
    one = f"{every}/{platform}"
    form = {"name": f"Platform {marker}", "issuer": f"{NOWHERE}/{marker}", "client_id": "us", "deployments": "1"}
    form |= {"login_url": f"{NOWHERE}/auth", "token_url": f"{NOWHERE}/token", "key_set_url": f"{NOWHERE}/jwks"}
    return [
        *(Asked("GET", each) for each in (every, f"{every}/new", one, f"{one}/removal")),
        Asked("POST", one, form={**form, "new_deployments": "none"}),
        Asked("POST", f"{one}/trial", form={}),
        Asked("POST", f"{one}/switch", form={"on": "yes"}),
        Asked("POST", f"/me/platforms/{tied}/removal", form={}),
        Asked("POST", f"{one}/removal", form={}),
    ]
