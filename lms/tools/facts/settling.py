"""Changing a fact: shown first where a result of one's own would move, then kept in the one log of answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lms.answers import saving
from lms.answers.sent import SentAnswer
from lms.catalog.tool_shelf import fact_definitions
from lms.kernel.ids import new_id
from lms.kernel.permissions import Actor
from lms.tools.facts.approving import approved_facts
from lms.tools.facts.book import Fact, history
from lms.tools.facts.cards import BookSources, own_values
from lms.tools.facts.changes import Rests
from lms.tools.facts.using import BLOCK, CONTEXT
from lms.tools.inputs import all_newest
from lms.tools.numbers import contexts_of
from lms.tools.scenarios.reading import all_beside


@dataclass(frozen=True)
class Change:
    """One fact as it shall be, None for "no longer known"; `base` is the revision the person saw.

    `also`: answers kept with it, all or nothing.
    """

    name: str
    fact: Fact | None
    base: int
    also: Sequence[SentAnswer] = ()


def sources_of(session: Session, actor: Actor, secret: bytes) -> BookSources:
    """Return what a page of facts is made of; a handful of queries, however many tools and scenarios there are."""
    calculators = all_newest(session, actor)
    kept, answers = all_beside(session, actor, contexts_of(calculators), secret)
    own = own_values(answers)
    scenarios = [Rests(each.calculator, own.get(each.key, {}), each.name, each.row.id) for each in kept]
    return BookSources(
        definitions=fact_definitions(session, actor),
        answers=answers,
        results=[*(Rests(each, own.get(f"calculator:{each.uuid}", {})) for each in calculators), *scenarios],
        earlier=history(session, actor, secret),
        approved=approved_facts(session, actor),
    )


def keep(session: Session, actor: Actor, change: Change, secret: bytes, now: datetime) -> bool:
    """Keep a change. Return False where another window was faster: nothing is lost, but this is not current."""
    value = None if change.fact is None else change.fact.value()
    sent = SentAnswer(new_id(), CONTEXT, BLOCK, change.name, change.base, value)
    outcome = saving.save(session, actor, [sent, *change.also], secret, now)
    return not outcome.conflicts
