"""A module's page for trainers: its versions, what differs between them, an older one anew, off the shelf and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.catalog.library import last_sync
from lms.catalog.models import Module, ModuleVersion
from lms.catalog.sources import sources_of
from lms.kernel import audit
from lms.kernel.permissions import NotFound, Role, allow
from lms.packs.differences.comparing import differences
from lms.packs.versions import compare
from lms.studio.drafts.making import opened
from lms.studio.drafts.people import names_of
from lms.studio.publishing import ordering
from lms.studio.publishing.forms import PublishForm
from lms.studio.publishing.models import Publication, State
from lms.studio.publishing.ordering import CannotPublish
from lms.studio.publishing.standing import Standing, standing_of_files
from lms.studio.publishing.views import IN_WORDS, organisation
from lms.web.context import actor, db, my, now
from lms.web.forms import Confirmation


@allow(Role.TRAINER)
def module(slug: str) -> ResponseReturnValue:
    """Show a module's versions and what may be done with them."""
    found, versions = _found(slug)
    publications = _publications(versions)
    return render_template(
        "studio/publishing/module.html",
        module=found,
        versions=versions,
        publications=publications,
        names=names_of(db(), actor(), [each.made_by_id for each in publications.values()]),
        waiting=ordering.waiting_for(db(), actor().organisation_id, found.id),
        draft=opened(db(), actor(), found.id),
        form=Confirmation(),
        zone=organisation().time_zone,
        sync=last_sync(db()) if found.organisation_id is None else None,
        **IN_WORDS,
    )


@allow(Role.TRAINER)
def compared(slug: str) -> ResponseReturnValue:
    """Show what differs between any two versions, in words."""
    found, versions = _found(slug)
    newer = _version(versions, request.args.get("newer", _number(versions[0])))
    older = _version(versions, request.args.get("older", _number(_before(versions, newer))))
    if (older.major, older.minor) > (newer.major, newer.minor):
        older, newer = newer, older
    return render_template(
        "studio/publishing/compared.html",
        module=found,
        versions=versions,
        older=older,
        newer=newer,
        differences=differences(older.closure, newer.closure),
        level=compare(older.closure, newer.closure).level,
        publication=_publications([newer]).get(newer.id),
        **IN_WORDS,
    )


@allow(Role.TRAINER)
def anew(slug: str, number: str) -> ResponseReturnValue:
    """Show what publishing an older version under the next number would do."""
    found, version, standing = _anew(slug, number)
    return _anew_page(found, version, standing, PublishForm(seen=standing.seen, step=standing.steps[0]))


@allow(Role.TRAINER)
def publish_anew(slug: str, number: str) -> ResponseReturnValue:
    """Publish an older version under the next number."""
    found, version, standing = _anew(slug, number)
    form = PublishForm()
    if not form.validate():
        return _anew_page(found, version, standing, form, status=422)
    try:
        made = ordering.publish_anew(db(), actor(), found, standing.files, form.wish, now())
    except CannotPublish as refused:
        db().rollback()
        found, version, standing = _anew(slug, number)
        return _anew_page(found, version, standing, form, refused, 409)
    flash(_("Version %(old)s is published anew as %(number)s.", old=number, number=made.number))
    return redirect(url_for("studio.module", slug=slug), 303)


@allow(Role.TRAINER)
def withdraw(slug: str) -> ResponseReturnValue:
    """Take my organisation's module off the shelf: nobody new begins it, whoever has it finishes it."""
    found = _own_or_404(slug)
    if found.withdrawn_at is None:
        found.withdrawn_at = now()
        audit.note(db(), actor(), "module.withdrawn", now(), detail=slug)
    return _back(slug, _("It is off the shelf. Whoever has begun it, or is to do it, goes on with it."))


@allow(Role.TRAINER)
def put_back(slug: str) -> ResponseReturnValue:
    """Put a module back on the shelf."""
    found = _own_or_404(slug)
    if found.withdrawn_at is not None:
        found.withdrawn_at = None
        audit.note(db(), actor(), "module.returned", now(), detail=slug)
    return _back(slug, _("It is back on the shelf."))


def _found(slug: str) -> tuple[Module, Sequence[ModuleVersion]]:
    if not slug.isprintable():
        raise NotFound
    found = my(Module).where(Module.slug == slug).one_or_404()
    newest_first = (ModuleVersion.major.desc(), ModuleVersion.minor.desc())
    versions = my(ModuleVersion).where(ModuleVersion.module_id == found.id).order_by(*newest_first).all()
    if not versions:
        raise NotFound
    return found, versions


def _own(module: Module) -> bool:
    return module.organisation_id == actor().organisation_id


def _own_or_404(slug: str) -> Module:
    found, _versions = _found(slug)
    if not _own(found):
        raise NotFound
    return found


def _number(version: ModuleVersion) -> str:
    return f"{version.major}.{version.minor}"


def _version(versions: Sequence[ModuleVersion], number: str) -> ModuleVersion:
    for version in versions:
        if _number(version) == number:
            return version
    raise NotFound


def _before(versions: Sequence[ModuleVersion], version: ModuleVersion) -> ModuleVersion:
    """Return the version that came before another one, itself where it is the first."""
    older = [each for each in versions if (each.major, each.minor) < (version.major, version.minor)]
    return older[0] if older else version


def _publications(versions: Sequence[ModuleVersion]) -> Mapping[UUID, Publication]:
    """Return how each version was published, by its id; versions that were never ordered here have none."""
    ids = [version.id for version in versions]
    rows = my(Publication).where(Publication.published_id.in_(ids), Publication.state == State.PUBLISHED).all()
    return {row.published_id: row for row in rows if row.published_id is not None}


def _anew(slug: str, number: str) -> tuple[Module, ModuleVersion, Standing]:
    found, versions = _found(slug)
    version = _version(versions, number)
    if not _own(found) or version is versions[0]:
        raise NotFound
    files = sources_of(db(), version.id)
    if not files:
        raise NotFound
    return found, version, standing_of_files(db(), actor().organisation_id, found, files)


def _anew_page(
    module: Module,
    version: ModuleVersion,
    standing: Standing,
    form: PublishForm,
    refused: CannotPublish | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    html = render_template(
        "studio/publishing/anew.html",
        module=module,
        version=version,
        standing=standing,
        form=form,
        refused=refused,
        **IN_WORDS,
    )
    return html, status


def _back(slug: str, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("studio.module", slug=slug), 303)
