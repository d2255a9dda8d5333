"""What has to be known to a process that serves or works: loading this module declares jobs, checks and listeners."""

from __future__ import annotations

from typing import Final

from sqlalchemy import update
from sqlalchemy.orm import Session

from lms.assigning.reminding import deciding, planning
from lms.kernel.outbox import AWAY, WAITING, Mail
from lms.learning.recall import by_mail
from lms.people.changes import PeopleChanged, on_people_changed

JOBS: Final = (planning.NAME, planning.OF_ONE)
"""The names of the jobs of this room."""
CHECKS: Final = (deciding.verdicts, by_mail.parts)
"""What is declared elsewhere and loaded here."""
ABSENCE: Final = frozenset({"away_from", "away_until"})


@on_people_changed
def ask_again(session: Session, news: PeopleChanged) -> None:
    """Have mails that wait for somebody's return asked about now: they may be back, or away for longer."""
    if news.fields.isdisjoint(ABSENCE):
        return
    held = [Mail.organisation_id == news.organisation_id, Mail.state == WAITING, Mail.why == AWAY]
    if news.person_ids is not None:
        held.append(Mail.person_id.in_(news.person_ids))
    session.execute(update(Mail).where(*held).values(due=news.at).execution_options(synchronize_session=False))
