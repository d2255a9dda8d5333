"""The demo company's reminders: a ladder that begins seven weeks ahead, and the weekly mail it has sent already."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.assignments.models import Assigned
from lms.assigning.reminding import candidates, letters, planning
from lms.assigning.reminding.contexts import context_of
from lms.assigning.reminding.kinds import LETTERS
from lms.assigning.reminding.ladder import DEFAULT, Kind, Ladder, Step
from lms.assigning.reminding.settings import save_ladder
from lms.demo.days import morning, today_in
from lms.kernel.outbox import FAILED, REFUSED, WAITING, WRITTEN, Mail
from lms.kernel.permissions import Actor
from lms.kernel.post import Post

SEVEN_WEEKS: Final = 49
A_WEEK: Final = timedelta(days=7)
NOWHERE: Final = Post(base_url="", sender="", server="", folder=Path())
"""The company is loaded before anybody knows its address: what these mails link to is said without it."""


def remind(session: Session, hr: Actor, assignment: UUID, now: datetime) -> None:
    """Give the assignment a ladder of its own and write last week's reminders as they went; one address was refused."""
    ladder = Ladder((Step(Kind.BEFORE, SEVEN_WEEKS), *DEFAULT.steps))
    save_ladder(session, hr, assignment, ladder, now)
    looked = morning(today_in(now) - A_WEEK)
    context = context_of(session, hr.organisation_id, NOWHERE)
    come = candidates.found(session, context, ladder, Assigned.assignment_id == assignment, looked)
    letters.say(session, context, planning.said(session, context, come, looked), looked)
    session.flush()
    ours = (Mail.organisation_id == hr.organisation_id, Mail.kind.in_(LETTERS), Mail.state == WAITING, Mail.due <= now)
    for number, mail in enumerate(session.scalars(select(Mail).where(*ours).order_by(Mail.to, Mail.id))):
        mail.attempts = 1
        if number == 0:
            mail.state, mail.why = FAILED, REFUSED
        else:
            mail.state, mail.sent_at = WRITTEN, mail.due
