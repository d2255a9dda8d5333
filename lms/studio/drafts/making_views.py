"""Beginning drafts, the list of them, and the trash."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.catalog.models import MODULE, Module, ModuleVersion
from lms.kernel.permissions import NotFound, Role, allow
from lms.studio.drafts import making, trash
from lms.studio.drafts.held import draft_or_404
from lms.studio.drafts.models import Draft
from lms.studio.drafts.people import names_of
from lms.web.context import actor, db, my, now
from lms.web.forms import Confirmation
from lms.web.languages import LANGUAGES, language

LONGEST_TITLE = 120


@allow(Role.TRAINER)
def every() -> ResponseReturnValue:
    """Show the drafts of the organisation, and what lies in its trash."""
    drafts = my(Draft).where(Draft.trashed_at.is_(None)).order_by(Draft.changed_at.desc()).all()
    thrown = my(Draft).where(Draft.trashed_at > now() - trash.BACK_FOR).order_by(Draft.trashed_at.desc()).all()
    names = names_of(db(), actor(), (each.changed_by_id for each in (*drafts, *thrown)))
    return render_template("studio/drafts/every.html", drafts=drafts, thrown=thrown, names=names, form=Confirmation())


@allow(Role.TRAINER)
def new() -> ResponseReturnValue:
    """Show the ways to begin."""
    return _new()


def _new(error: str = "", status: int = 200) -> ResponseReturnValue:
    versions = {each.module_id: each for each in _newest()}
    modules = [each for each in my(Module).order_by(Module.position, Module.slug).all() if each.id in versions]
    return render_template(
        "studio/drafts/new.html",
        own=[(each, versions[each.id]) for each in modules if each.organisation_id is not None],
        library=[(each, versions[each.id]) for each in modules if each.organisation_id is None],
        chosen=request.args.get("from", ""),
        tongue=request.form.get("language", language()),
        title=request.form.get("title", "")[:LONGEST_TITLE],
        error=error,
        form=Confirmation(),
    ), status


def _newest() -> list[ModuleVersion]:
    """Return the versions in the visitor's reach, oldest first, so that the last of each module is its newest."""
    return my(ModuleVersion).order_by(ModuleVersion.major, ModuleVersion.minor).all()


@allow(Role.TRAINER)
def create() -> ResponseReturnValue:
    """Begin a module under a title."""
    title = " ".join(request.form.get("title", "").split())
    tongue = request.form.get("language", "en")
    if not 0 < len(title) <= LONGEST_TITLE or not title.isprintable() or tongue not in LANGUAGES:
        return _new(_("Give it a title of at most %(most)d characters.", most=LONGEST_TITLE), 422)
    return _begun(lambda: making.new(db(), actor(), {tongue: title}, now(), language=tongue))


@allow(Role.TRAINER)
def open_module(slug: str) -> ResponseReturnValue:
    """Open a module of one's own for editing, or begin a copy of one of the library."""
    module = (
        my(Module).where(Module.slug == slug, Module.kind == MODULE).order_by(Module.organisation_id.is_(None)).first()
    )
    if module is None:
        raise NotFound
    found = module

    def begin() -> Draft:
        if found.organisation_id is not None and not request.form.get("copy"):
            return making.open_draft(db(), actor(), found, now())
        return making.adapt(db(), actor(), making.newest_version(db(), found), now())

    return _begun(begin)


def _begun(begin: Callable[[], Draft]) -> ResponseReturnValue:
    try:
        draft = begin()
    except making.TooMany:
        return _new(_("There are %(most)d drafts. Throw some away first.", most=making.MOST_DRAFTS), 422)
    except making.NoFiles:
        return _new(_("The files of this version are not kept here, so it cannot be copied."), 422)
    except making.AlreadyOpen:
        return _new(_("A colleague has just opened it. You find it among the drafts."), 409)
    return redirect(url_for("drafts.outline", draft=draft.id), 303)


@allow(Role.TRAINER)
def throw_away(draft: UUID) -> ResponseReturnValue:
    """Put a draft in the trash."""
    trash.throw_away(db(), draft_or_404(draft), actor(), now())
    flash(_("Thrown away. It can be brought back for %(days)d days.", days=trash.BACK_FOR.days))
    return redirect(url_for("drafts.every", _anchor="trash"), 303)


@allow(Role.TRAINER)
def bring_back(draft: UUID) -> ResponseReturnValue:
    """Take a draft out of the trash."""
    found = draft_or_404(draft, trashed=True)
    try:
        trash.bring_back(db(), found, actor(), now())
    except making.AlreadyOpen:
        flash(_("Its module has another open draft. Throw that one away first."))
        return redirect(url_for("drafts.every", _anchor="trash"), 303)
    return redirect(url_for("drafts.outline", draft=found.id), 303)
