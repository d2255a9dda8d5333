"""What HR's home needs of the reports: the curriculum assigned last, by department, and counts that are stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.assigning.assignments.dues import Kind
from lms.assigning.assignments.models import DRAFT, Assignment
from lms.assigning.reports import reading
from lms.assigning.reports.asked import Asked
from lms.assigning.reports.asking import CURRICULUM, Question
from lms.assigning.reports.editions import Basis
from lms.assigning.reports.managers import newest_assigned
from lms.assigning.reports.models import CURRICULUM as OF_CURRICULUM
from lms.assigning.reports.models import ReportFigure
from lms.assigning.reports.rows import Report
from lms.kernel.outbox import FAILED, Mail
from lms.kernel.permissions import Actor, scope_of

LATELY: Final = timedelta(days=30)
"""How long a mail that failed is news."""


@dataclass(frozen=True, slots=True)
class Home:
    """`report`: the departments of the top with the curriculum assigned last, None while nothing was; `due`: the one
    day it is due, None where there is none for all; `known`: counts of exceptions that are stored; `mails_failed`."""

    report: Report | None
    due: date | None
    known: Mapping[str, int]
    mails_failed: int
    basis: Basis


def home(session: Session, actor: Actor, now: datetime, language: str) -> Home:
    """Return what HR's home shows of the reports; a handful of queries whatever the number of people."""
    asked = Asked(session, actor, Question(), now, language)
    newest = newest_assigned(asked)
    made, due = None, None
    if newest is not None:
        made = reading.report(session, actor, Question(CURRICULUM, newest, order="-people"), now, language=language)
        due = _due(asked, made)
    return Home(made, due, _known(session, asked.basis), _mails_failed(session, actor, now), asked.basis)


def _due(asked: Asked, report: Report) -> date | None:
    """Return the fixed day of the assignment that gave the curriculum last."""
    given = select(Assignment.due).where(scope_of(Assignment, asked.actor), Assignment.state != DRAFT)
    of_this = given.where(Assignment.curriculum_id == report.question.id)
    rule = asked.session.scalar(of_this.order_by(Assignment.created_at.desc(), Assignment.id.desc()).limit(1))
    fixed = rule is not None and rule.get("kind") == Kind.FIXED and rule.get("on")
    return date.fromisoformat(str(fixed)) if fixed else None


def _known(session: Session, basis: Basis) -> Mapping[str, int]:
    """Return what the stored edition says of exceptions; nothing where they are counted as asked."""
    edition = basis.edition
    if edition is None:
        return {} if basis.ready else {"late": 0, "unreachable": 0}
    of_curricula = (ReportFigure.edition_id == edition.id, ReportFigure.subject == OF_CURRICULUM)
    late = session.scalar(select(func.sum(ReportFigure.late)).where(*of_curricula))
    return {"late": int(late or 0), "unreachable": edition.unreachable}


def _mails_failed(session: Session, actor: Actor, now: datetime) -> int:
    failed = (scope_of(Mail, actor), Mail.state == FAILED, Mail.created_at > now - LATELY)
    return session.scalar(select(func.count()).select_from(Mail).where(*failed)) or 0
