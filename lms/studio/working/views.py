"""The page on what works in a module, beside another version where one is chosen, and its figures as a file."""

from __future__ import annotations

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from lms.catalog.models import Module, ModuleVersion
from lms.kernel.permissions import NotFound, Role, allow
from lms.studio.analysis.words import title_of
from lms.studio.working.csv_file import as_rows
from lms.studio.working.figures import ModuleFigures, module_figures
from lms.web.context import actor, db, my
from lms.web.languages import language


@allow(Role.TRAINER)
def working(slug: str) -> ResponseReturnValue:
    """Show what works, page by page; `?version=` picks a version, `?beside=` another one to compare with."""
    figures = _figures(slug, request.args.get("version", ""))
    other = request.args.get("beside", "")
    beside = _of(figures.module, other) if other and other != figures.number else None
    return render_template("studio/working/working.html", shown=figures, beside=beside, told=title_of)


@allow(Role.TRAINER)
def figures_file(slug: str) -> ResponseReturnValue:
    """Send the released figures of a version as CSV."""
    figures = _figures(slug, request.args.get("version", ""))
    called = f"{slug}-{figures.number}-pages.csv"
    return Response(
        as_rows(figures, language()),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{called}"', "Cache-Control": "no-store"},
    )


def what_works(module: Module) -> ModuleFigures:
    """Return the figures of a module for a part of another page: of the newest version of which anything is known."""
    return _of(module, "")


def _figures(slug: str, number: str) -> ModuleFigures:
    if not slug.isprintable():  # PostgreSQL takes no zero byte, not even to look for it
        raise NotFound
    return _of(my(Module).where(Module.slug == slug).one_or_404(), number)


def _of(module: Module, number: str) -> ModuleFigures:
    newest_first = (ModuleVersion.major.desc(), ModuleVersion.minor.desc())
    versions = my(ModuleVersion).where(ModuleVersion.module_id == module.id).order_by(*newest_first).all()
    found = module_figures(db(), actor(), module, versions, number) if versions else None
    if found is None:
        raise NotFound
    return found
