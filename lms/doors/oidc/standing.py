"""Whether a provider answers: one that does not is left alone for half a minute, so that nobody waits for it."""

from __future__ import annotations

from datetime import datetime

from lms.doors.oidc.models import DOOR, OidcConnection
from lms.doors.oidc.refusing import Refusal
from lms.doors.partners import deliveries
from lms.doors.partners.models import PartnerState
from lms.kernel.database import Database


def check_standing(database: Database, connection: OidcConnection, now: datetime) -> bool:
    """Return whether a provider was out of order when last asked; raise Refusal "slow" while it is left alone."""
    with database.reading() as session:
        state = session.get(PartnerState, connection.id)
    if state is not None and state.quiet_until is not None and state.quiet_until > now:
        raise Refusal("slow", state.told, is_news=False)
    return state is not None and state.failing_since is not None


def note_trouble(database: Database, connection: OidcConnection, told: str, now: datetime) -> None:
    """Leave a provider alone for a while."""
    with database.writing() as session:
        deliveries.mark_down(session, connection.id, connection.organisation_id, DOOR, told, now)


def note_answer(database: Database, connection: OidcConnection, now: datetime) -> None:
    """Note that a provider answers again."""
    with database.writing() as session:
        deliveries.mark_answering(session, connection.id, connection.organisation_id, DOOR, now)
