"""The endpoints of saving as one types: parts of a draft's texts, and who has which part in hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from lms.kernel.permissions import Role, allow
from lms.studio.drafts import locks as keeping
from lms.studio.drafts.files import Conflict, Refused, change
from lms.studio.drafts.held import draft_or_404
from lms.studio.drafts.models import Draft
from lms.studio.drafts.people import names_of
from lms.studio.drafts.sent import Malformed, read_edits, read_place, told_clashes, told_refusals, told_saved
from lms.web.context import actor, db, now


@allow(Role.TRAINER)
def save(draft: UUID) -> ResponseReturnValue:
    """Keep parts, all or nothing: 200 what is kept, 409 where somebody was faster, 422 what can never be kept."""
    found = draft_or_404(draft)
    try:
        edits, what = read_edits(request.get_json(silent=True))
        return told_saved(change(db(), found, actor(), edits, what, now()))
    except Malformed as fault:
        return {"error": f"send {fault}"}, 400
    except Conflict as conflict:
        people = (person for each in conflict.clashes for person in (each.person_id, each.locked_by))
        mine = {(edit.path, edit.part): edit.text for edit in edits}
        return told_clashes(conflict.clashes, names_of(db(), actor(), people), mine), 409
    except Refused as refused:
        return told_refusals(refused.refusals), 422


@allow(Role.TRAINER)
def locks(draft: UUID) -> ResponseReturnValue:
    """Take a part in hand, keep it, take it over (`take`) or put it down (`free`); tell who has what."""
    found = draft_or_404(draft)
    given = request.get_json(silent=True)
    sent = given if isinstance(given, dict) else {}
    try:
        place = read_place(sent)
    except Malformed as fault:
        return {"error": f"send {fault}"}, 400
    if sent.get("free"):
        keeping.let_go(db(), found, actor(), *place)
        return _told(found)
    held = keeping.take(db(), found, actor(), *place, now(), over=bool(sent.get("take")))
    return _told(found, [held])


@allow(Role.TRAINER)
def in_hand(draft: UUID) -> ResponseReturnValue:
    """Tell who has what in hand."""
    return _told(draft_or_404(draft))


def _told(draft: Draft, asked: Iterable[keeping.Held] = ()) -> dict[str, Any]:
    every = keeping.in_hand(db(), draft, now())
    names = names_of(db(), actor(), (each.person_id for each in every))
    told = {"locks": [_lock(each, names) for each in every]}
    return {**told, **{key: value for each in asked for key, value in _lock(each, names).items()}}


def _lock(held: keeping.Held, names: dict[UUID, str]) -> dict[str, Any]:
    mine = held.person_id == actor().person_id
    by = names.get(held.person_id, "")
    return {"path": held.path, "part": held.part, "held_by": by, "mine": mine, "until": held.until.isoformat()}
