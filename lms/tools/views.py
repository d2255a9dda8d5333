"""The tool shelf and one page a tool."""

from __future__ import annotations

from dataclasses import replace

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
    typed = entered(calculator, form, {each.name: before.text(each) for each in calculator.inputs})
    if not form.validate() or typed.refused:
        return render_template("tools/tool.html", shown=_unsaved(before, typed), form=form), 422
    changed = [
        SentAnswer(new_id(), _key(calculator), BLOCK, item, before.revisions.get(item, 0), value)
        for item, value in typed.values.items()
    ]
    if changed:
        saving.save(db(), actor(), changed, secret(), now())
    return redirect(safe_next(form.next.data) or url_for("tools.tool", name=name, _anchor="result"), 303)


def _shown(calculator: Calculator) -> ShownCalculator:
    return shown_calculator(calculator, reading.current(db(), actor(), [_key(calculator)], secret()))


def _unsaved(before: ShownCalculator, typed: Entered) -> ShownCalculator:
    """Return the tool with everything that was typed still in its boxes: nothing of it is saved yet."""
    own = {item: value for item, value in {**before.own, **typed.values}.items() if value is not None}
    return replace(before, own=own, typed=typed.typed, refused=typed.refused)


def _key(calculator: Calculator) -> str:
    return f"calculator:{calculator.uuid}"
