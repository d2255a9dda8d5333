"""What a person's own export adds: their promises opened, and their photographs."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from lms.answers.keys import known_seal
from lms.kernel.permissions import Actor, scope_of
from lms.people.export import opens
from lms.practice.models import PracticePhotograph, Promise, PromiseReport
from lms.practice.photographs import opened as opened_photograph
from lms.practice.promises import opened, opened_why
from lms.web.context import secret


@opens
def practice(session: Session, actor: Actor) -> dict[str, Any]:
    """Return {"promises", "promise_reports", "photographs"}: what is sealed, readable; a photograph as base64."""
    seal = known_seal(session, actor.person_id, secret())
    promises = session.scalars(select(Promise).where(scope_of(Promise, actor)).order_by(Promise.made_at))
    told = session.scalars(select(PromiseReport).where(scope_of(PromiseReport, actor)).order_by(PromiseReport.at))
    pictures = select(PracticePhotograph).where(scope_of(PracticePhotograph, actor))
    return {
        "promises": [{"id": str(each.id), **vars(opened(each, seal))} for each in promises],
        "promise_reports": [
            {"id": str(each.id), "promise": str(each.promise_id), "why": opened_why(each, seal)} for each in told
        ],
        "photographs": [
            {"exercise": str(each.exercise_id), "jpeg": b64encode(opened_photograph(each, seal)).decode()}
            for each in session.scalars(pictures.options(undefer(PracticePhotograph.sealed)))
        ],
    }
