"""The endpoint of saving."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from lms.answers import saving
from lms.answers.contexts import Refusal
from lms.answers.sent import LARGEST, read_body
from lms.kernel.permissions import MEMBERS, allow
from lms.web.context import actor, database, db, now, secret


@allow(*MEMBERS)
def save() -> ResponseReturnValue:
    """Take a list of answers; 200 is sent only after the commit is synced to disk."""
    if request.mimetype != "application/json":
        return _refused(Refusal("body", "is sent as application/json", status=415))
    try:
        sent = read_body(request.stream.read(LARGEST + 1))
        outcome = saving.save(db(), actor(), sent, secret(), now())
    except Refusal as refusal:
        if refusal.then is not None:
            db().rollback()
            with database().writing() as session:
                refusal.then(session)
        return _refused(refusal)
    return {"saved": outcome.saved, "conflicts": outcome.conflicts}


def _refused(refusal: Refusal) -> ResponseReturnValue:
    return {"errors": [{"field": refusal.field, "reason": refusal.reason}]}, refusal.status
