"""The mails somebody got, as they see them: each with how it stands and, in a sentence, why it came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from flask_babel import format_date
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.assignment_pages.saying import gettext as _
from lms.assigning.assignments.models import Assigned
from lms.assigning.curricula.models import Curriculum
from lms.assigning.reminding.effects import said_step_words
from lms.assigning.reminding.kinds import ESCALATION, INVITATION, LETTERS, RECALL, REPORT
from lms.assigning.reminding.log import PAGE, Line, listed, read_line
from lms.assigning.reminding.models import Reminder
from lms.kernel.ids import read_id
from lms.kernel.outbox import Mail
from lms.kernel.permissions import Actor, scope_of
from lms.web.languages import local


def own(session: Session, actor: Actor, now: datetime, after: str | None) -> tuple[Sequence[Line], UUID | None]:
    """Return one page of the actor's mails, the newest first, and the id to go on after or None; one query."""
    query = listed().where(Mail.person_id == actor.person_id)
    begin = read_id(after or "")
    if begin is not None:
        query = query.where(Mail.id < begin)
    rows = session.execute(query.order_by(Mail.id.desc()).limit(PAGE + 1)).all()
    page = [read_line(row, now) for row in rows[:PAGE]]
    return page, page[-1].id if len(rows) > PAGE else None


def why(session: Session, actor: Actor, lines: Sequence[Line]) -> Mapping[UUID, str]:
    """Return why each of the actor's own mails came, in a sentence or two; two queries at most."""
    given = _given(session, actor, {each for line in lines if (each := _row_of(line)) is not None})
    said = _said(session, actor, {line.about for line in lines if line.kind in LETTERS and line.about is not None})
    plain = {
        ESCALATION: _("Somebody who reports to you has something open past its date. You are told once about each."),
        RECALL: _("Questions of modules you have finished wait for you. You can end these below."),
        REPORT: _("A report that comes to you regularly. You can end these below."),
    }
    return {
        line.id: given.get(_row_of(line)) or (said.get(line.about) if line.about else None) or plain.get(line.kind, "")
        for line in lines
    }


def _row_of(line: Line) -> UUID | None:
    return read_id(line.key) if line.kind == INVITATION else None


def _given(session: Session, actor: Actor, rows: set[UUID]) -> dict[UUID | None, str]:
    """Return what was given with each of these rows of the actor's."""
    if not rows:
        return {}
    found = session.execute(
        select(Assigned.id, Assigned.created_at, Curriculum.title)
        .join(Curriculum, Curriculum.id == Assigned.curriculum_id)
        .where(Assigned.id.in_(rows), Assigned.person_id == actor.person_id)
    )
    return {
        row.id: _(
            "“%(title)s” was given to you on %(day)s. One first mail tells you of it.",
            title=local(row.title),
            day=format_date(row.created_at, "long"),
        )
        for row in found
    }


def _said(session: Session, actor: Actor, letters: set[UUID]) -> dict[UUID | None, str]:
    """Return what the reminders of each of these letters said to the actor, one sentence for each."""
    if not letters:
        return {}
    rows = session.execute(
        select(Reminder, Curriculum.title)
        .join(Assigned, Assigned.id == Reminder.assigned_id)
        .join(Curriculum, Curriculum.id == Assigned.curriculum_id)
        .where(Reminder.letter.in_(letters), scope_of(Reminder, actor), Reminder.person_id == actor.person_id)
        .order_by(Reminder.due, Reminder.id)
    ).all()
    found: dict[UUID | None, str] = {}
    for reminder, title in rows:
        sentence = _("“%(title)s” was open for you: %(step)s.", title=local(title), step=said_step_words(reminder))
        found[reminder.letter] = f"{found[reminder.letter]} {sentence}" if reminder.letter in found else sentence
    return found
