"""Where administrators and trainers get a package."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, current_app, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.doors.partners.log import note_now
from lms.doors.partners.models import OUT
from lms.doors.scorm import ordering
from lms.doors.scorm.choice import Choice, Standard
from lms.doors.scorm.forms import ALL, PackageForm
from lms.doors.scorm.ordering import is_large, order_of
from lms.doors.scorm.packaging import file_name, package
from lms.doors.scorm.taking import Published, published, versions
from lms.kernel.permissions import NotFound, Role, allow
from lms.people.models import Organisation
from lms.web.context import actor, config, database, db, my, now
from lms.web.forms import Confirmation

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
    if is_large(what, choice):
        with database().writing() as writing:
            ordering.order(writing, order_of(what, actor().organisation_id, choice, form.language.data), now())
        return redirect(_page_of(_asked(what, choice, form.language.data)), 303)
    made = package(current_app, what, choice)
    _note_taken(what, choice)
    return Response(made, mimetype="application/zip", headers=_headers(what, choice))


send.__dict__["only_reads"] = True  # a package takes a second to make, in which nobody else's writing may wait


@allow(Role.ADMIN, Role.TRAINER)
def made() -> ResponseReturnValue:
    """Show how far a package is that takes a while, or where to take it from."""
    what, choice, language = _again()
    found = ordering.standing(db(), config().data, order_of(what, actor().organisation_id, choice, language), now())
    if found is None:
        return redirect(url_for("scorm.settings"), 303)
    asked = _asked(what, choice, language)
    shared = {"what": what, "name": file_name(what, choice), "standing": found, "asked": asked, "form": Confirmation()}
    return render_template("scorm/made.html", **shared)


@allow(Role.ADMIN, Role.TRAINER)
def progress() -> ResponseReturnValue:
    """Say how far it is, for the script that watches it."""
    what, choice, language = _again()
    found = ordering.standing(db(), config().data, order_of(what, actor().organisation_id, choice, language), now())
    ended = found is None or found.has_stopped or found.size is not None
    counts = {"done": found.done, "planned": found.planned} if found else {"done": 0, "planned": 1}
    return {"ended": ended, **counts, "next": _page_of(_asked(what, choice, language))}


@allow(Role.ADMIN, Role.TRAINER)
def take() -> ResponseReturnValue:
    """Send the package that was made, in pieces; what was sent is noted."""
    what, choice, language = _again()
    path = ordering.path_of(config().data, order_of(what, actor().organisation_id, choice, language).mark)
    if not path.exists():
        raise NotFound
    _note_taken(what, choice)
    response = send_file(path, mimetype="application/zip", conditional=False)
    response.headers.update(_headers(what, choice))
    return response


def _again() -> tuple[Published, Choice, str]:
    """Return what a page in hand was asked about; NotFound where that is no package of the actor's shelf."""
    asked = request.args
    try:
        what, standard = published(db(), actor(), UUID(asked.get("version", ""))), Standard(asked.get("standard", ""))
    except ValueError:
        raise NotFound from None
    languages = languages_of(what, my(Organisation).one_or_404().language, asked.get("language", ALL))
    if not languages:
        raise NotFound
    return what, _choice(standard, languages, home=asked.get("home") == "y"), asked.get("language", ALL)


def _asked(what: Published, choice: Choice, language: str) -> dict[str, str]:
    """Return what a package is asked for again with."""
    found = {"version": str(what.version.id), "standard": choice.standard.value, "language": language}
    return {**found, "home": "y"} if choice.home else found


def _page_of(asked: dict[str, str]) -> str:
    """Return the address of a package's own page."""
    given: dict[str, Any] = {**asked}
    return url_for("scorm.made", **given)


def _note_taken(what: Published, choice: Choice) -> None:
    who = actor()
    note_now(
        database(), who.organisation_id, DOOR, OUT, "package", now(),
        person=who.person_id, told=file_name(what, choice),
    )  # fmt: skip


def _headers(what: Published, choice: Choice) -> dict[str, str]:
    disposition = f'attachment; filename="{file_name(what, choice)}"'
    return {"Content-Disposition": disposition, "Cache-Control": "no-store"}


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
