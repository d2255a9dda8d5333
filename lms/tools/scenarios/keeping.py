"""The place on a tool's page where its numbers are kept as a scenario."""

from __future__ import annotations

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import bindparam, func, select

from lms.answers import reading
from lms.answers.reading import CurrentAnswers
from lms.calculators.declared import Calculator
from lms.kernel.permissions import scope_of
from lms.kernel.prepared import Prepared
from lms.tools.facts.using import CONTEXT as FACTS
from lms.tools.scenarios.context import LONGEST_NAME
from lms.tools.scenarios.forms import SaveForm
from lms.tools.scenarios.models import Scenario
from lms.tools.showing import ShownCalculator, shown_calculator
from lms.web.context import actor, db, secret
from lms.web.forms import Confirmation

_COUNT = Prepared(
    lambda actor: select(func.count()).where(
        scope_of(Scenario, actor),
        Scenario.calculator_id == bindparam("calculator"),
        Scenario.removed_at.is_(None),
    )
)


def panel(shown: ShownCalculator, form: SaveForm | None = None) -> str:
    """Return where a tool's numbers are kept under a name; `form` is one that was refused."""
    count = _count(shown.calculator)
    return render_template(
        "tools/scenario_keep.html",
        shown=shown,
        name=_numbered(count) if form is None else form.name.data or "",
        errors=[] if form is None else form.name.errors,
        count=count,
        longest=LONGEST_NAME,
    )


def numbered(calculator: Calculator) -> str:
    """Return "Scenario 3" for the third scenario of a tool."""
    return _numbered(_count(calculator))


def _numbered(count: int) -> str:
    return str(_("Scenario %(number)s", number=count + 1))


def _count(calculator: Calculator) -> int:
    return int(_COUNT.run(db(), actor(), calculator=UUID(calculator.uuid)).scalar() or 0)


def tool_answers(calculator: Calculator) -> CurrentAnswers:
    """Return the person's own numbers and ranges in a tool, and their fact book; one query."""
    return reading.current(db(), actor(), [f"calculator:{calculator.uuid}", FACTS], secret())


def keep_page(calculator: Calculator, form: SaveForm) -> ResponseReturnValue:
    """Show the tool again with what is wrong with the name."""
    shown = shown_calculator(calculator, tool_answers(calculator))
    return render_template("tools/tool.html", shown=shown, form=Confirmation(formdata=None), keep=form), 422
