"""The business case of the manager two years in: its gain is taken from a scenario, by the product's own verbs."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from lms.calculators.declared import Calculator
from lms.demo import tool_words as words
from lms.demo.days import today_in
from lms.kernel.permissions import Actor
from lms.tools.cases import taking
from lms.tools.cases.links import NOW, Measure
from lms.tools.cases.sources import sources
from lms.tools.scenarios import operations
from lms.tools.scenarios.reading import one_of
from lms.tools.showing import BLOCK as INPUTS


def make_case(session: Session, actor: Actor, calculator: Calculator, plan: UUID, secret: bytes, now: datetime) -> UUID:
    """Begin the case, take what the plan saves against the numbers of today as its effect, and say what is measured.

    Return the id of the case. Where the plan gives no figure the case is left with its costs.
    """
    about = {"name": words.CASE_NAME, "note": words.CASE_WHAT}
    numbers = {(INPUTS, name): value for name, value in words.CASE_NUMBERS.items()}
    row = operations.make(session, actor, calculator, about, numbers, secret, now)
    chosen = sources(session, actor, secret).chosen(str(plan), NOW, words.CASE_OUTPUT)
    if chosen is not None and chosen.apart is not None:
        link = chosen.link(words.CASE_EFFECT, -1.0, today_in(now).isoformat())
        cells = {**words.CASE_CELLS, "amount": link.amount}
        case = one_of(session, actor, row.id, secret)
        taking.take(session, actor, case, cells, link, taking.range_of(chosen, -1.0), secret, now)
    by = today_in(now) + timedelta(days=words.CASE_MEASURED_IN)
    measure = Measure(words.CASE_MEASURE, by.isoformat())
    taking.plan_measuring(session, actor, one_of(session, actor, row.id, secret), measure, secret, now)
    return row.id
