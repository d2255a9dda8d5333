"""Taking the difference between two scenarios into a business case as an effect, and bringing it up to date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from lms.answers import saving
from lms.answers.saving import Outcome
from lms.answers.sent import SentAnswer
from lms.calculators.judging import LONGEST_TEXT
from lms.kernel.ids import new_id
from lms.kernel.permissions import Actor, NotFound
from lms.tools.cases.apart import ends_of
from lms.tools.cases.links import BUSINESS_CASE, EFFECTS, MEASURE, MOST_LINKS, Link, Measure, link_to, links_in
from lms.tools.cases.sources import Chosen, LinkedRow, Sources, whole
from lms.tools.ranges.kept import BLOCK as RANGES
from lms.tools.ranges.precision import rounded, step_of
from lms.tools.scenarios.context import ABOUT
from lms.tools.scenarios.reading import KeptScenario, one_of
from lms.tools.showing import BLOCK as INPUTS

Field = tuple[str, str]
"""A block and an item of the case's context."""

AMOUNT = f"{EFFECTS}.amount"
"""The column of the effects table an effect's amount stands in."""


class Full(ValueError):
    """The table of effects holds as many rows as it may."""


def case_of(session: Session, actor: Actor, identity: UUID, secret: bytes) -> KeptScenario:
    """Return a business case of the actor's own. NotFound when it is not theirs, not there, or no case."""
    kept = one_of(session, actor, identity, secret)
    if UUID(kept.calculator.uuid) != BUSINESS_CASE:
        raise NotFound
    return kept


def own_effects(case: KeptScenario) -> list[dict[str, Any]]:
    """Return the rows of effects somebody entered or took; none while the example's stand there."""
    return [dict(row) for row in case.shown.own.get(EFFECTS) or ()]


def links_of(case: KeptScenario) -> list[Link]:
    """Return the links of the rows that still stand there."""
    names = {str(row.get("name", "")).strip() for row in own_effects(case)}
    return [each for each in links_in(case.about(EFFECTS)) if each.row in names]


def linked_rows(case: KeptScenario, sources: Sources) -> list[LinkedRow]:
    """Return the rows taken from scenarios, as they stand to them today."""
    links = links_of(case)
    found = [(row, link_to(links, str(row.get("name", "")))) for row in own_effects(case)]
    return [sources.linked(link, row.get("amount")) for row, link in found if link is not None]


def take(
    session: Session,
    actor: Actor,
    case: KeptScenario,
    row: Mapping[str, Any],
    link: Link,
    ends: tuple[float, float] | None,
    secret: bytes,
    now: datetime,
) -> Outcome:
    """Add an effect. The first one takes the place of the example's rows. Full where there is no room for it.

    `row`: the cells of the effects table; `ends`: low and high of its amount, or None without a range. A row under a
    name that stands there already gets a number behind it.
    """
    before = own_effects(case)
    if len(before) >= min(case.calculator.table(EFFECTS).most, MOST_LINKS):
        raise Full
    name = _free(link.row, {str(each.get("name", "")) for each in before})
    links = [*links_of(case), Link(**{**link.document(), "row": name})]
    values = {} if before else _without_ranges(case)
    values |= _kept([*before, {**row, "name": name}], links) | _range(len(before) + 1, ends)
    return _append(session, actor, case, values, secret, now)


def renew(
    session: Session, actor: Actor, case: KeptScenario, old: Link, chosen: Chosen, secret: bytes, now: datetime
) -> Outcome:
    """Bring a taken row to what its source says today, amount and range. NotFound where the row is gone."""
    rows, found = own_effects(case), chosen.apart
    at = next((at for at, row in enumerate(rows) if str(row.get("name", "")).strip() == old.row), None)
    if at is None or found is None:
        raise NotFound
    link = chosen.link(old.row, old.factor, now.date().isoformat())
    rows[at]["amount"] = link.amount
    links = [link if each.row == old.row else each for each in links_of(case)]
    values = _kept(rows, links) | (_range(at + 1, range_of(chosen, old.factor)) if found.has_range else {})
    return _append(session, actor, case, values, secret, now)


def plan_measuring(
    session: Session, actor: Actor, case: KeptScenario, measure: Measure | None, secret: bytes, now: datetime
) -> Outcome:
    """Keep what is measured first and by when, or take it back."""
    said = None if measure is None else {"what": measure.what, "by": measure.by}
    return _append(session, actor, case, {(ABOUT, MEASURE): said}, secret, now)


def range_of(chosen: Chosen, factor: float) -> tuple[float, float] | None:
    """Return the ends of the amount's range, from where 8 of 10 runs of the two lie apart; None without ranges."""
    found = chosen.apart
    if found is None or found.p10 is None or found.p90 is None or found.p10 >= found.p90:
        return None
    p10, p90 = sorted((factor * found.p10, factor * found.p90))
    amount = whole(factor * found.difference)
    low, high = ends_of(p10, amount, p90)
    step = step_of(low, high)
    return min(rounded(low, step), amount), max(rounded(high, step), amount)


def _kept(rows: Sequence[Mapping[str, Any]], links: Sequence[Link]) -> dict[Field, Any]:
    return {(INPUTS, EFFECTS): list(rows), (ABOUT, EFFECTS): [each.document() for each in links]}


def _range(place: int, ends: tuple[float, float] | None) -> dict[Field, Any]:
    given = None if ends is None else {"shape": "triangular", "low": ends[0], "high": ends[1]}
    return {(RANGES, f"{AMOUNT}.{place}"): given}


def _without_ranges(case: KeptScenario) -> dict[Field, Any]:
    """Take back the ranges that belong to the example's effects."""
    return {(RANGES, name): None for name in case.shown.ranges.by_name if name.startswith(f"{EFFECTS}.")}


def _free(name: str, taken: set[str]) -> str:
    free, again = name[:LONGEST_TEXT].strip(), 2
    while free in taken:
        tail = f" ({again})"
        free, again = f"{name[: LONGEST_TEXT - len(tail)].strip()}{tail}", again + 1
    return free


def _append(
    session: Session, actor: Actor, case: KeptScenario, values: Mapping[Field, Any], secret: bytes, now: datetime
) -> Outcome:
    there = case.answers
    sent = []
    for (block, item), value in values.items():
        before = there.get((case.key, block, item))
        if value is None and (before is None or before.value is None):
            continue
        sent.append(SentAnswer(new_id(), case.key, block, item, before.revision if before else 0, value))
    return saving.save(session, actor, sent, secret, now) if sent else Outcome()
