"""Platforms as an administrator keeps them: added, changed, switched off, removed, tried; and addresses to register."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from lms.doors.lti import passing
from lms.doors.lti.models import (
    LtiContext,
    LtiDeployment,
    LtiInvitation,
    LtiLearner,
    LtiLink,
    LtiPlatform,
    LtiUser,
    LtiVisit,
)
from lms.doors.partners.deliveries import forget_partner
from lms.doors.partners.registry import Connection
from lms.kernel.permissions import Actor, scope_of
from lms.people.models import SignIn
from lms.people.sessions import LAUNCHED

OPEN_FOR: Final = timedelta(hours=24)


class Taken(ValueError):
    """Another row has this issuer and client id already; one pair belongs to one organisation."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What hangs on a platform."""

    people: int
    courses: int
    activities: int


def add(
    session: Session, organisation: UUID, values: dict[str, Any], deployments: Sequence[str], now: datetime
) -> LtiPlatform:
    """Add a platform. Raises Taken."""
    _check_free(session, values["issuer"], values["client_id"], None)
    made = LtiPlatform(organisation_id=organisation, created_at=now, **values)
    session.add(made)
    session.flush()
    set_deployments(session, made, deployments)
    return made


def change(session: Session, platform: LtiPlatform, values: dict[str, Any], deployments: Sequence[str]) -> None:
    """Change a platform; where its keys are read from changed, they are read anew. Raises Taken."""
    _check_free(session, values["issuer"], values["client_id"], platform.id)
    if values["key_set_url"] != platform.key_set_url:
        platform.key_set = platform.key_set_at = None
    for name, value in values.items():
        setattr(platform, name, value)
    set_deployments(session, platform, deployments)


def set_deployments(session: Session, platform: LtiPlatform, wanted: Sequence[str]) -> None:
    """Make known what is named and is not yet; one that things hang on stays, though it is named no more."""
    known = {each.deployment: each for each in deployments_of(session, platform)}
    for name in dict.fromkeys(wanted):
        if name not in known:
            session.add(
                LtiDeployment(organisation_id=platform.organisation_id, platform_id=platform.id, deployment=name)
            )
    for name, row in known.items():
        used = select(LtiContext.id).where(LtiContext.deployment_id == row.id).limit(1)
        if name not in wanted and session.scalar(used) is None:
            session.delete(row)
    session.flush()


def deployments_of(session: Session, platform: LtiPlatform) -> list[LtiDeployment]:
    """Return a platform's deployments by name."""
    mine = select(LtiDeployment).where(LtiDeployment.platform_id == platform.id)
    return list(session.scalars(mine.order_by(LtiDeployment.deployment)))


def switch(session: Session, platform: LtiPlatform, *, on: bool) -> None:
    """Switch a platform on, or off: then its visits end at once. What it was not told yet is wanted anew when it is on,
    however long that takes."""
    platform.active = on
    passing.want_anew(session, platform.id)
    if not on:
        _end_visits(session, platform)


def remove(session: Session, platform: LtiPlatform) -> None:
    """Remove a platform and all that hangs on it. People stay, and what they did here."""
    _end_visits(session, platform)
    forget_partner(session, platform.id)
    deployments = select(LtiDeployment.id).where(LtiDeployment.platform_id == platform.id)
    links = select(LtiLink.id).where(LtiLink.deployment_id.in_(deployments))
    contexts = select(LtiContext.id).where(LtiContext.deployment_id.in_(deployments))
    for statement in (
        delete(LtiLearner).where(LtiLearner.link_id.in_(links)),
        delete(LtiVisit).where(LtiVisit.context_id.in_(contexts)),
        delete(LtiLink).where(LtiLink.deployment_id.in_(deployments)),
        delete(LtiContext).where(LtiContext.deployment_id.in_(deployments)),
        delete(LtiDeployment).where(LtiDeployment.platform_id == platform.id),
        delete(LtiUser).where(LtiUser.platform_id == platform.id),
        delete(LtiPlatform).where(LtiPlatform.id == platform.id),
    ):
        session.execute(statement.execution_options(synchronize_session=False))
    session.expire_all()


def figures(session: Session, platform: LtiPlatform) -> Figures:
    """Return what hangs on a platform."""
    links = select(func.count()).select_from(LtiLink).join(LtiDeployment, LtiDeployment.id == LtiLink.deployment_id)
    courses = (LtiContext.platform_id == platform.id, LtiContext.context != "")
    return Figures(
        session.scalar(select(func.count()).where(LtiUser.platform_id == platform.id)) or 0,
        session.scalar(select(func.count()).where(*courses)) or 0,
        session.scalar(links.where(LtiDeployment.platform_id == platform.id)) or 0,
    )


def invite(session: Session, organisation: UUID, now: datetime) -> str:
    """Return the secret of a new address at which one platform may register itself within a day."""
    session.execute(delete(LtiInvitation).where(LtiInvitation.expires_at <= now))
    token = secrets.token_urlsafe(32)
    session.add(
        LtiInvitation(organisation_id=organisation, token_hash=hashed(token), made_at=now, expires_at=now + OPEN_FOR)
    )
    return token


def hashed(token: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def connections(session: Session, actor: Actor) -> Sequence[Connection]:
    """Return an organisation's platforms for the overview of doors."""
    mine = select(LtiPlatform).where(scope_of(LtiPlatform, actor)).order_by(LtiPlatform.name, LtiPlatform.id)
    return [Connection(each.id, each.name, each.issuer, each.active) for each in session.scalars(mine)]


def _check_free(session: Session, issuer: str, client_id: str, own: UUID | None) -> None:
    there = session.scalar(
        select(LtiPlatform.id).where(LtiPlatform.issuer == issuer, LtiPlatform.client_id == client_id)
    )
    if there is not None and there != own:
        raise Taken


def _end_visits(session: Session, platform: LtiPlatform) -> None:
    contexts = select(LtiContext.id).where(LtiContext.platform_id == platform.id)
    visits = delete(SignIn).where(SignIn.door == LAUNCHED, SignIn.context_id.in_(contexts))
    session.execute(visits.execution_options(synchronize_session=False))
