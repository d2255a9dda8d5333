"""The addresses of practice."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.practice import exercise_views, promise_views, views
from lms.practice import own_data as _own_data  # noqa: F401  - adds to a person's export where the room is opened
from lms.web.navigation import Navigation

bp = Blueprint("practice", __name__, template_folder="templates")
EXERCISE = "/practice/exercises/<uuid:identity>"
PROMISE = "/practice/promises/<uuid:identity>"

bp.get("/practice")(views.week)
bp.post("/practice/reflections/<uuid:version>/<block>")(views.reflection)
bp.post("/practice/choices/<uuid:version>/<block>")(exercise_views.choice)
bp.get(EXERCISE)(exercise_views.exercise)
bp.post(f"{EXERCISE}/day")(exercise_views.day)
bp.post(f"{EXERCISE}/note")(exercise_views.note)
bp.post(f"{EXERCISE}/completion")(exercise_views.completion)
bp.post(f"{EXERCISE}/reopening")(exercise_views.reopening)
bp.get(f"{EXERCISE}/photograph")(exercise_views.photograph)
bp.post(f"{EXERCISE}/photograph", endpoint="add_photograph")(exercise_views.add_photograph)
bp.post(f"{EXERCISE}/photograph/removal")(exercise_views.remove_photograph)
bp.post(f"{EXERCISE}/photograph/return")(exercise_views.restore_photograph)
bp.post("/practice/promises")(promise_views.promises)
bp.get(PROMISE)(promise_views.promise)
bp.post(PROMISE, endpoint="edit_promise")(promise_views.edit_promise)
bp.post(f"{PROMISE}/reports")(promise_views.reports)


def register(app: Flask, navigation: Navigation) -> None:
    """Open the room."""
    app.register_blueprint(bp)
    navigation.add("practice.week", lambda: _l("My week"), "week", 15)
