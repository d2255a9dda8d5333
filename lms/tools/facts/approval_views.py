"""The figures an organisation stands by: HR and administrators enter them, managers are offered them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.catalog.tool_shelf import fact_definitions
from lms.kernel.permissions import NotFound, Role, allow
from lms.packs.tool_shelves import FactDefinition
from lms.tools.facts.approving import approve, approved_facts, withdraw
from lms.tools.facts.forms import ApprovalForm, written
from lms.tools.facts.models import ApprovedFact
from lms.web.context import actor, db, now, today
from lms.web.forms import Confirmation
from lms.web.languages import speak_as_shown


@dataclass(frozen=True)
class ApprovalCard:
    """One fact as those who approve figures see it. `is_open`: its form was refused."""

    definition: FactDefinition
    approved: ApprovedFact | None
    form: ApprovalForm
    is_open: bool = False

    def said(self, number: float | None) -> str:
        """Return a number of it in the reader's format; empty where there is none."""
        return "" if number is None else written(number, self.definition.unit)


@allow(Role.HR, Role.ADMIN)
def approvals() -> ResponseReturnValue:
    """Show every fact with the figure the organisation stands by."""
    return _page(_cards())


@allow(Role.HR, Role.ADMIN)
def approve_figure(fact: str) -> ResponseReturnValue:
    """Stand by a figure from now on, in place of the one before."""
    speak_as_shown()
    definition, form = _definition(fact), ApprovalForm()
    typed = form.approval(definition, today()) if form.validate() else None
    if typed is None:
        refused = [_refused(each, form) if each.definition.name == fact else each for each in _cards()]
        return _page(refused), 422
    approve(db(), actor(), fact, *typed, now())
    flash(_("Approved. Every manager is offered it; nobody's own number changes by itself."))
    return redirect(url_for("facts.approvals", _anchor=fact), 303)


@allow(Role.HR, Role.ADMIN)
def withdrawal(fact: str) -> ResponseReturnValue:
    """Stop offering a figure; who took it over keeps their copy."""
    withdraw(db(), actor(), _definition(fact).name, now())
    flash(_("Withdrawn. Who has taken it over keeps it."))
    return redirect(url_for("facts.approvals", _anchor=fact), 303)


def _definition(name: str) -> FactDefinition:
    found = fact_definitions(db(), actor()).get(name)
    if found is None:
        raise NotFound
    return found


def _cards() -> list[ApprovalCard]:
    approved = approved_facts(db(), actor())
    definitions = fact_definitions(db(), actor())
    return [_card(each, approved.get(each.name)) for each in definitions.values()]


def _card(definition: FactDefinition, row: ApprovedFact | None) -> ApprovalCard:
    form = ApprovalForm(formdata=None)
    numbers = {} if row is None else {"likely": row.likely, "low": row.low, "high": row.high}
    form.show(numbers, (row.valid_on if row else today()).isoformat(), definition.unit)
    form.source.data = row.source if row else ""
    return ApprovalCard(definition, row, form)


def _refused(card: ApprovalCard, form: ApprovalForm) -> ApprovalCard:
    return ApprovalCard(card.definition, card.approved, form, is_open=True)


def _page(cards: Sequence[ApprovalCard]) -> str:
    return render_template("tools/facts_approved.html", cards=cards, form=Confirmation(), today=today())
