"""Where administrators and trainers get a package."""

from __future__ import annotations

from uuid import UUID

from flask import Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.doors.partners.log import note_now
from lms.doors.partners.models import OUT
from lms.doors.scorm.choice import Choice, Standard
from lms.doors.scorm.forms import ALL, PackageForm
from lms.doors.scorm.packaging import file_name, package
from lms.doors.scorm.taking import Published, published, versions
from lms.kernel.permissions import NotFound, Role, allow
from lms.people.models import Organisation
from lms.web.context import actor, config, database, db, my, now

DOOR = "scorm"


@allow(Role.ADMIN, Role.TRAINER)
def packages() -> ResponseReturnValue:
    """Show what a package can be made of; a trainer comes from a module's page, which is chosen already."""
    found = versions(db(), actor())
    wanted = request.args.get("module")
    chosen = next((str(version.id) for module, version in found if module.slug == wanted), None)
    return _page(PackageForm(found, version=chosen))


@allow(Role.ADMIN, Role.TRAINER)
def send() -> ResponseReturnValue:
    """Make a package and send it as a file; what was sent is noted."""
    form = PackageForm(versions(db(), actor()))
    chosen = _chosen(form)
    if chosen is None:
        return _page(form, 422)
    what, choice = chosen
    made = package(current_app, what, choice)
    name = file_name(what, choice)
    organisation, person = actor().organisation_id, actor().person_id
    note_now(database(), organisation, DOOR, OUT, "package", now(), person=person, told=name)
    return Response(
        made,
        mimetype="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


send.__dict__["only_reads"] = True  # a package takes a second to make, in which nobody else's writing may wait


def _page(form: PackageForm, status: int = 200) -> ResponseReturnValue:
    return render_template("scorm/packages.html", form=form, base_url=config().base_url), status


def _chosen(form: PackageForm) -> tuple[Published, Choice] | None:
    """Return what is to be packed and how; None where the form says what to mend."""
    if not form.validate_on_submit():
        return None
    try:
        what = published(db(), actor(), UUID(form.version.data or ""))
    except (ValueError, NotFound):
        form.version.errors = [_("Choose a module.")]
        return None
    languages = languages_of(what, my(Organisation).one_or_404().language, form.language.data)
    if not languages:
        form.language.errors = [_("This version is not written in that language. Choose another one.")]
        return None
    return what, _choice(Standard(form.standard.data), languages, home=form.home.data)


def _choice(standard: Standard, languages: list[str], *, home: bool) -> Choice:
    organisation = my(Organisation).one_or_404()
    address = config().base_url.rstrip("/") if home else ""
    return Choice(standard, languages, organisation.currency, address, organisation.outside_video)


def languages_of(what: Published, first: str, wanted: str) -> list[str]:
    """Return the languages of a package: the one that is wanted if there is it, or all, `first` before the others."""
    if wanted != ALL:
        return [wanted] if wanted in what.languages else []
    return sorted(what.languages, key=lambda each: each != first)
