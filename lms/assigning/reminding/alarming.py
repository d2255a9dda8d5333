"""What HR's other pages say of reminders: the alarm that none went out, and how many late people had none yet."""

from __future__ import annotations

from uuid import UUID

from lms.assigning.reminding import by_hand, watching
from lms.assigning.reminding.watching import Alarm
from lms.web.context import actor, db, now


def mail_alarm() -> Alarm | None:
    """Return what is to be said in the alarm over the page in hand; None where mails go out."""
    return watching.alarm(db(), actor().organisation_id, now())


def left_to_remind(curriculum: UUID | None = None) -> int:
    """Return how many people are late, with one curriculum or any, and had no reminder since they are."""
    return by_hand.waiting(db(), actor().organisation_id, now(), curriculum)
