"""The pages of packs: giving modules out as a zip, and taking a zip in after a look at what it would do."""

from __future__ import annotations

from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.catalog.addresses import overshadowed
from lms.catalog.models import Module, ModuleVersion
from lms.catalog.publishing import Refused
from lms.kernel import audit
from lms.kernel.permissions import NotFound, Role, Rows, allow
from lms.packs.archive import LIMITS, read_archive, write_archive
from lms.packs.problems import PackErrors, Problem
from lms.studio.packs import exporting, taking, uploads
from lms.studio.packs.models import PackUpload
from lms.studio.packs.planning import Plan, plan
from lms.web.context import actor, config, database, db, my, now

LARGEST_BODY = LIMITS.zip + 1_000_000
"""What the route takes: enough above the limit that a file just over it is answered in words."""
AS_DRAFTS, AT_ONCE = "drafts", "published"


@allow(Role.TRAINER)
def packs() -> ResponseReturnValue:
    """Show what can be given out, and where to take something in."""
    return _page()


def _page(problems: tuple[Problem, ...] = (), status: int = 200) -> ResponseReturnValue:
    modules = my(Module).where(Module.organisation_id == actor().organisation_id).order_by(Module.position).all()
    hidden = overshadowed(db(), actor().organisation_id)
    found = {"modules": modules, "titles": _titles(modules), "hidden": hidden, "most": LIMITS.zip // 1_000_000}
    return render_template("studio/packs/packs.html", problems=problems, **found), status


@allow(Role.TRAINER)
def receive() -> ResponseReturnValue:
    """Take a zip and show what it would do; nothing of it is taken in yet."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _page((Problem(_("the zip"), 1, _("Choose a file first."), _("It is a .zip.")),), 422)
    try:
        kept = uploads.keep(db(), actor(), sent.filename, sent.stream.read(LARGEST_BODY), now())
    except PackErrors as errors:
        return _page(errors.problems, 422)
    return redirect(url_for("packs.preview", upload=kept.id), 303)


receive.__dict__["largest_body"] = LARGEST_BODY


@allow(Role.TRAINER)
def preview(upload: UUID) -> ResponseReturnValue:
    """Show module by module and file by file what taking the zip in would do."""
    return _preview(_upload(upload))


def _preview(found: PackUpload, reasons: tuple[str, ...] = (), status: int = 200) -> ResponseReturnValue:
    return render_template("studio/packs/preview.html", upload=found, plan=_plan(found), reasons=reasons), status


@allow(Role.TRAINER)
def take_in(upload: UUID) -> ResponseReturnValue:
    """Take the chosen modules in, all of them or none."""
    with database().reading() as session:  # a whole library takes its time, and nobody's save waits for it
        kept = Rows(session, actor(), PackUpload).where(PackUpload.id == upload).one_or_404()
        read = plan(session, read_archive(kept.content, kept.name), actor().organisation_id)
    chosen = read.chosen(request.form.getlist("module"))
    found = _upload(upload)
    if not chosen:
        return _preview(found, (_("Choose at least one module."),), 422)
    try:
        if request.form.get("how") == AT_ONCE:
            count = len(taking.publish_all(db(), chosen, actor().organisation_id, now()))
            said = ngettext("%(num)d module is published.", "%(num)d modules are published.", count)
        else:
            count = len(taking.draft_all(db(), actor(), chosen, now(), megabytes=config().media_megabytes))
            said = ngettext("%(num)d draft is begun.", "%(num)d drafts are begun.", count)
    except Refused as refused:
        return _preview(found, refused.reasons, 409)
    for each in chosen:
        audit.note(db(), actor(), "pack.taken_in", now(), detail=f"{each.slug} {each.version}")
    uploads.forget(db(), actor())
    flash(said)
    return redirect(url_for("studio.library"), 303)


@allow(Role.TRAINER)
def discard(upload: UUID) -> ResponseReturnValue:
    """Let go of a zip that was looked at."""
    _upload(upload)
    uploads.forget(db(), actor())
    return redirect(url_for("packs.packs"), 303)


@allow(Role.TRAINER)
def own_library() -> ResponseReturnValue:
    """Give out everything the organisation has published, as one pack."""
    return _zip(exporting.library(db(), actor().organisation_id), "library")


@allow(Role.TRAINER)
def shared_library() -> ResponseReturnValue:
    """Give out the shared library as one pack."""
    return _zip(exporting.library(db(), None), "outside-in")


@allow(Role.TRAINER)
def one_module(slug: str) -> ResponseReturnValue:
    """Give out the newest version of one module as a pack."""
    found = my(Module).where(Module.slug == slug).one_or_404()
    return _zip(exporting.library(db(), found.organisation_id, slug), slug)


def _zip(exported: exporting.Exported, name: str) -> ResponseReturnValue:
    if not exported.files:
        raise NotFound
    response = Response(write_archive(exported.files), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _upload(identity: UUID) -> PackUpload:
    return my(PackUpload).where(PackUpload.id == identity).one_or_404()


def _plan(found: PackUpload) -> Plan:
    return plan(db(), read_archive(found.content, found.name), actor().organisation_id)


def _titles(modules: list[Module]) -> dict[UUID, ModuleVersion]:
    versions = my(ModuleVersion).where(ModuleVersion.module_id.in_([each.id for each in modules])).all()
    major = {each.id: each.major for each in modules}
    current = [each for each in versions if each.major == major[each.module_id]]
    return {each.module_id: each for each in sorted(current, key=lambda each: each.minor)}
