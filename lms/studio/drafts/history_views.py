"""The history of a draft: who changed what, and taking it back."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.kernel.permissions import Role, allow
from lms.studio.drafts import undoing
from lms.studio.drafts.files import Conflict
from lms.studio.drafts.held import draft_or_404
from lms.studio.drafts.history import PAGE, Span, acts, marked, undone_acts
from lms.studio.drafts.models import Draft, DraftChange
from lms.studio.drafts.outline import titles_of
from lms.studio.drafts.paths import is_text
from lms.studio.drafts.people import names_of
from lms.studio.drafts.wording import place_words, words_of
from lms.web.context import actor, db, now
from lms.web.forms import Confirmation
from lms.web.shell import wants_json


@allow(Role.TRAINER)
def history(draft: UUID) -> ResponseReturnValue:
    """Show what was done, newest first."""
    found = draft_or_404(draft)
    before = request.args.get("before", type=int)
    listed = acts(db(), found, before)
    names = names_of(db(), actor(), [*(each.person_id for each in listed), found.made_by_id])
    titles = titles_of(db(), found)
    older = listed[-1].number if listed and listed[-1].number > 1 and len(listed) >= PAGE else None
    return render_template(
        "studio/drafts/history.html", draft=found, acts=listed, names=names, older=older, said=words_of,
        place=partial(place_words, titles=titles), form=Confirmation(),
    )  # fmt: skip


@allow(Role.TRAINER)
def act(draft: UUID, number: int) -> ResponseReturnValue:
    """Show one act with what it changed."""
    return _act(draft_or_404(draft), number)


def _act(draft: Draft, number: int, error: str = "", status: int = 200) -> ResponseReturnValue:
    rows = undoing.rows_of(db(), draft, number)
    names = names_of(db(), actor(), (row.person_id for row in rows))
    titles = titles_of(db(), draft)
    shown = [(row, place_words(row.path, row.part, titles), _marked(row)) for row in rows]
    return render_template(
        "studio/drafts/act.html", draft=draft, number=number, rows=shown, names=names, said=words_of(rows[0].what),
        undone=number in undone_acts(db(), draft), error=error, form=Confirmation(),
    ), status  # fmt: skip


def _marked(row: DraftChange) -> list[Span]:
    return marked(_text(row.before), _text(row.after)) if is_text(row.path) else []


def _text(content: bytes | None) -> str:
    return "" if content is None else content.decode("utf-8", "replace")


@allow(Role.TRAINER)
def undo(draft: UUID, number: int) -> ResponseReturnValue:
    """Take one act back; taking that back does it again."""
    found = draft_or_404(draft)
    try:
        done = undoing.undo(db(), found, actor(), number, now())
    except Conflict as conflict:
        return _in_the_way(found, number, conflict)
    if wants_json():
        return {"number": done}
    flash(_("Taken back. You find both in the history."))
    return redirect(request.form.get("back") == "history" and url_for("drafts.history", draft=found.id)
                    or url_for("drafts.outline", draft=found.id), 303)  # fmt: skip


@allow(Role.TRAINER)
def restore(draft: UUID, number: int, position: int) -> ResponseReturnValue:
    """Make one part what it was before a change, over what came later in it."""
    found = draft_or_404(draft)
    try:
        undoing.restore(db(), found, actor(), number, position, now())
    except Conflict as conflict:
        return _in_the_way(found, number, conflict)
    flash(_("The earlier text is back. What stood there is in the history."))
    return redirect(url_for("drafts.history", draft=found.id), 303)


def _in_the_way(draft: Draft, number: int, conflict: Conflict) -> ResponseReturnValue:
    clash = conflict.clashes[0]
    person = clash.locked_by or clash.person_id
    name = names_of(db(), actor(), [person]).get(person, "") if person is not None else ""
    if clash.locked_by is not None:
        error = _("%(name)s is writing there at the moment.", name=name or _("A colleague"))
    else:
        error = _("%(name)s changed this again later. You can bring the earlier text back over it.",
                  name=name or _("A colleague"))  # fmt: skip
    if wants_json():
        return {"error": error}, 409
    return _act(draft, number, error, 409)
