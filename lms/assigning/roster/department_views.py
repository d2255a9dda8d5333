"""The department tree: shown with how many people are where; added to, renamed, moved, merged, tidied."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from lms.assigning.roster.department_uses import check_unnamed
from lms.assigning.roster.forms import DepartmentForm
from lms.kernel.ids import read_id
from lms.kernel.permissions import NotFound, Role, allow
from lms.people import departments as tree
from lms.people import merging
from lms.people.departments import Refused
from lms.people.models import Department
from lms.web.context import actor, db, my, now
from lms.web.forms import Confirmation


@allow(Role.HR)
def departments() -> ResponseReturnValue:
    """Show the tree."""
    return _page()


@allow(Role.HR)
def add_department() -> ResponseReturnValue:
    """Add a department."""
    form = DepartmentForm()
    parent = _chosen("parent")
    try:
        added = tree.add(db(), actor(), form.name.data or "", parent, now())
    except Refused as refused:
        form.name.errors = [refused.text]
        return _page(form), 422
    flash(_("“%(name)s” is added.", name=added.name))
    return redirect(url_for("roster.departments"), 303)


@allow(Role.HR)
def change_department(department: UUID) -> ResponseReturnValue:
    """Rename a department, or move it; or both."""
    found, form, parent = _one(department), DepartmentForm(), _chosen("parent")
    try:
        tree.move(db(), actor(), found, parent, now())
        tree.rename(db(), actor(), found, form.name.data or "", now())
    except Refused as refused:
        return _page(refused=(found.id, refused.text)), 422
    flash(_("“%(name)s” is saved.", name=found.name))
    return redirect(url_for("roster.departments", _anchor=f"d-{found.id}"), 303)


@allow(Role.HR)
def merge_department(department: UUID) -> ResponseReturnValue:
    """Move everybody in a department into another, and remove it."""
    found, into = _one(department), _chosen("into")
    try:
        if into is None:
            raise Refused("itself")
        check_unnamed(db(), found)
        name, large = found.name, merging.is_large(db(), found)
        count = (merging.order if large else tree.merge)(db(), actor(), found, into, now())
    except Refused as refused:
        return _page(refused=(found.id, refused.text)), 422
    flash(_on_the_way(name, into.name, count) if large else _merged(name, into.name, count))
    return redirect(url_for("roster.departments", _anchor=f"d-{into.id}"), 303)


def _merged(name: str, into: str, count: int) -> str:
    return str(
        ngettext(
            "“%(name)s” is now part of “%(into)s”, with %(num)d person.",
            "“%(name)s” is now part of “%(into)s”, with %(num)d people.",
            count,
            name=name,
            into=into,
        )
    )


def _on_the_way(name: str, into: str, count: int) -> str:
    return str(
        _(
            "The %(number)s people of “%(name)s” are moving to “%(into)s”; it is removed when all are there.",
            number=format_decimal(count),
            name=name,
            into=into,
        )
    )


@allow(Role.HR)
def remove_department(department: UUID) -> ResponseReturnValue:
    """Remove an empty department."""
    found = _one(department)
    if Confirmation().validate():
        try:
            check_unnamed(db(), found)
            tree.remove(db(), actor(), found, now())
        except Refused as refused:
            return _page(refused=(found.id, refused.text)), 422
        flash(_("“%(name)s” is removed.", name=found.name))
    return redirect(url_for("roster.departments"), 303)


def _one(department: UUID) -> Department:
    return my(Department).where(Department.id == department).one_or_404()


def _chosen(name: str) -> Department | None:
    """Return the department a form names; None where it names none, NotFound for one of nobody's."""
    said = request.form.get(name, "")
    wanted = read_id(said)
    if not said:
        return None
    if wanted is None:
        raise NotFound
    return _one(wanted)


def _page(form: DepartmentForm | None = None, refused: tuple[UUID, str] | None = None) -> str:
    if refused is not None:
        db().rollback()
    nodes = tree.tree(db(), actor().organisation_id)
    form = form or DepartmentForm(formdata=None)
    form.offer(nodes)
    return render_template(
        "assigning/roster/departments.html", nodes=nodes, form=form, refused=refused, button=Confirmation(formdata=None)
    )
