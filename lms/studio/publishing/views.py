"""The publishing room of a draft: the check list, what differs, what it means for people, and the button."""

from __future__ import annotations

from datetime import tzinfo
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.catalog.sources import sources_of
from lms.kernel.permissions import NotFound, Role, Rows, allow
from lms.kernel.zones import zone_of
from lms.packs.differences.sources import PartDifference, part_differences
from lms.packs.translations import FILE as MARKS
from lms.people.models import Organisation
from lms.studio.drafts.held import draft_or_404
from lms.studio.drafts.models import Draft
from lms.studio.publishing import ordering
from lms.studio.publishing.forms import PublishForm
from lms.studio.publishing.models import Publication
from lms.studio.publishing.ordering import CannotPublish
from lms.studio.publishing.preparing import Prepared, prepare
from lms.studio.publishing.standing import Standing, standing_of
from lms.studio.publishing.wording import by_clock, editor_of, gathered, name_of, place_in_editor, where, words
from lms.web.context import actor, database, db, my, now
from lms.web.forms import Confirmation

IN_WORDS = {
    "by_clock": by_clock,
    "words": words,
    "name_of": name_of,
    "gathered": gathered,
    "editor_of": editor_of,
    "place_in_editor": place_in_editor,
    "where": where,
}
"""What the templates of this room say things with."""


@allow(Role.TRAINER)
def preview(draft: UUID) -> ResponseReturnValue:
    """Show what publishing would do, and what still stands in the way."""
    found = draft_or_404(draft)
    standing = standing_of(db(), found)
    form = PublishForm(seen=standing.seen, step=standing.steps[0])
    return _page(found, standing, form)


@allow(Role.TRAINER)
def publish(draft: UUID) -> ResponseReturnValue:
    """Publish the draft now, or have it published at a time."""
    form = PublishForm()
    prepared = _prepared(draft, form)
    found = draft_or_404(draft)
    due = form.due(zone()) if form.is_later else None
    if not form.validate() or (form.is_later and due is None):
        return _page(found, standing_of(db(), found), form, status=422)
    try:
        if due is not None:
            ordering.schedule(db(), found, actor(), form.wish, due, now())
            flash(
                _(
                    "It is published %(time)s, if nothing stands in the way then.",
                    time=by_clock(due, organisation().time_zone),
                )
            )
        else:
            made = ordering.publish_draft(db(), found, actor(), form.wish, now(), prepared)
            flash(_("Version %(number)s is published. The draft stays open for the next one.", number=made.number))
    except CannotPublish as refused:
        db().rollback()
        return _page(draft_or_404(draft), standing_of(db(), found), form, refused, 409)
    return redirect(url_for("publishing.preview", draft=draft), 303)


@allow(Role.TRAINER)
def changes(draft: UUID) -> ResponseReturnValue:
    """Show what differs from what is published, block by block; of a faulty draft, part by part."""
    found = draft_or_404(draft)
    standing = standing_of(db(), found)
    parts = () if standing.closure is not None else _parts(standing)
    return render_template("studio/publishing/changes.html", draft=found, standing=standing, parts=parts, **IN_WORDS)


@allow(Role.TRAINER)
def cancel(publication: UUID) -> ResponseReturnValue:
    """Take back what is to be published at a time."""
    found = _publication(publication)
    if ordering.cancel(db(), found, actor(), now()):
        flash(_("It is not published then. The draft stays as it is."))
    else:
        flash(_("It was published or cancelled before."))
    return redirect(_back(found), 303)


@allow(Role.TRAINER)
def put_away(publication: UUID) -> ResponseReturnValue:
    """Put away the card that says what could not be published."""
    found = _publication(publication)
    found.seen_at = found.seen_at or now()
    return redirect(url_for("studio.library"), 303)


def _prepared(draft: UUID, form: PublishForm) -> Prepared:
    """Return what publishing needs, read before the request begins to write, so that nobody waits for it."""
    with database().reading() as session:
        there = (Draft.id == draft, Draft.trashed_at.is_(None))
        return prepare(session, Rows(session, actor(), Draft).where(*there).one_or_404(), form.wish.step)


def zone() -> tzinfo:
    """Return the organisation's zone, by whose clock modules are published."""
    return zone_of(organisation().time_zone)


def organisation() -> Organisation:
    """Return the organisation the visitor works in."""
    return db().get_one(Organisation, actor().organisation_id)


def _publication(identity: UUID) -> Publication:
    return my(Publication).where(Publication.id == identity).one_or_404()


def _back(publication: Publication) -> str:
    if publication.draft_id is None:
        raise NotFound
    return url_for("publishing.preview", draft=publication.draft_id)


def _parts(standing: Standing) -> tuple[PartDifference, ...]:
    if standing.newest is None:
        return ()
    found = part_differences(sources_of(db(), standing.newest.id), standing.files)
    return tuple(each for each in found if not each.path.endswith(MARKS) and _shows(each))


def _shows(part: PartDifference) -> bool:
    """Return whether there is anything to see: more than white space changed, or a file that has no words."""
    return not part.runs or any(run.mark != "same" for run in part.runs)


def _page(
    draft: Draft, standing: Standing, form: PublishForm, refused: CannotPublish | None = None, status: int = 200
) -> ResponseReturnValue:
    waiting = ordering.waiting_for(db(), draft.organisation_id, draft.module_id)
    html = render_template(
        "studio/publishing/publish.html",
        draft=draft,
        standing=standing,
        form=form,
        confirmation=Confirmation(),
        waiting=waiting,
        refused=refused,
        zone=organisation().time_zone,
        **IN_WORDS,
    )
    return html, status
