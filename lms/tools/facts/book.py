"""A person's fact book: what may stand in it, what stands in it now, and what stood in it before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.answers.contexts import Refusal, context_kind
from lms.answers.models import Answer, PersonKey
from lms.answers.reading import CurrentAnswers, opened
from lms.answers.sealing import unwrap
from lms.calculators.judging import LARGEST
from lms.catalog.tool_shelf import fact_definitions
from lms.kernel.permissions import Actor, scope_of
from lms.kernel.prepared import Prepared
from lms.packs.tool_shelves import FactDefinition
from lms.tools.facts.using import BLOCK, CONTEXT, fact_among

SOURCES: Final = ("guess", "measured", "approved")
LONGEST_NOTE: Final = 280
MOST_EARLIER: Final = 400
"""Rows of the log read for the whole page: the latest of all facts together."""
FIELDS: Final = frozenset({"likely", "low", "high", "source", "date", "note"})
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


@dataclass(frozen=True, slots=True)
class Fact:
    """What a person holds true: the likely number between a low and a high one, whence it comes and of which day.

    `source`: guess, measured or approved. `date`: YYYY-MM-DD. `note`: at most 280 characters of theirs.
    """

    likely: float
    low: float | None = None
    high: float | None = None
    source: str = "guess"
    date: str = ""
    note: str = ""

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> Fact:
        """Read a fact as it is kept."""
        return cls(**{name: value[name] for name in FIELDS})

    def value(self) -> dict[str, Any]:
        """Return the fact as it is kept."""
        return asdict(self)

    def same_figure(self, other: Fact | None) -> bool:
        """Return whether every result is the same with the other."""
        return other is not None and (self.likely, self.low, self.high) == (other.likely, other.low, other.high)


@dataclass(frozen=True, slots=True)
class Earlier:
    """One line of a fact's history: what it was, None where it was removed, and when that was entered.

    `revision` names the line; None is what another window overtook: kept, but never current.
    """

    fact: Fact | None
    revision: int | None
    at: datetime


class FactBook:
    """The context of one's facts: one field a fact, sealed with the person's key."""

    private = True
    closed = None
    version = "1"

    def __init__(self, definitions: Mapping[str, FactDefinition]) -> None:
        """`definitions` are those on the person's shelf."""
        self._definitions = definitions

    def value(self, block: str, item: str, value: Any) -> Any:
        """Return the fact as it is kept, or None for "no longer known"; Refusal names what cannot stand so."""
        if block != BLOCK:
            raise Refusal("block", _("Facts stand in the block %(name)s.", name=BLOCK))
        definition = self._definitions.get(item)
        if definition is None:
            raise Refusal("item", _("There is no such fact."))
        if value is None:
            return None
        if not isinstance(value, Mapping) or set(value) != FIELDS:
            raise Refusal("value", _("A fact has the fields likely, low, high, source, date and note."))
        fact = Fact.of(value)
        _check_numbers(definition, fact)
        _check_words(fact)
        return fact.value()


def _check_numbers(definition: FactDefinition, fact: Fact) -> None:
    for name in ("likely", "low", "high"):
        number = getattr(fact, name)
        if number is None and name != "likely":
            continue
        if not isinstance(number, int | float) or isinstance(number, bool) or not abs(number) <= LARGEST:
            raise Refusal(f"value.{name}", _("is a number"))
        if impossible(definition, number):
            raise Refusal(f"value.{name}", _("lies outside what this fact can be"))
    if fact.low is not None and fact.low > fact.likely:
        raise Refusal("value.low", low_words())
    if fact.high is not None and fact.high < fact.likely:
        raise Refusal("value.high", high_words())


def _check_words(fact: Fact) -> None:
    if fact.source not in SOURCES:
        raise Refusal("value.source", _("is one of %(names)s", names=", ".join(SOURCES)))
    if not isinstance(fact.date, str) or read_day(fact.date) is None:
        raise Refusal("value.date", _("Write the day as year-month-day, for example 2026-11-27."))
    if not isinstance(fact.note, str) or len(fact.note) > LONGEST_NOTE or not fact.note.isprintable():
        raise Refusal("value.note", note_words())


def impossible(definition: FactDefinition, number: float) -> str | None:
    """Return the code of why a number cannot be this fact, None when it can."""
    if definition.minimum is not None and number < definition.minimum:
        return "BELOW_MINIMUM"
    return "ABOVE_MAXIMUM" if definition.maximum is not None and number > definition.maximum else None


def read_day(text: str) -> date | None:
    """Return the day of a text as YYYY-MM-DD, None where it is none or lies far off."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR and day.isoformat() == text else None


def low_words() -> str:
    """Return what to do about a low number above the likely one."""
    return str(_("The low number is at most the likely one."))


def high_words() -> str:
    """Return what to do about a high number below the likely one."""
    return str(_("The high number is at least the likely one."))


def note_words() -> str:
    """Return how long a note may be."""
    return str(_("A note is one line of at most %(most)s characters.", most=LONGEST_NOTE))


@context_kind("facts")
def fact_book(session: Session, actor: Actor, identity: str) -> FactBook:
    """Resolve `facts:mine`, the only fact book there is for anybody: their own."""
    if identity != "mine":
        raise Refusal("context", _("there is nothing to answer under this key"), status=404)
    return FactBook(fact_definitions(session, actor))


def facts_among(answers: CurrentAnswers, names: Sequence[str]) -> dict[str, Fact]:
    """Return the facts a person has a number for."""
    found = {name: fact_among(answers, name) for name in names}
    return {name: Fact.of(each.value) for name, each in found.items() if each is not None}


def history(session: Session, actor: Actor, secret: bytes) -> dict[str, list[Earlier]]:
    """Return {fact: every line of its history, the latest first}, from the append-only log; one query."""
    rows = _LINES.run(session, actor).all()
    seal = next((unwrap(secret, actor.person_id, row.wrapped) for row in rows if row.wrapped), None)
    found: dict[str, list[Earlier]] = {}
    for row in rows:
        value = opened(row, seal)
        line = Earlier(None if value is None else Fact.of(value), row.revision, row.received_at)
        found.setdefault(row.item, []).append(line)
    return found


def _lines(actor: Actor) -> Any:
    columns = (Answer.context, Answer.block, Answer.item, Answer.revision, Answer.value, Answer.sealed)
    return (
        select(*columns, Answer.received_at, PersonKey.wrapped)
        .outerjoin(PersonKey, PersonKey.person_id == Answer.person_id)
        .where(scope_of(Answer, actor), Answer.context == CONTEXT, Answer.block == BLOCK)
        .order_by(Answer.number.desc())
        .limit(MOST_EARLIER)
    )


_LINES: Final = Prepared(_lines)


def line_of(session: Session, actor: Actor, name: str, revision: int, secret: bytes) -> Fact | None:
    """Return what a fact was in one revision of its history; None where there is no such line or it was empty."""
    lines = history(session, actor, secret).get(name, [])
    return next((line.fact for line in lines if line.revision == revision), None)
