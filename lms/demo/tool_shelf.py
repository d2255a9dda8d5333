"""The tool shelf of the manager two years in, filled by the product's own verbs in the order it would have been."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from flask import Flask
from sqlalchemy.orm import Session

from lms.answers import reading, saving
from lms.answers.sent import SentAnswer
from lms.calculators.declared import Calculator
from lms.catalog.tool_shelf import fact_definitions
from lms.demo import tool_words as words
from lms.demo.business_case import make_case
from lms.demo.days import Hours, today_in
from lms.kernel.ids import new_id
from lms.kernel.permissions import Actor
from lms.people.models import Person
from lms.tools.facts.approving import approve
from lms.tools.facts.book import Fact
from lms.tools.facts.using import BLOCK as FACTS
from lms.tools.facts.using import CONTEXT as FACT_BOOK
from lms.tools.inputs import all_newest
from lms.tools.ranges.kept import BLOCK as RANGES
from lms.tools.scenarios import operations, sharing
from lms.tools.scenarios.models import Scenario
from lms.tools.scenarios.reading import Actual, one_of
from lms.tools.showing import BLOCK as INPUTS
from lms.web.languages import speak

Numbers = dict[operations.Field, Any]
AS_OLD_AS: Final = timedelta(days=9)
"""How many days before it was entered a measured figure was true."""


class Shelving:
    """One person's hand on the tools."""

    def __init__(self, session: Session, actor: Actor, secret: bytes, now: datetime) -> None:
        """`secret` is the installation's key."""
        self._session, self._actor, self._secret, self._hours = session, actor, secret, Hours(now)
        self._tools: Mapping[str, Calculator] = {each.name: each for each in all_newest(session, actor)}

    def fill(self, reader: Person) -> UUID | None:
        """Enter everything the library has a tool for; return the scenario that `reader` may see, None without one."""
        with _spoken():
            self._facts()
            self._entered()
            for told in words.BASELINES:
                self._baseline(told)
            made = {told.name: self._scenario(told, self._own(told.calculator)) for told in words.PLANS}
            self._scenario(words.TO_BE, {})
            shared = made.get(words.SHARED)
            if shared is not None and words.CASE in self._tools:
                at = self._hours.ago(words.CASE_DAYS_AGO, 14)
                make_case(self._session, self._actor, self._tools[words.CASE], shared.id, self._secret, at)
        if shared is None:
            return None
        sharing.share(self._session, self._actor, shared, reader, self._hours.ago(words.SHARED_DAYS_AGO, 13))
        return shared.id

    def _facts(self) -> None:
        revisions: dict[str, int] = {}
        for known in words.FACTS:
            if known.name in fact_definitions(self._session, self._actor):
                at = self._hours.ago(known.days)
                low, high = known.ends or (None, None)
                day = (today_in(at) - AS_OLD_AS).isoformat()
                fact = Fact(known.likely, low, high, known.source, day, known.note)
                base = revisions.get(known.name, 0)
                self._save([SentAnswer(new_id(), FACT_BOOK, FACTS, known.name, base, fact.value())], at)
                revisions[known.name] = base + 1

    def _entered(self) -> None:
        for name, (numbers, days) in words.ENTERED.items():
            self._keep(name, {(INPUTS, item): value for item, value in numbers.items()}, days)
        for name, ranges in words.RANGES.items():
            self._keep(name, _ranged(ranges), words.RANGES_DAYS_AGO)

    def _keep(self, name: str, numbers: Numbers, days: int) -> None:
        tool = self._tools.get(name)
        if tool is not None:
            context = f"calculator:{tool.uuid}"
            sent = [SentAnswer(new_id(), context, block, item, 0, each) for (block, item), each in numbers.items()]
            self._save(sent, self._hours.ago(days, 16, 20))

    def _save(self, sent: list[SentAnswer], at: datetime) -> None:
        saving.save(self._session, self._actor, sent, self._secret, at)

    def _own(self, name: str) -> Numbers:
        """Return what stands in a tool: what a scenario of it begins with."""
        context = f"calculator:{self._tools[name].uuid}" if name in self._tools else ""
        answers = reading.current(self._session, self._actor, [context], self._secret)
        return operations.numbers_in(answers, context)

    def _scenario(self, told: words.Told, own: Numbers) -> Scenario | None:
        tool = self._tools.get(told.calculator)
        if tool is None:
            return None
        numbers = {(INPUTS, item): value for item, value in told.numbers.items()}
        numbers = {**own, **numbers, **_ranged(told.ranges)}
        about = {"name": told.name, "note": told.note}
        return operations.make(
            self._session, self._actor, tool, about, numbers, self._secret, self._hours.ago(told.days)
        )

    def _baseline(self, told: words.Told) -> None:
        row = self._scenario(told, {})
        if row is None or told.actual is None:
            return
        session, actor, secret = self._session, self._actor, self._secret
        locked, known = self._hours.ago(told.days, 17), self._hours.ago(told.known)
        operations.lock(session, actor, one_of(session, actor, row.id, secret), today_in(locked), secret, locked)
        kept = one_of(session, actor, row.id, secret)
        actual = Actual(told.actual, today_in(known).isoformat())
        output = kept.calculator.headline.name
        operations.tell(session, actor, kept, output, actual, today_in(known), secret, known)


def approve_figures(session: Session, actor: Actor, now: datetime) -> None:
    """Have the company stand by its figures, those the library has."""
    for figure in words.APPROVED:
        if figure.name in fact_definitions(session, actor):
            at = Hours(now).ago(figure.days, 10)
            low, high = figure.ends or (None, None)
            fact = Fact(figure.likely, low, high)
            approve(session, actor, figure.name, fact, figure.source, today_in(at) - AS_OLD_AS, at)


def filled_by_facts(session: Session, actor: Actor) -> frozenset[str]:
    """Return the names of the facts that will stand in the book, so that no tool needs numbers of its own for them."""
    return frozenset(each.name for each in words.FACTS) & fact_definitions(session, actor).keys()


def looked_at(now: datetime) -> datetime:
    """Return when the reader opened what was shared with them."""
    return Hours(now).ago(words.LOOKED_DAYS_AGO, 9, 40)


def _ranged(ranges: Mapping[str, words.Ends]) -> Numbers:
    return {(RANGES, name): {"shape": "triangular", "low": low, "high": high} for name, (low, high) in ranges.items()}


@contextmanager
def _spoken() -> Iterator[None]:
    """Speak English while no request says in which language: figures of tools are worded as they are computed."""
    with Flask(__name__).app_context():
        speak("en")
        yield
