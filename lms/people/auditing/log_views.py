"""The administrator's page of who did what: searched, turned page by page, taken along as a file.

For administrators alone. HR has what was done to a person on that person's page, and to a group or an assignment on
theirs; whom a colleague in HR looked at is not theirs to read, and who watches HR is not HR.
"""

from __future__ import annotations

from datetime import tzinfo
from typing import Final

from flask import render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.kernel.permissions import Role, allow
from lms.kernel.zones import zone_of
from lms.people.auditing import csv_file, log
from lms.people.auditing.log import Wanted, read_wanted
from lms.people.auditing.looking import LOG, note_look, note_opened
from lms.people.auditing.traces import CAPACITIES
from lms.web.context import actor, database, db, now, today
from lms.web.streaming import NoTurn, come_back, sent_in_pieces
from lms.web.visitors import signed_in_visitor

NAMED: Final = 10
"""People of whom each reads that the log was searched for them; a search for more is a look at a list."""


@allow(Role.ADMIN)
def entries() -> ResponseReturnValue:
    """Show who did what, the latest first."""
    wanted = read_wanted(request.args, today())
    _note(wanted)
    lines, following = log.page(db(), actor(), wanted, _zone())
    return render_template(
        "people/audit.html",
        wanted=wanted,
        lines=lines,
        following=following.args() if following else None,
        first=wanted.args(at=None, id=None),
        is_further=wanted.id is not None,
        shows={"all": _("Everything"), "looks": _("Who looked"), "acts": _("What was done")},
        capacities=CAPACITIES,
        at=now(),
    )


@allow(Role.ADMIN)
def entries_csv() -> ResponseReturnValue:
    """Give what was searched for as a file, read in short pieces while it is sent."""
    wanted = read_wanted({**request.args, "at": "", "id": ""}, today())
    _note(wanted, taken=True)
    pieces = stream_with_context(csv_file.pieces(database(), actor(), wanted, _zone()))
    try:
        return sent_in_pieces(pieces, actor().person_id, f"audit-{today().isoformat()}.csv")
    except NoTurn as refused:
        return come_back(refused, url_for("people.audit"))


def _note(wanted: Wanted, *, taken: bool = False) -> None:
    """Note that the log was read, and for whom it was searched."""
    note_look(database(), actor(), _("log of who did what")[:100], now(), taken=taken)
    meant = log.people_meant(db(), actor(), wanted.about, NAMED + 1) if wanted.about else []
    for each in meant if len(meant) <= NAMED else ():
        note_opened(database(), actor(), each, now(), action=LOG)


def _zone() -> tzinfo:
    return zone_of(signed_in_visitor().time_zone)
