"""Arriving: one transaction that uses a launch up, keeps from where and by whom it came, and opens the session.

The launch is used up by the unique key of its issuer and nonce, so that of any number of copies one opens a session.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.doors.lti.checking import KEPT_AFTER
from lms.doors.lti.claims import Launch, address
from lms.doors.lti.launching import Checked
from lms.doors.lti.matching import person_of
from lms.doors.lti.models import (
    ADDRESS,
    LtiContext,
    LtiDeployment,
    LtiLearner,
    LtiLink,
    LtiNonce,
    LtiPlatform,
    LtiVisit,
)
from lms.doors.lti.refusing import Refused
from lms.doors.lti.tool_conf import may_launch
from lms.doors.partners import log
from lms.doors.partners.models import IN
from lms.kernel.database import Database, insert
from lms.kernel.ids import new_id
from lms.people import sessions
from lms.people.models import Person

TRIES: Final = 4
SEEN_EVERY: Final = timedelta(minutes=1)
NO_COURSE: Final = ""
"""The context of launches that name none."""


@dataclass(frozen=True)
class Arrived:
    """Somebody is in: their session's token, from which course and by which activity (None where one is chosen)."""

    person: Person
    token: str
    context: LtiContext
    link: LtiLink | None
    is_instructor: bool


Then = Callable[[Session, Launch, Arrived], None]
"""What else a message does, in the same transaction; it may refuse."""


def arrive(database: Database, checked: Checked, now: datetime, then: Then | None = None) -> Arrived:
    """Let a checked launch in. Raises Refused where it was used before, and KnownAlready."""
    for left in reversed(range(TRIES)):
        try:
            with database.writing() as session:
                return _arrive(session, checked, now, then)
        except IntegrityError:  # two launches made the same course, link or person at once: the next try finds it
            if not left:
                raise
    raise AssertionError("the last try returns or raises")


def _arrive(session: Session, checked: Checked, now: datetime, then: Then | None) -> Arrived:
    launch = checked.launch
    if not use_up(session, launch, checked.until):
        raise Refused("used", "nonce: this launch was used before.")
    deployment = _deployment(session, launch, now)
    context = _context(session, launch, deployment)
    link = _link(session, launch, deployment, context)
    person = person_of(session, launch, now)
    _visit(session, launch, context, link, person, now)
    if link is not None and not launch.is_instructor:
        _learner(session, launch, link, person, now)
    token = sessions.open_session(session, person, now, door=sessions.LAUNCHED, context=context.id)
    arrived = Arrived(person, token, context, link, launch.is_instructor)
    if then is not None:
        then(session, launch, arrived)
    told = f"{launch.message_type}, {context.label or context.title or context.context}"
    ids: dict[str, Any] = {"partner": launch.platform.id, "person": person.id}
    log.note(session, launch.platform.organisation_id, "lti", IN, "launch", now, told=told, **ids)
    return arrived


def use_up(session: Session, launch: Launch, until: datetime) -> bool:
    """Return whether this is the first use of a launch; the row that says so goes with the caller's transaction."""
    row = {"issuer": launch.platform.issuer, "nonce": launch.nonce, "expires_at": until + KEPT_AFTER}
    unique = [LtiNonce.issuer, LtiNonce.nonce]
    statement = insert(session, LtiNonce).values(row).on_conflict_do_nothing(index_elements=unique)
    return session.scalars(statement.returning(LtiNonce.nonce)).first() is not None


def _deployment(session: Session, launch: Launch, now: datetime) -> LtiDeployment:
    """Return where a launch came from, known or made known; the platform stays as it is until the commit.

    It is locked once, as strongly as will be needed: of two that held it lightly and then both wanted more, each would
    wait for the other. Where the deployment is not known yet, one launch looks after the other.
    """
    mine = select(LtiDeployment).where(
        LtiDeployment.platform_id == launch.platform.id, LtiDeployment.deployment == launch.deployment
    )
    found = session.scalars(mine).first()
    lock: Any = True if found is None else {"key_share": True, "read": True}
    platform = session.get(LtiPlatform, launch.platform.id, with_for_update=lock)
    if platform is None or not platform.active:
        raise Refused("unknown", "The platform was removed or switched off.", status=403)
    if platform.last_launch_at is None or now - platform.last_launch_at > SEEN_EVERY:
        platform.last_launch_at = now
    found = found or session.scalars(mine).first()
    if found is not None:
        return found
    if not may_launch(session, launch.platform, launch.deployment):
        raise Refused("deployment", f"deployment_id: {launch.deployment[:60]!r} is not known. Add it to the platform.")
    made = LtiDeployment(
        organisation_id=launch.platform.organisation_id, platform_id=launch.platform.id, deployment=launch.deployment
    )
    session.add(made)
    session.flush()
    return made


def _context(session: Session, launch: Launch, deployment: LtiDeployment) -> LtiContext:
    named = launch.context
    identity = named.id if named is not None else NO_COURSE
    mine = (LtiContext.deployment_id == deployment.id, LtiContext.context == identity)
    found = session.scalars(select(LtiContext).where(*mine)).first()
    if found is None:
        found = LtiContext(
            organisation_id=deployment.organisation_id,
            platform_id=deployment.platform_id,
            deployment_id=deployment.id,
            context=identity,
        )
        session.add(found)
    if named is not None:
        _set(found, label=named.label or found.label or "", title=named.title or found.title or "")
    _set(found, memberships_url=launch.memberships_url or found.memberships_url)
    session.flush()
    return found


def _link(session: Session, launch: Launch, deployment: LtiDeployment, context: LtiContext) -> LtiLink | None:
    named = launch.link
    if named is None:
        return None
    mine = (LtiLink.deployment_id == deployment.id, LtiLink.resource_link == named.id)
    found = session.scalars(select(LtiLink).where(*mine)).first()
    if found is None:
        found = LtiLink(organisation_id=deployment.organisation_id, deployment_id=deployment.id, resource_link=named.id)
        session.add(found)
    _set(
        found,
        context_id=context.id,
        title=named.title or found.title or "",
        target=launch.target or found.target or "",
        line_item_url=address(launch.grades.get("lineitem")),
        line_items_url=address(launch.grades.get("lineitems")),
        scopes=_scopes(launch),
    )
    session.flush()
    return found


def _scopes(launch: Launch) -> str:
    given = launch.grades.get("scope")
    words = [each for each in given if isinstance(each, str) and each.isprintable()] if isinstance(given, list) else []
    return " ".join(words)[:ADDRESS]


def _visit(
    session: Session, launch: Launch, context: LtiContext, link: LtiLink | None, person: Person, now: datetime
) -> None:
    mine = (LtiVisit.context_id == context.id, LtiVisit.person_id == person.id)
    found = session.scalars(select(LtiVisit).where(*mine)).first()
    if found is None:
        found = LtiVisit(
            organisation_id=context.organisation_id, context_id=context.id, person_id=person.id, first_at=now
        )
        session.add(found)
    found.last_at, found.is_instructor = now, launch.is_instructor
    found.link_id = link.id if link is not None else found.link_id
    session.flush()


def _learner(session: Session, launch: Launch, link: LtiLink, person: Person, now: datetime) -> None:
    row = {
        "id": new_id(),
        "organisation_id": link.organisation_id,
        "link_id": link.id,
        "person_id": person.id,
        "subject": launch.subject,
        "first_at": now,
    }
    statement = insert(session, LtiLearner).values(row)
    unique = [LtiLearner.link_id, LtiLearner.person_id]
    told = {"subject": statement.excluded.subject}
    session.execute(statement.on_conflict_do_update(index_elements=unique, set_=told))


def _set(row: Any, **values: str | UUID | None) -> None:
    """Change only what differs, so that a launch like the last one writes nothing here."""
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
