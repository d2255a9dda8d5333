"""The addresses of this room."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.assigning import tabs
from lms.assigning.groups import edit_views, hand_views, life_views, views
from lms.assigning.groups import jobs as _jobs  # noqa: F401  - declares what the worker does, and listens to news

bp = Blueprint("groups", __name__)
ONE = "/assign/groups/<uuid:group>"

bp.get("/assign/groups")(views.groups)
bp.get("/assign/groups/new")(edit_views.new)
bp.post("/assign/groups")(edit_views.make)
bp.post("/assign/groups/preview")(edit_views.preview)
bp.get("/assign/groups/people")(hand_views.people)
bp.get(ONE)(views.group)
bp.get(f"{ONE}/members.csv")(views.members_file)
bp.get(f"{ONE}/history")(views.history)
bp.get(f"{ONE}/edit")(edit_views.edit)
bp.post(f"{ONE}/edit")(edit_views.change)
bp.post(f"{ONE}/members")(hand_views.put_in)
bp.post(f"{ONE}/members/removal")(hand_views.take_out)
bp.post(f"{ONE}/members/addresses")(hand_views.add_addresses)
bp.post(f"{ONE}/members/undo")(hand_views.undo)
bp.post(f"{ONE}/retirement")(life_views.retire_group)
bp.post(f"{ONE}/return")(life_views.bring_back)
bp.post(f"{ONE}/removal")(life_views.remove_group)
bp.post(f"{ONE}/restoration")(life_views.restore_group)


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(bp)
    tabs.add(app, "groups.groups", lambda: _l("Groups"), 30)
