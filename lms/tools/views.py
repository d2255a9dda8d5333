"""The tool shelf and one page a tool."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.answers import reading, saving
from lms.answers.sent import SentAnswer
from lms.calculators.declared import Calculator
from lms.catalog.search import LONGEST_QUERY
from lms.kernel.ids import new_id
from lms.kernel.permissions import MEMBERS, allow
from lms.tools.forms import Entered, entered, inputs_form
from lms.tools.inputs import named
from lms.tools.numbers import contexts_of
from lms.tools.shelving import shelved
from lms.tools.showing import BLOCK, ShownCalculator, shown_calculator
from lms.tools.table_form import acted, row_action
from lms.tools.tables import EnteredTable
from lms.web.context import actor, db, now, secret
from lms.web.forms import Confirmation, Form
from lms.web.languages import speak_as_shown
from lms.web.redirects import safe_next


@allow(*MEMBERS)
def shelf() -> ResponseReturnValue:
    """Show every tool under the question it answers, or those that hold the words asked for."""
    words = request.args.get("q", "").strip()[:LONGEST_QUERY]
    found = shelved(db(), actor(), secret(), words)
    return render_template("tools/shelf.html", shelf=found, words=words)


@allow(*MEMBERS)
def tool(name: str) -> ResponseReturnValue:
    """Show one tool with my numbers in it."""
    shown = _shown(named(db(), actor(), name))
    return render_template("tools/tool.html", shown=shown, form=Confirmation())


@allow(*MEMBERS)
def inputs(name: str) -> ResponseReturnValue:
    """Keep the numbers of a form and show what they give: the same page without JavaScript."""
    speak_as_shown()
    before = _shown(named(db(), actor(), name))
    back = url_for("tools.tool", name=name, _anchor="result")
    return taken(before, lambda shown, form: render_template("tools/tool.html", shown=shown, form=form), back)


def taken(before: ShownCalculator, page: Callable[[ShownCalculator, Form], str], back: str) -> ResponseReturnValue:
    """Keep what the form of a calculator holds: `page` shows it again where something is refused or a row was added."""
    calculator = before.calculator
    form = inputs_form(calculator)
    action = row_action(calculator, form)
    typed = entered(calculator, form, before.texts, before.typed_tables)
    if not form.validate() or (typed.is_refused and action is None):
        return page(_unsaved(before, typed, typed.tables), form), 422
    if action and action.verb != "example":
        return page(_unsaved(before, typed, {action.table: acted(calculator.table(action.table), form, action)}), form)
    _save(before, {action.table: None} if action else typed.values)
    return redirect(safe_next(form.next.data) or back, 303)


def _shown(calculator: Calculator) -> ShownCalculator:
    return shown_calculator(calculator, reading.current(db(), actor(), contexts_of([calculator]), secret()))


def _save(before: ShownCalculator, values: Mapping[str, Any]) -> None:
    changed = [
        SentAnswer(new_id(), before.context, BLOCK, item, before.revisions.get(item, 0), value)
        for item, value in values.items()
    ]
    if changed:
        saving.save(db(), actor(), changed, secret(), now())


def _unsaved(before: ShownCalculator, typed: Entered, tables: Mapping[str, EnteredTable]) -> ShownCalculator:
    """Return the tool with everything that was typed still in its boxes: nothing of it is saved yet."""
    values = {**before.own, **typed.values, **{name: each.rows for name, each in tables.items()}}
    own = {item: value for item, value in values.items() if value is not None}
    return replace(before, own=own, typed=typed.typed, refused=typed.refused, entered={**typed.tables, **tables})
