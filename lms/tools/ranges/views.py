"""Ranges on a tool's page: kept with its numbers, run when they are asked for, and a page that teaches them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from flask import render_template, request
from flask.typing import ResponseReturnValue

from lms.answers import reading, saving
from lms.answers.contexts import Refusal, resolve
from lms.answers.sent import SentAnswer
from lms.calculators.declared import Calculator
from lms.kernel.ids import new_id
from lms.kernel.permissions import MEMBERS, NotFound, allow
from lms.people.throttling import Uses
from lms.tools.facts.using import CONTEXT as FACTS
from lms.tools.inputs import all_newest, named
from lms.tools.ranges.asking import BLOCK as ASKED
from lms.tools.ranges.asking import KeptAsked
from lms.tools.ranges.forms import RangesForm, TypedRanges, asked_of, typed_ranges
from lms.tools.ranges.kept import BLOCK
from lms.tools.ranges.results import ShownRun
from lms.tools.ranges.running import Asked, run
from lms.tools.ranges.wording import nothing_words, wait_words
from lms.tools.showing import ShownCalculator, shown_calculator
from lms.web.context import actor, db, now, secret
from lms.web.languages import speak_as_shown

MOST_A_MINUTE: Final = 20
"""A run costs up to 150 ms of the processor: at most a twentieth of one for a person who never stops asking."""

_ADD: Final = "add"
_SCENARIO: Final = "scenario:"


@allow(*MEMBERS)
def ranges_page(name: str) -> ResponseReturnValue:
    """Show the ranges of one tool on a page of their own: what the panel is where no script runs."""
    shown = _shown(named(db(), actor(), name), "")
    return render_template("tools/ranges.html", shown=shown, form=RangesForm(formdata=None), found=None)


@allow(*MEMBERS)
def ranges_runs(name: str) -> ResponseReturnValue:
    """Keep the ranges that were typed, run the tool with all of them, and show what came out; JSON for the script."""
    if not request.is_json:
        speak_as_shown()
    calculator, form = named(db(), actor(), name), RangesForm()
    if not form.validate():
        return _answered(_shown(calculator, ""), form, None, 422)
    shown = _shown(calculator, form.context.data or "")
    typed = typed_ranges(calculator, shown.range_rows, request.form)
    if form.action.data == _ADD or typed.is_refused:
        shown.range_rows.typed, shown.range_rows.added = typed.lines, form.add.data or ""
        return _answered(shown, form, None, 422 if typed.is_refused else 200)
    try:
        _keep(shown, typed)
    except Refusal as refusal:
        form.form_errors.append(refusal.reason)
        return _answered(shown, form, None, 422)
    return _run(_shown(calculator, shown.context) if typed.values else shown, form)


@allow(*MEMBERS)
def uncertainty() -> ResponseReturnValue:
    """Explain ranges on one of the reader's own tools: the one asked for, else the one last used, else the first."""
    calculators = {f"calculator:{each.uuid}": each for each in all_newest(db(), actor())}
    answers = reading.current(db(), actor(), [*calculators, FACTS], secret())
    shown = shown_calculator(_chosen(calculators, answers, request.args.get("tool", "")), answers)
    form = RangesForm(formdata=None)
    tools = list(calculators.values())
    return render_template("tools/uncertainty.html", shown=shown, tools=tools, form=form, found=None)


def _chosen(calculators: Mapping[str, Calculator], answers: reading.CurrentAnswers, name: str) -> Calculator:
    """Return a tool by its name, without one the last used of `calculators` (by context); NotFound if there is none."""
    used = sorted(answers.items(), key=lambda each: each[1].at, reverse=True)
    last = [context for (context, _block, _item), _found in used if context in calculators]
    among = [each for each in calculators.values() if not name or each.name == name]
    if not among:
        raise NotFound
    return calculators[last[0]] if last and not name else among[0]


def _run(shown: ShownCalculator, form: RangesForm) -> ResponseReturnValue:
    try:
        asked = asked_of(shown.range_rows, form)
    except Refusal as refusal:
        form[refusal.field].errors = [refusal.reason]
        return _answered(shown, form, None, 422)
    if not shown.range_rows.ranges:
        form.form_errors.append(nothing_words())
        return _answered(shown, form, None, 422)
    rows, uses = shown.range_rows, Uses(secret(), "ranges", actor().person_id, MOST_A_MINUTE)
    if uses.are_used_up(db(), now()):
        form.form_errors.append(wait_words())
        return _answered(shown, form, None, 429)
    uses.count(db(), now())
    _keep_asked(shown, asked)
    found = ShownRun(rows, run(shown.calculator, rows.own, rows.specifications(), asked))
    if found.has_figures:
        shown.step = found.step
    return _answered(shown, form, found, 422 if found.run.is_refused else 200)


def _answered(shown: ShownCalculator, form: RangesForm, found: ShownRun | None, status: int) -> ResponseReturnValue:
    headers = {"Retry-After": "20"} if status == 429 else {}  # noqa: PLR2004
    if not request.is_json:
        return render_template("tools/ranges.html", shown=shown, form=form, found=found), status, headers
    if found is None:
        reasons = {name: [str(each) for each in errors] for name, errors in form.errors.items() if name}
        return {"refused": reasons, "says": " ".join(map(str, form.form_errors))}, status, headers
    told = {"line": found.line, "step": found.step, "problems": found.problems}
    return {
        **told,
        "report": found.run.document(),
        "html": render_template("tools/ranges_answer.html", found=found),
    }, 200


def _keep_asked(shown: ShownCalculator, asked: Asked) -> None:
    kept = shown.ranges.asked
    wanted = KeptAsked(asked.threshold, asked.seed).values
    changed = [
        SentAnswer(new_id(), shown.context, ASKED, name, kept.revisions.get(name, 0), value)
        for name, value in wanted.items()
        if value != kept.values[name]
    ]
    if not changed:
        return
    with suppress(Refusal):  # a baseline answers what it is asked, and stays as it is
        saving.save(db(), actor(), changed, secret(), now())


def _keep(shown: ShownCalculator, typed: TypedRanges) -> None:
    revisions = shown.ranges.revisions
    changed = [
        SentAnswer(new_id(), shown.context, BLOCK, name, revisions.get(name, 0), value)
        for name, value in typed.values.items()
    ]
    if changed:
        saving.save(db(), actor(), changed, secret(), now())


def _shown(calculator: Calculator, context: str) -> ShownCalculator:
    """Return the tool with the numbers and ranges of `context`: its own, or a scenario's of the same person."""
    own = f"calculator:{calculator.uuid}"
    key = context or own
    if key != own and not key.startswith(_SCENARIO):
        raise NotFound
    try:
        resolve(db(), actor(), key)
    except Refusal:
        raise NotFound from None
    return shown_calculator(calculator, reading.current(db(), actor(), [key, FACTS], secret()), key)
