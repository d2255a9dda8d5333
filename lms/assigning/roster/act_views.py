"""Doing something with many people: whom, what, how many it changes; then done, watched and undone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from lms.assigning.roster import acting
from lms.assigning.roster.acts import KINDS, Doing, Kind
from lms.assigning.roster.asking import read_wanted
from lms.assigning.roster.forms import ActForm
from lms.assigning.roster.group_act import by_hand
from lms.assigning.roster.models import PeopleAct
from lms.kernel.ids import read_id
from lms.kernel.permissions import NotFound, Role, allow, scope_of
from lms.people.departments import named_tree
from lms.people.editing import what_they_lose
from lms.people.models import Person
from lms.people.values import Wrong
from lms.web.context import actor, db, my, now
from lms.web.forms import Confirmation

TICKED = 500
"""People one may tick; more are reached by a filter."""
NAMED = 12
ASSIGNED = 100


@allow(Role.HR)
def new_act() -> ResponseReturnValue:
    """Ask what to set, and show whom it would change, before anything is."""
    if request.args.get("kind") == "assign":
        return _assign()
    return _page(request.args, request.args.get("value") is not None or "from" in request.args)


@allow(Role.HR)
def do_act() -> ResponseReturnValue:
    """Do it, if as many people fit as were shown; else show them again."""
    kind, wanted = _kind(request.form), _wanted(request.form)
    if not ActForm().validate():
        return _page(request.form, True), 422
    try:
        value = kind.read(db(), actor(), request.form)
    except Wrong:
        return _page(request.form, True), 422
    doing = Doing(actor(), value, now())
    _total, changing = acting.counts(db(), kind.name, doing, acting.whom(db(), actor(), wanted, now()))
    if str(changing) != request.form.get("expected"):
        return _page(request.form, True, moved=True), 409
    act = acting.begin(db(), actor(), kind.name, value, wanted, now())
    return redirect(url_for("roster.act", act=act.id), 303)


@allow(Role.HR)
def act(act: UUID) -> ResponseReturnValue:
    """Show how far an act is, and offer to undo it."""
    found = my(PeopleAct).where(PeopleAct.id == act).one_or_404()
    kind = KINDS[found.kind]
    said = kind.shown(db(), actor(), found.value)
    return render_template("assigning/roster/act.html", act=found, kind=kind, said=said, form=Confirmation())


@allow(Role.HR)
def undo_act(act: UUID) -> ResponseReturnValue:
    """Put back what an act changed."""
    found = my(PeopleAct).where(PeopleAct.id == act).one_or_404()
    if Confirmation().validate():
        acting.undo(db(), actor(), found, now())
    return redirect(url_for("roster.act", act=found.id), 303)


def _assign() -> ResponseReturnValue:
    """Go on to the form of an assignment with these people; many are a group, or a department."""
    wanted = _wanted(request.args)
    narrowed = wanted.get("args", {})
    if narrowed.keys() == {"department"}:
        return redirect(url_for("assignments.new", department=narrowed["department"]))
    people = select(Person.id).where(acting.whom(db(), actor(), wanted, now())).limit(ASSIGNED + 1)
    ids = [str(each) for each in db().scalars(people)]
    if len(ids) > ASSIGNED:
        flash(_("These are more than 100 people. Put them into a group, and assign the curriculum to the group."))
        return redirect(url_for("roster.people", **narrowed))
    return redirect(url_for("assignments.new", person=ids))


def _page(given: MultiDict[str, str], asked: bool, *, moved: bool = False) -> str:
    kind, wanted = _kind(given), _wanted(given)
    people = acting.whom(db(), actor(), wanted, now())
    value, problem = _value(kind, given) if asked or not kind.asks else (None, None)
    doing = None if value is None else Doing(actor(), value, now())
    total, changing = acting.counts(db(), kind.name, doing, people) if doing else (_total(people), None)
    named = select(Person.name).where(people).order_by(Person.name).limit(NAMED)
    return render_template(
        "assigning/roster/act_new.html",
        kind=kind,
        given=given,
        said="" if value is None else kind.shown(db(), actor(), value),
        problem=problem,
        total=total,
        changing=changing,
        moved=moved,
        names=list(db().scalars(named)),
        losing=what_they_lose(db(), people) if kind.name == "deactivate" else None,
        departments=named_tree(db(), actor().organisation_id) if kind.asks == "department" else (),
        groups=by_hand(db(), actor()) if kind.asks == "group" else (),
        kept=_kept(wanted),
        back=url_for("roster.people", **wanted.get("args", {})),
        form=ActForm(formdata=None, kind=kind.name, expected=changing),
    )


def _value(kind: Kind, given: Mapping[str, str]) -> tuple[Mapping[str, Any] | None, str | None]:
    try:
        return kind.read(db(), actor(), given), None
    except Wrong as wrong:
        return None, wrong.text


def _total(people: Any) -> int:
    return db().scalar(select(func.count()).select_from(Person).where(people)) or 0


def _kind(given: Mapping[str, str]) -> Kind:
    found = KINDS.get(given.get("kind", ""))
    if found is None:
        raise NotFound
    return found


def _wanted(given: MultiDict[str, str]) -> dict[str, Any]:
    """Return whom it is for: the ticked ones of ours, or everybody the list shows. NotFound for somebody unknown."""
    if given.get("all"):
        return {"args": {key: str(value) for key, value in read_wanted(given).args().items()}}
    ids = {read_id(each) for each in given.getlist("person")[:TICKED]}
    known = set(db().scalars(select(Person.id).where(scope_of(Person, actor()), Person.id.in_(ids - {None}))))
    if known != ids:
        raise NotFound
    return {"ids": sorted(str(each) for each in known)}


def _kept(wanted: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the hidden fields by which the next form says again whom it is for."""
    if "ids" in wanted:
        return [("person", each) for each in wanted["ids"]]
    return [("all", "1"), *wanted["args"].items()]
