"""The remarks on a draft, and review links to it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.kernel.ids import read_id
from lms.kernel.permissions import Role, allow
from lms.studio.drafts import comments, reviewing
from lms.studio.drafts.comments import Remark
from lms.studio.drafts.held import draft_or_404
from lms.studio.drafts.models import LONGEST_PART, LONGEST_PATH, Draft, DraftComment
from lms.studio.drafts.outline import titles_of
from lms.studio.drafts.people import names_of
from lms.studio.drafts.wording import place_words
from lms.web.context import actor, config, db, now
from lms.web.forms import Confirmation
from lms.web.shell import wants_json


@allow(Role.TRAINER)
def every(draft: UUID) -> ResponseReturnValue:
    """Show the remarks on a draft; to a script those of one file."""
    found = draft_or_404(draft)
    if wants_json():
        listed = comments.remarks(db(), found, path=request.args.get("path"))
        names = _names(listed)
        return {"comments": [told(each.row, names, each.replies) for each in listed]}
    return _every(found)


def _every(draft: Draft, error: str = "", status: int = 200) -> ResponseReturnValue:
    listed = comments.remarks(db(), draft)
    return render_template(
        "studio/drafts/comments.html", draft=draft, remarks=listed, names=_names(listed),
        place=partial(place_words, titles=titles_of(db(), draft)),
        longest=comments.LONGEST, error=error, form=Confirmation(),
    ), status  # fmt: skip


def _names(listed: Iterable[Remark]) -> dict[UUID, str]:
    people = (person for each in listed for row in (each.row, *each.replies)
              for person in (row.person_id, row.resolved_by_id))  # fmt: skip
    return names_of(db(), actor(), people)


@allow(Role.TRAINER)
def add(draft: UUID) -> ResponseReturnValue:
    """Write a remark or an answer; a script sends JSON and gets the remark back."""
    found = draft_or_404(draft)
    sent = _sent()
    parent = read_id(sent["parent"])
    place = (sent["path"][:LONGEST_PATH], sent["part"][:LONGEST_PART])
    try:
        row = comments.add(
            db(), found, comments.Writer(actor().person_id), sent["text"], now(), place=place, parent=parent
        )
    except comments.Unfit as unfit:
        error = unfit_words(unfit)
        return ({"error": error}, 422) if wants_json() else _every(found, error, 422)
    if wants_json():
        return {"comment": told(row, names_of(db(), actor(), [row.person_id]), ())}, 201
    return redirect(url_for("drafts.comments", draft=found.id, _anchor=f"remark-{row.parent_id or row.id}"), 303)


def _sent() -> dict[str, str]:
    given = request.get_json(silent=True) if request.is_json else request.form
    values: Any = given if isinstance(given, dict) else {}
    return {name: str(values.get(name) or "") for name in ("text", "path", "part", "parent")}


def unfit_words(unfit: comments.Unfit) -> str:
    """Return why a remark cannot be taken."""
    words = {
        "empty": _("Write something first."),
        "long": _("Write at most %(most)d characters.", most=comments.LONGEST),
        "many": _("This draft has as many remarks as it can have."),
    }
    return str(words[str(unfit)])


@allow(Role.TRAINER)
def resolve(draft: UUID, comment: UUID) -> ResponseReturnValue:
    """Say that a remark is dealt with, or open it again."""
    found = draft_or_404(draft)
    given = request.get_json(silent=True) if request.is_json else request.form
    resolved = str(given.get("resolved", "")).lower() in ("true", "1", "yes") if isinstance(given, dict) else False
    comments.resolve(db(), found, actor(), comment, resolved, now())
    if wants_json():
        return {"resolved": resolved}
    return redirect(url_for("drafts.comments", draft=found.id, _anchor=f"remark-{comment}"), 303)


def told(row: DraftComment, names: dict[UUID, str], replies: Iterable[DraftComment]) -> dict[str, Any]:
    """Return a remark as a script is told it; `outside`: it came by a review link."""
    by = row.name if row.link_id else names.get(row.person_id, "") if row.person_id else ""
    return {
        "id": str(row.id), "path": row.path, "part": row.part, "text": row.text or "", "by": by,
        "outside": row.link_id is not None, "at": row.at.isoformat(), "resolved": row.resolved_at is not None,
        "replies": [told(each, names, ()) for each in replies],
    }  # fmt: skip


@allow(Role.TRAINER)
def reviewers(draft: UUID) -> ResponseReturnValue:
    """Show the open review links of a draft."""
    return _reviewers(draft_or_404(draft))


def _reviewers(draft: Draft, *, address: str = "", error: str = "", status: int = 200) -> ResponseReturnValue:
    links = reviewing.open_links(db(), draft, now())
    names = names_of(db(), actor(), (each.person_id for each in links))
    return render_template(
        "studio/drafts/reviewers.html", draft=draft, links=links, names=names, address=address, error=error,
        days=reviewing.DAYS, most=reviewing.MOST_DAYS, form=Confirmation(),
    ), status  # fmt: skip


@allow(Role.TRAINER)
def link(draft: UUID) -> ResponseReturnValue:
    """Make a review link; its address is shown this once."""
    found = draft_or_404(draft)
    days = request.form.get("days", type=int) or 0
    if not 1 <= days <= reviewing.MOST_DAYS:
        return _reviewers(found, error=_("Between 1 and %(most)d days.", most=reviewing.MOST_DAYS), status=422)
    try:
        _link, token = reviewing.make(db(), found, actor(), days, now())
    except reviewing.TooMany:
        return _reviewers(found, error=_("There are many links already. End some first."), status=422)
    return _reviewers(found, address=config().base_url.rstrip("/") + url_for("drafts.review", token=token))


@allow(Role.TRAINER)
def revoke(draft: UUID, link: UUID) -> ResponseReturnValue:
    """End a review link."""
    found = draft_or_404(draft)
    reviewing.revoke(db(), found, actor(), link, now())
    flash(_("The link finds nothing any more."))
    return redirect(url_for("drafts.reviewers", draft=found.id), 303)
