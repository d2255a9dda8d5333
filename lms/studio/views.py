"""The trainer's page: what is on the shelf, how each version came to be, and what was refused."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.catalog.library import last_sync
from lms.catalog.models import Module, ModuleVersion
from lms.catalog.tool_shelf import shelf_versions
from lms.kernel.permissions import NotFound, Role, allow
from lms.studio.analysis.stumbles import stumbles_of
from lms.studio.analysis.views import all_figures
from lms.studio.analysis.words import title_of
from lms.web.context import actor, db, my


@allow(Role.TRAINER)
def library() -> ResponseReturnValue:
    """Show every module with its versions, the tool shelf, and the latest reading of the library."""
    modules = my(Module).order_by(Module.position, Module.slug).all()
    versions = _by_module()
    shown = [(module, versions[module.id]) for module in modules if module.id in versions]
    shelves = shelf_versions(db(), actor())
    stumbles = stumbles_of(all_figures())
    return render_template(
        "studio/library.html", modules=shown, shelves=shelves, sync=last_sync(db()), stumbles=stumbles, told=title_of
    )


@allow(Role.TRAINER)
def module(slug: str) -> ResponseReturnValue:
    """Show one module's versions."""
    found = my(Module).where(Module.slug == slug).one_or_404()
    versions = _by_module().get(found.id)
    if not versions:
        raise NotFound
    return render_template("studio/module.html", module=found, versions=versions, sync=last_sync(db()))


def _by_module() -> dict[object, list[ModuleVersion]]:
    newest_first = (ModuleVersion.major.desc(), ModuleVersion.minor.desc())
    grouped: dict[object, list[ModuleVersion]] = {}
    for version in my(ModuleVersion).order_by(*newest_first).all():
        grouped.setdefault(version.module_id, []).append(version)
    return grouped
