"""The tool shelf and one page a tool."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.answers import reading, saving
from lms.answers.sent import SentAnswer
from lms.calculators.declared import Calculator
from lms.kernel.ids import new_id
from lms.kernel.permissions import MEMBERS, allow
from lms.tools.forms import Entered, entered, inputs_form
from lms.tools.inputs import all_newest, named
from lms.tools.showing import BLOCK, ShownCalculator, shown_calculator
from lms.tools.table_form import acted, row_action
from lms.tools.tables import EnteredTable
from lms.web.context import actor, db, now, secret
from lms.web.forms import Confirmation
from lms.web.languages import speak_as_shown
from lms.web.redirects import safe_next


@allow(*MEMBERS)
def shelf() -> ResponseReturnValue:
    """Show every tool by the question it answers."""
    calculators = all_newest(db(), actor())
    answers = reading.current(db(), actor(), [_key(each) for each in calculators], secret())
    return render_template("tools/shelf.html", tools=[shown_calculator(each, answers) for each in calculators])


@allow(*MEMBERS)
def tool(name: str) -> ResponseReturnValue:
    """Show one tool with my numbers in it."""
    shown = _shown(named(db(), actor(), name))
    return render_template("tools/tool.html", shown=shown, form=Confirmation())


@allow(*MEMBERS)
def inputs(name: str) -> ResponseReturnValue:
    """Keep the numbers of a form and show what they give: the same page without JavaScript."""
    speak_as_shown()
    calculator = named(db(), actor(), name)
    form = inputs_form(calculator)
    before = _shown(calculator)
    action = row_action(calculator, form)
    typed = entered(calculator, form, before.texts, before.typed_tables)
    if not form.validate() or (typed.is_refused and action is None):
        return render_template("tools/tool.html", shown=_unsaved(before, typed, typed.tables), form=form), 422
    if action and action.verb != "example":
        shown = _unsaved(before, typed, {action.table: acted(calculator.table(action.table), form, action)})
        return render_template("tools/tool.html", shown=shown, form=form)
    _save(before, {action.table: None} if action else typed.values)
    return redirect(safe_next(form.next.data) or url_for("tools.tool", name=name, _anchor="result"), 303)


def _shown(calculator: Calculator) -> ShownCalculator:
    return shown_calculator(calculator, reading.current(db(), actor(), [_key(calculator)], secret()))


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


def _key(calculator: Calculator) -> str:
    return f"calculator:{calculator.uuid}"
