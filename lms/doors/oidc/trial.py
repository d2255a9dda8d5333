"""Trying a connection in the administrator's own browser: what the provider says, and what would come of it."""

from __future__ import annotations

from uuid import UUID

from flask.typing import ResponseReturnValue

from lms.doors.oidc import accounts
from lms.doors.oidc.accounts import Known
from lms.doors.oidc.answering import page, sent_there
from lms.doors.oidc.flow import TRY, Begun
from lms.doors.oidc.models import DOOR, OidcConnection
from lms.doors.oidc.refusing import FOR_ADMINISTRATOR, Refusal
from lms.doors.oidc.tokens import Claims
from lms.doors.partners import log
from lms.doors.partners.models import IN
from lms.kernel.permissions import Role, allow
from lms.web.context import actor, database, db, my, now
from lms.web.visitors import visitor


@allow(Role.ADMIN)
def begin(connection: UUID) -> ResponseReturnValue:
    """Send me to the provider as anybody would be, to see what comes back; nobody is signed in by it."""
    found = my(OidcConnection).where(OidcConnection.id == connection).one_or_404()
    return sent_there(found, TRY, "", actor().person_id)


def show(connection: OidcConnection, begun: Begun, claims: Claims) -> ResponseReturnValue:
    """Show the names of what the provider said, and what would have come of it."""
    who = visitor()
    is_mine = who is not None and who.actor.person_id == begun.person and Role.ADMIN in who.actor.roles
    if who is None or not is_mine or who.actor.organisation_id != connection.organisation_id:
        raise Refusal("signed-out")
    known = Known.of(connection, claims)
    verdict = accounts.verdict(db(), connection, known)
    log.note_now(
        database(), connection.organisation_id, DOOR, IN, "trial", now(), partner=connection.id,
        person=who.actor.person_id, told=f"{verdict}; {' '.join(sorted(claims))}",
    )  # fmt: skip
    return page(
        "tried",
        connection=connection,
        names=sorted(claims),
        known=known,
        verdict=verdict,
        remedies=FOR_ADMINISTRATOR,
    )
