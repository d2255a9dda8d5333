"""HR's pages of what comes with the library: one curriculum with its days, its guide, its letters; and beginning it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.assigning.curricula import keeping
from lms.assigning.curricula.shelf import shelf
from lms.assigning.curricula.shipped.calendar import calendar_of
from lms.assigning.curricula.shipped.finding import by_name, one
from lms.assigning.curricula.shipped.offer import WEEK, Offer, first_monday, mondays
from lms.assigning.curricula.shipped.tools import tool_titles
from lms.assigning.curricula.shipped.writing import written
from lms.kernel.permissions import Role, allow
from lms.packs.curricula.model import ShippedCurriculum
from lms.web.context import actor, db, now, today
from lms.web.forms import Confirmation
from lms.web.languages import LANGUAGES, language
from lms.web.visitors import signed_in_visitor

EARLIEST, LATEST = date(2000, 1, 3), date(2100, 12, 27)


def _offer(name: str) -> Offer:
    found = one(name)
    return Offer(found, by_name(shelf(db(), actor()).values()), _start(found))


def _start(shipped: ShippedCurriculum) -> date:
    """Return the Monday that was asked for, else the first that leaves time for the letters."""
    try:
        day = date.fromisoformat((request.values.get("start") or "")[:10])
    except ValueError:
        return first_monday(today(), shipped)
    known = EARLIEST <= day <= LATEST and day.weekday() % WEEK == 0
    return day if known else first_monday(today(), shipped)


def _spoken(shipped: ShippedCurriculum) -> str:
    """Return the language of guide and letters: the one that was asked for, else the reader's, else English."""
    wanted = (request.args.get("spoken"), language())
    return next((code for code in wanted if code in shipped.languages and code in LANGUAGES), "en")


def _page(template: str, offer: Offer, status: int = 200, **more: object) -> ResponseReturnValue:
    return render_template(
        f"assigning/curricula/shipped/{template}.html",
        offer=offer,
        shipped=offer.shipped,
        spoken=_spoken(offer.shipped),
        form=Confirmation(),
        **more,
    ), status


@allow(Role.HR)
def preview(shipped: str) -> ResponseReturnValue:
    """Show a curriculum of the library with its days from a Monday on."""
    return _preview(_offer(shipped))


def _preview(offer: Offer, status: int = 200) -> ResponseReturnValue:
    return _page("preview", offer, status, calendar=calendar_of(offer), mondays=mondays(today(), offer.start))


@allow(Role.HR)
def guide(shipped: str) -> ResponseReturnValue:
    """Show the facilitator's guide, to read and to print."""
    offer = _offer(shipped)
    tools = tool_titles(db(), actor(), (name for meeting in offer.shipped.meetings for name in meeting.tools))
    return _page("guide", offer, guide=offer.shipped.guide(_spoken(offer.shipped)), tools=tools)


@allow(Role.HR)
def letters(shipped: str) -> ResponseReturnValue:
    """Show the letters as plain text, to copy."""
    offer = _offer(shipped)
    spoken = _spoken(offer.shipped)
    return _page("letters", offer, letters=written(offer, spoken, signed_in_visitor().organisation))


@allow(Role.HR)
def begin(shipped: str) -> ResponseReturnValue:
    """Make a draft of it that is the organisation's own; with a module missing, say which."""
    offer = _offer(shipped)
    if offer.missing:
        return _preview(offer, 409)
    made = keeping.create(db(), actor(), offer.document, now(), begun_from=UUID(offer.shipped.uuid))
    flash(
        _("This is your draft: change what you like, or remove it again below. Only HR sees it before it is published.")
    )
    return redirect(url_for("curricula.edit", identity=made.id, start=offer.start.isoformat()), 303)
