"""The pages of business cases: all of mine, the one for the steering group, and where an effect is taken from."""

from __future__ import annotations

from uuid import UUID

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from lms.kernel.permissions import MEMBERS, NotFound, allow
from lms.tools.cases.forms import EffectForm, MeasureForm, StartForm
from lms.tools.cases.links import BUSINESS_CASE
from lms.tools.cases.paper import assumption_lines, case_sheet, cost_heads, effect_heads
from lms.tools.cases.sheet import CaseSheet
from lms.tools.cases.sources import Chosen, Sources, is_case, money_outputs, sources
from lms.tools.cases.taking import case_of, linked_rows, links_of, range_of
from lms.tools.cases.wording import offered_name
from lms.tools.exports import turns
from lms.tools.inputs import newest_of
from lms.tools.scenarios import sharing
from lms.tools.scenarios.context import LONGEST_NAME, LONGEST_NOTE
from lms.tools.scenarios.reading import KeptScenario, all_of, of_owner
from lms.tools.scenarios.views import listed
from lms.web.context import actor, database, db, now, secret
from lms.web.paper.children import NotMade
from lms.web.visitors import signed_in_visitor


@allow(*MEMBERS)
def business_cases() -> ResponseReturnValue:
    """Show my cases with what each is worth, and begin another."""
    return list_page(StartForm(formdata=None))


def list_page(form: StartForm, status: int = 200) -> ResponseReturnValue:
    """Show the list with the form to begin one; NotFound where the library has no such calculator."""
    if newest_of(db(), actor(), BUSINESS_CASE) is None:
        raise NotFound
    cases = [listed(each, None) for each in all_of(db(), actor(), secret()) if is_case(each)]
    longest = {"name": LONGEST_NAME, "what": LONGEST_NOTE}
    return render_template("tools/cases.html", cases=cases, form=form, longest=longest), status


@allow(*MEMBERS)
def case(identity: UUID) -> ResponseReturnValue:
    """Show the page for the steering group; a colleague's that is shared, to read, which is noted."""
    try:
        kept = case_of(db(), actor(), identity, secret())
    except NotFound:
        return _shared(identity)
    return sheet_page(kept)


def sheet_page(kept: KeptScenario, form: MeasureForm | None = None, status: int = 200) -> ResponseReturnValue:
    """Show the page of a case of mine; `form` is one that was refused."""
    sheet = _sheet(kept)
    planned = sheet.measure
    what, by = (planned.what, planned.by) if planned else (sheet.most_worth_knowing, "")
    fresh = MeasureForm(formdata=None, what=what, by=by)
    return _rendered(sheet, form or fresh, signed_in_visitor().name), status


def _rendered(sheet: CaseSheet, form: MeasureForm | None, by: str) -> str:
    """Return the page; without a form it is somebody else's, to be read. `by`: whose it is."""
    heads = {"effect_heads": effect_heads(sheet), "cost_heads": cost_heads(sheet)}
    lines = assumption_lines(sheet)
    return render_template("tools/case.html", sheet=sheet, form=form, by=by, at=now(), assumptions=lines, **heads)


def _sheet(kept: KeptScenario) -> CaseSheet:
    return CaseSheet(kept, linked_rows(kept, sources(db(), actor(), secret())) if links_of(kept) else [])


def _shared(identity: UUID) -> ResponseReturnValue:
    try:
        row, owner = sharing.shared_scenario(db(), actor(), identity)
    except sharing.Ended as ended:
        return render_template("tools/scenario_ended.html", owner=ended.owner), 404
    if row.calculator_id != BUSINESS_CASE:
        raise NotFound
    sharing.note_look(database(), actor(), identity, now())
    return _rendered(CaseSheet(of_owner(db(), actor(), row, secret())), None, owner)


@allow(*MEMBERS)
def case_pdf(identity: UUID) -> ResponseReturnValue:
    """Send the page of a case of mine as a PDF, with my name on it where `?signed=1` asks for it."""
    kept = case_of(db(), actor(), identity, secret())
    if turns.is_too_soon():
        return turns.wait_page(kept.shown)
    signed = signed_in_visitor().name if request.args.get("signed") == "1" else ""
    try:
        made = case_sheet(_sheet(kept), now(), signed=signed)
    except NotMade:
        return render_template("tools/not_made.html", shown=kept.shown), 503, {"Retry-After": "10"}
    headers = {
        "Content-Disposition": f'attachment; filename="{kept.calculator.name}.pdf"',
        "Cache-Control": "no-store",
    }
    return Response(made, content_type="application/pdf", headers=headers)


@allow(*MEMBERS)
def case_effects(identity: UUID) -> ResponseReturnValue:
    """Show the scenarios an effect can be taken from; once one is chosen, the difference it makes."""
    kept = case_of(db(), actor(), identity, secret())
    found = sources(db(), actor(), secret())
    wanted = {name: request.args.get(name, "") for name in ("source", "against", "output")}
    if not wanted["source"]:
        return effects_page(kept, found, None, None)
    chosen = found.chosen(wanted["source"], wanted["against"], wanted["output"])
    if chosen is None:
        raise NotFound
    fresh = EffectForm(formdata=None, name=offered_name(chosen), times="1")
    return effects_page(kept, found, chosen, fresh)


def effects_page(
    kept: KeptScenario, found: Sources, chosen: Chosen | None, form: EffectForm | None, status: int = 200
) -> ResponseReturnValue:
    """Show where an effect is taken from; `form` holds what was typed, with words where it was refused."""
    html = render_template(
        "tools/case_effects.html",
        kept=kept,
        sources=found,
        chosen=chosen,
        outputs=money_outputs(chosen.plan.calculator) if chosen else [],
        ends=range_of(chosen, 1.0) if chosen else None,
        columns={each.name: each for each in kept.calculator.table("effects").columns},
        form=form,
    )
    return html, status
