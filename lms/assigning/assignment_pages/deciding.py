"""Who asked for more time, and the answer of HR, for one or for many."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.assigning.assignment_pages.addresses import after_of, first_page, next_page
from lms.assigning.assignment_pages.days import day_of
from lms.assigning.assignment_pages.saying import gettext as _
from lms.assigning.assignment_pages.saying import ngettext
from lms.assigning.assignment_pages.words import WISH_REASONS
from lms.assigning.assignments import reading, wishing
from lms.assigning.assignments.refusals import Refused
from lms.assigning.looking import note_look
from lms.kernel.ids import read_id
from lms.kernel.permissions import Role, allow
from lms.web.context import actor, database, db, now, today
from lms.web.forms import Confirmation

MOST: Final = 60


@allow(Role.HR)
def wishes() -> ResponseReturnValue:
    """Show the wishes that wait for an answer, the longest waiting first."""
    note_look(database(), actor(), _("wishes for more time")[:100], now())
    return _page({})


@allow(Role.HR)
def decide() -> ResponseReturnValue:
    """Answer the wishes that are ticked, all in one way."""
    ids = [found for text in request.form.getlist("wish")[:MOST] if (found := read_id(text)) is not None]
    act = request.form.get("do")
    if not ids or act not in ("grant", "decline"):
        return _page({"": _("Tick at least one wish, then choose the answer.")})
    wrong: dict[str, str] = {}
    for wish in ids:
        try:
            _answer(wish, act)
        except Refused as refused:
            wrong[str(wish)] = refused.text
    if wrong:
        db().rollback()  # nothing is stored while one answer is wrong, and the page shows them all
        return _page(wrong)
    flash(_said(act, len(ids)))
    return redirect(url_for("assignments.wishes"), 303)


def _answer(wish: UUID, act: str) -> None:
    if act == "grant":
        wishing.grant(db(), actor(), wish, now(), until=_until(wish))
    else:
        wishing.decline(db(), actor(), wish, now())


def _until(wish: UUID) -> date | None:
    text = request.form.get(f"until-{wish}", "")
    if not text.strip():
        return None  # what was asked for
    day = day_of(text)
    if day is None:
        raise Refused("until", _("Write the day as year-month-day, for example 2026-11-27."))
    return day


def _said(act: str, count: int) -> str:
    if act == "grant":
        return ngettext("%(num)d person has more time.", "%(num)d people have more time.", count)
    return ngettext("%(num)d due date stays where it is.", "%(num)d due dates stay where they are.", count)


def _page(wrong: dict[str, str]) -> ResponseReturnValue:
    found, following = reading.wishes(db(), actor(), after_of(request.args))
    html = render_template(
        "assigning/assignment_pages/wishes.html",
        wishes=found,
        reasons=WISH_REASONS,
        wrong=wrong,
        ticked=set(request.form.getlist("wish")),
        typed=request.form,
        following=next_page(following) if request.method == "GET" else None,
        first=first_page() if request.method == "GET" else None,
        form=Confirmation(),
        today=today(),
        at=now(),
    )
    return html, 422 if wrong else 200
