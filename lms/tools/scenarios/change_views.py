"""What a person does with scenarios, as forms: each answers with the page it came from, or with the next one."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.answers.contexts import Refusal
from lms.kernel.permissions import MEMBERS, allow
from lms.tools.inputs import named
from lms.tools.scenarios import operations
from lms.tools.scenarios.context import LONGEST_NAME, locked_words
from lms.tools.scenarios.copying import about_copy
from lms.tools.scenarios.forms import DescribeForm, OutcomeForm, SaveForm, UseForm
from lms.tools.scenarios.keeping import keep_page, numbered, tool_answers
from lms.tools.scenarios.page import own_page
from lms.tools.scenarios.reading import KeptScenario, of_tool, one_of, removed_of
from lms.tools.showing import shown_calculator
from lms.tools.views import taken
from lms.web.context import actor, db, now, secret, today
from lms.web.forms import Confirmation
from lms.web.languages import speak_as_shown


@allow(*MEMBERS)
def save_scenario(name: str) -> ResponseReturnValue:
    """Keep the tool's numbers of now as a scenario."""
    calculator, form = named(db(), actor(), name), SaveForm()
    called = form.named(numbered(calculator)) if form.validate() else None
    if called is None:
        return keep_page(calculator, form)
    answers = tool_answers(calculator)
    numbers = operations.numbers_in(answers, f"calculator:{calculator.uuid}")
    try:
        row = operations.make(db(), actor(), calculator, {"name": called}, numbers, secret(), now())
    except operations.TooMany:
        form.name.errors = [too_many_words()]
        return keep_page(calculator, form)
    flash(
        _("Saved. Change its numbers here; those of the tool stay as they are.")
    )  # no name: it would stand in a cookie
    return _to(row.id)


@allow(*MEMBERS)
def scenario_inputs(identity: UUID) -> ResponseReturnValue:
    """Keep the numbers of a scenario's form and show what they give: the same page without JavaScript."""
    speak_as_shown()
    kept = _mine(identity)
    if kept.is_baseline:
        return own_page(kept, 409, refused=locked_words())
    here = url_for("tools.scenario", identity=identity, _anchor="result")
    return taken(kept.shown, lambda shown, form: own_page(kept, shown=shown, inputs=form)[0], here)


@allow(*MEMBERS)
def describe_scenario(identity: UUID) -> ResponseReturnValue:
    """Change name and note; what another window changed meanwhile is shown beside it, and nothing is lost."""
    kept, form = _mine(identity), DescribeForm()
    if not form.is_sound():
        return own_page(kept, 422, describe=form)
    outcome = operations.describe(db(), actor(), kept, form.said(), secret(), now())
    if outcome.conflicts:
        return _conflict(identity, form)
    flash(_("Name and note are kept."))
    return _to(identity)


def _conflict(identity: UUID, form: DescribeForm) -> ResponseReturnValue:
    db().rollback()  # one of the two may have been in time: both are sent again
    kept = _mine(identity)
    for item, box in (("name", form.name), ("note", form.note)):
        there = kept.about(item) or ""
        if there != box.data:
            box.errors = [_("Changed on another device: %(value)s. Keep sends yours instead.", value=there)]
    form.name_base.raw_data = form.note_base.raw_data = None
    form.name_base.data, form.note_base.data = kept.revision("name"), kept.revision("note")
    return own_page(kept, 409, describe=form)


@allow(*MEMBERS)
def copy_scenario(identity: UUID) -> ResponseReturnValue:
    """Make another scenario with the same numbers, ranges and note; a case keeps where its effects come from."""
    kept = _mine(identity)
    if not Confirmation().validate():
        return own_page(kept, 422)
    numbers = operations.numbers_in(kept.answers, kept.key)
    about = about_copy(db(), actor(), kept, _copied_name(kept.name))
    try:
        row = operations.make(db(), actor(), kept.calculator, about, numbers, secret(), now(), copied_from=kept.row.id)
    except operations.TooMany:
        return own_page(kept, 422, refused=too_many_words())
    flash(_("This is the copy. The first one stays as it is."))
    return _to(row.id)


def _copied_name(name: str) -> str:
    copied = str(_("Copy of %(name)s", name=name))
    return copied if len(copied) <= LONGEST_NAME else f"{copied[: LONGEST_NAME - 1]}…"


@allow(*MEMBERS)
def remove_scenario(identity: UUID) -> ResponseReturnValue:
    """Take a scenario off every list; the list it was on offers to take that back."""
    kept = _mine(identity)
    try:
        operations.remove(kept, now())
    except operations.Locked:
        return own_page(kept, 409, refused=_("This is your baseline. Unlock it before you remove it."))
    return redirect(url_for("tools.tool_scenarios", name=kept.calculator.name, removed=identity), 303)


@allow(*MEMBERS)
def restore_scenario(identity: UUID) -> ResponseReturnValue:
    """Bring a removed scenario back, with everything that was in it."""
    row = removed_of(db(), actor(), identity)
    row.removed_at = None
    db().flush()
    flash(_("It is back."))
    return _to(identity)


@allow(*MEMBERS)
def lock_scenario(identity: UUID) -> ResponseReturnValue:
    """Make a scenario the baseline of its tool."""
    kept = _mine(identity)
    try:
        operations.lock(db(), actor(), kept, today(), secret(), now())
    except operations.AlreadyLocked:
        others = of_tool(db(), actor(), kept.calculator, secret())[1]
        other = next((each.name for each in others if each.is_baseline), "")
        words = _("%(name)s is the baseline of this tool already. There is one at a time: unlock it first.", name=other)
        return own_page(kept, 409, refused=words)
    except operations.Locked:
        return _to(identity)
    flash(_("Locked as your baseline. Its numbers stay as they are today, those from your fact book too."))
    return _to(identity)


@allow(*MEMBERS)
def unlock_scenario(identity: UUID) -> ResponseReturnValue:
    """Let a baseline be changed again."""
    kept = _mine(identity)
    operations.unlock(db(), actor(), kept, secret(), now())
    flash(_("Unlocked. Its numbers can be changed again."))
    return _to(identity)


@allow(*MEMBERS)
def use_scenario(identity: UUID) -> ResponseReturnValue:
    """Make a scenario's numbers mine in the tool; on request the present ones are kept as a scenario first."""
    kept, form = _mine(identity), UseForm()
    if not form.validate():
        return own_page(kept, 422, use=form)
    calculator = kept.calculator
    answers = tool_answers(calculator)
    tool = shown_calculator(calculator, answers)
    before = operations.numbers_in(answers, tool.context)
    try:
        if form.keep.data and before:
            about = {"name": str(_("My numbers until %(day)s", day=today().isoformat()))}
            operations.make(db(), actor(), calculator, about, before, secret(), now())
        operations.use(db(), actor(), kept, tool, answers, secret(), now())
    except operations.TooMany:
        return own_page(kept, 422, refused=too_many_words(), use=form)
    except Refusal as refusal:
        return own_page(kept, 422, refused=refusal.reason, use=form)
    flash(_("The numbers of the scenario are now yours in this tool."))
    return redirect(url_for("tools.tool", name=calculator.name), 303)


@allow(*MEMBERS)
def outcome(identity: UUID) -> ResponseReturnValue:
    """Keep what a figure came to in the end, or take that back."""
    speak_as_shown()
    kept = _mine(identity)
    form = OutcomeForm().offer(kept)
    told = form.told(kept) if form.validate() else None
    if told is None:
        return own_page(kept, 422, outcome=form)
    found = operations.tell(db(), actor(), kept, *told, today(), secret(), now())
    if found.conflicts:
        return own_page(_mine(identity), 409, outcome=form)
    flash(_("Kept.") if told[1] else _("Taken back."))
    return _to(identity, "outcome")


def too_many_words() -> str:
    """Return that there is no room for another scenario."""
    return str(
        _("You keep %(most)d scenarios, which is as many as there can be. Remove some first.", most=operations.MOST)
    )


def _mine(identity: UUID) -> KeptScenario:
    return one_of(db(), actor(), identity, secret())


def _to(identity: UUID, anchor: str | None = None) -> ResponseReturnValue:
    return redirect(url_for("tools.scenario", identity=identity, _anchor=anchor), 303)
