"""The addresses of HR's people: the list, its views, acts on many, one person's page, the department tree."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.assigning import tabs
from lms.assigning.roster import act_views, department_views, person_views, role_views, view_views, views
from lms.web import slots

bp = Blueprint("roster", __name__)
PEOPLE = "/assign/people"
ONE = f"{PEOPLE}/<uuid:person>"
VIEWS, VIEW = f"{PEOPLE}/views", f"{PEOPLE}/views/<uuid:view>"
ACTS, ACT = f"{PEOPLE}/acts", f"{PEOPLE}/acts/<uuid:act>"
DEPARTMENTS, DEPARTMENT = f"{PEOPLE}/departments", f"{PEOPLE}/departments/<uuid:department>"

bp.get(PEOPLE)(views.people)
bp.get(f"{PEOPLE}.csv")(views.people_csv)
bp.post(VIEWS)(view_views.keep_view)
bp.post(VIEW)(view_views.rename_view)
bp.post(f"{VIEW}/deletion")(view_views.delete_view)
bp.post(f"{VIEW}/restoration")(view_views.restore_view)
bp.get(f"{ACTS}/new")(act_views.new_act)
bp.post(ACTS)(act_views.do_act)
bp.get(ACT)(act_views.act)
bp.post(f"{ACT}/undoing")(act_views.undo_act)
bp.get(DEPARTMENTS)(department_views.departments)
bp.post(DEPARTMENTS)(department_views.add_department)
bp.post(DEPARTMENT)(department_views.change_department)
bp.post(f"{DEPARTMENT}/merger")(department_views.merge_department)
bp.post(f"{DEPARTMENT}/removal")(department_views.remove_department)
bp.get(ONE)(person_views.person)
bp.post(ONE)(person_views.save_person)
bp.post(f"{ONE}/away")(person_views.away)
bp.post(f"{ONE}/end")(person_views.end_access)
bp.post(f"{ONE}/return")(person_views.give_access)
bp.get(f"{ONE}/roles")(person_views.roles)
bp.post(f"{ONE}/roles")(person_views.save_roles)
bp.get("/admin/roles")(role_views.every_role)
bp.post("/admin/roles")(role_views.find_person)


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(bp)
    tabs.add(app, "roster.people", lambda: _l("People"), 20, also=frozenset({"importing", "allowances"}))
    slots.fill(app, "people.settings", role_views.in_settings)
