"""The addresses of record stores."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from lms.doors.partners.registry import Connection, Door
from lms.doors.partners.registry import register as make_known
from lms.doors.xapi import telling as _telling  # noqa: F401  - its jobs
from lms.doors.xapi import views
from lms.doors.xapi.models import DOOR, XapiConnection
from lms.doors.xapi.sending import carry
from lms.kernel.permissions import Actor, Rows
from lms.people import history
from lms.web import slots
from lms.web.navigation import Navigation

bp = Blueprint("xapi", __name__, template_folder="templates")
ALL = "/admin/doors/xapi"
ONE = f"{ALL}/<uuid:store>"

bp.get(ALL)(views.settings)
bp.get(f"{ALL}/new")(views.new)
bp.post(f"{ALL}/new")(views.connect)
bp.get(ONE)(views.connection)
bp.post(ONE)(views.change)
bp.post(f"{ONE}/test")(views.test)
bp.post(f"{ONE}/activation")(views.switch_on)
bp.post(f"{ONE}/pause")(views.switch_off)
bp.post(f"{ONE}/removal")(views.remove)


def connections(session: Session, actor: Actor) -> Sequence[Connection]:
    """Return the connections of the actor's organisation."""
    found = Rows(session, actor, XapiConnection).order_by(XapiConnection.name, XapiConnection.id).all()
    return [Connection(each.id, each.name, each.endpoint, each.active) for each in found]


make_known(
    Door(
        DOOR,
        _l("Learning record stores (xAPI)"),
        _l("Tell other systems what your people began, completed and passed, as xAPI statements."),
        "xapi.settings",
        connections,
        carry,
    )
)


def register(app: Flask, _navigation: Navigation) -> None:
    """Open the door, and say on everybody's own page who is told what."""
    app.register_blueprint(bp)
    slots.fill(app, "people.me", views.on_me)
    history.describe_all(
        {
            "xapi.connect": _l("A learning record store was set up"),
            "xapi.change": _l("A learning record store was changed"),
            "xapi.test": _l("A learning record store was tested"),
            "xapi.switch_on": _l("A learning record store was switched on"),
            "xapi.switch_off": _l("A learning record store was switched off"),
            "xapi.remove": _l("A learning record store was removed"),
        }
    )
