"""One calculator of a draft: its page, what its forms keep, the tool as learners get it, and what is told meanwhile."""

from __future__ import annotations

from uuid import UUID

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.catalog.tool_shelf import fact_definitions
from lms.kernel.permissions import NotFound, Role, allow
from lms.studio.calculators.acting import acted
from lms.studio.calculators.checking import Checked
from lms.studio.calculators.editing import saved
from lms.studio.calculators.page import ADD, EditorPage
from lms.studio.calculators.sheet import Sheet
from lms.studio.calculators.shelf import path_of
from lms.studio.drafts.answering import kept, sent_base
from lms.studio.drafts.files import draft_or_404
from lms.studio.drafts.held import content_of
from lms.studio.drafts.models import Draft
from lms.tools.trying import tried_calculator
from lms.tools.written_once import unkept
from lms.web.context import actor, db
from lms.web.forms import Confirmation
from lms.web.headers import POLICY
from lms.web.languages import language
from lms.web.visitors import signed_in_visitor


@allow(Role.TRAINER)
def editor(draft: UUID, name: str) -> ResponseReturnValue:
    """Show everything a calculator is made of, with the tool beside it."""
    found = draft_or_404(draft)
    return framing(render_template("studio/calculators/editor.html", **page_of(found, name)))


@allow(Role.TRAINER)
def keep(draft: UUID, name: str) -> ResponseReturnValue:
    """Keep what the form of one part holds, or add, move, rename or remove something."""
    found = draft_or_404(draft)
    sheet = sheet_of(found, name)
    part = sheet.part(request.form.get("part", ""))
    act = request.form.get("do", "save")
    if act != "save" or part is None:
        return acted(found, name, sheet, part, act)
    outcome = saved(sheet, part, request.form, sent_base(sheet.path, part.part), language())
    back = url_for("draft_tools.editor", draft=found.id, name=name, _anchor=part.anchor)
    return kept(found, outcome.edits, "tool.changed", back=back, problems=outcome.problems)


@allow(Role.TRAINER)
def check(draft: UUID, name: str) -> ResponseReturnValue:
    """Return what is told at each place of the page now, as HTML by the id of the place."""
    page = page_of(draft_or_404(draft), name)
    told = render_template("studio/calculators/told.html", **page)
    return Response(told, headers={"Cache-Control": "no-store"})


@allow(Role.TRAINER)
def tool(draft: UUID, name: str) -> ResponseReturnValue:
    """Show the tool as learners will get it, in a frame of the editor's page; nothing entered in it is kept."""
    found = draft_or_404(draft)
    calculator = _checked(sheet_of(found, name)).calculator
    with unkept():
        shown = None if calculator is None else tried_calculator(calculator)
        page = render_template("studio/calculators/tool.html", shown=shown, form=Confirmation(), draft=found)
    response = make_response(page)
    response.headers["Content-Security-Policy"] = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    return response


def page_of(draft: Draft, name: str) -> dict[str, object]:
    """Return what the templates of the editor are given."""
    checked = _checked(sheet_of(draft, name))
    page = EditorPage(draft, name, checked, fact_definitions(db(), actor()))
    return {"draft": draft, "page": page, "word": _, "add": ADD, "form": Confirmation()}


def sheet_of(draft: Draft, name: str) -> Sheet:
    """Return a calculator of a draft in its parts. NotFound where the draft has none of that name."""
    path = path_of(draft, name)
    content = content_of(db(), draft, path) if name.isprintable() else None
    if content is None:
        raise NotFound
    return Sheet(path, content.decode("utf-8", "replace"))


def framing(page: str) -> Response:
    """Return a page that may hold a frame of this site."""
    response = make_response(page)
    response.headers["Content-Security-Policy"] = f"{POLICY}; frame-src 'self'"
    return response


def _checked(sheet: Sheet) -> Checked:
    return Checked(sheet, language(), signed_in_visitor().currency)


def back_to(draft: Draft, name: str, anchor: str = "") -> ResponseReturnValue:
    """Go back to the page of a calculator."""
    return redirect(url_for("draft_tools.editor", draft=draft.id, name=name, _anchor=anchor or None), 303)
