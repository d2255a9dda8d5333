"""What learners are told of their results: which platform gets them, and that it gets nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import render_template
from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from lms.doors.lti.framing import in_frame
from lms.doors.lti.models import LtiContext, LtiDeployment, LtiLearner, LtiLink, LtiPlatform
from lms.doors.lti.passing import takes_scores
from lms.kernel.permissions import Actor
from lms.people.sessions import LAUNCHED
from lms.web.context import actor, db
from lms.web.visitors import signed_in_visitor


def passed_on(session: Session, person: Actor, context: UUID | None = None) -> Sequence[Row[str, str, str]]:
    """Return (platform, course, activity) of what of a person's is passed on; of one course where it is given."""
    query = (
        select(LtiPlatform.name, LtiContext.title, LtiLink.title)
        .join(LtiDeployment, LtiDeployment.platform_id == LtiPlatform.id)
        .join(LtiLink, LtiLink.deployment_id == LtiDeployment.id)
        .join(LtiLearner, LtiLearner.link_id == LtiLink.id)
        .outerjoin(LtiContext, LtiContext.id == LtiLink.context_id)
        .where(LtiLearner.person_id == person.person_id, LtiPlatform.active, takes_scores())
        .order_by(LtiPlatform.name, LtiContext.title, LtiLink.title)
    )
    if context is not None:
        query = query.where(LtiLink.context_id == context)
    return session.execute(query).all()


def in_visit() -> str:
    """Return one line for a page in a platform's frame: where the result goes. Empty where it goes nowhere."""
    return _line(aside=True)


def on_module(**_about: Any) -> str:
    """Return the same for a module's page in a window of its own; nobody else's page asks for it."""
    return "" if in_frame() else _line(aside=False)


def about_me() -> str:
    """Return what of mine is passed on, for my own page."""
    rows = passed_on(db(), actor())
    return render_template("lti/passing_about_me.html", rows=rows) if rows else ""


def _line(*, aside: bool) -> str:
    who = signed_in_visitor()
    if who.door != LAUNCHED or who.context_id is None:
        return ""
    rows = passed_on(db(), who.actor, who.context_id)
    return render_template("lti/passing_line.html", platform=rows[0][0], aside=aside) if rows else ""
