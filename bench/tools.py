"""What the tool shelf costs: the shelf, tools with and without own numbers, facts, a scenario; beside bare SQL."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from bench.outcome import Outcome
from bench.pages import MOST, costs_of
from bench.site import DATABASES, TOOL, Site, site
from lms.catalog.models import CalculatorVersion
from lms.people.models import Person
from lms.tools.scenarios.models import Scenario

COLLEAGUE = "colleague@demo.example"
OPENED = {
    "shelf": "/tools",
    "tool": TOOL,
    "tool with a table": "/tools/customer-segments",
    "tool with texts and a curve": "/tools/customer-journey",
}
"""What is opened by both; each of these has a target."""


def measure() -> Iterator[Outcome]:
    """Yield both people's pages on each database."""
    for kind in DATABASES:
        with site(kind) as place:
            yield shelf_on(place, kind)


def shelf_on(place: Site, kind: str) -> Outcome:
    """Return processor time and queries of the shelf's pages, for somebody new and for somebody with a lot of it."""
    new = place.browser(place.person("Nina New"))
    full = place.demo_browser(COLLEAGUE)
    figures, references = costs_of(place, place.cookies(new), {f"{name}, example": at for name, at in OPENED.items()})
    more, beside = costs_of(place, place.cookies(full), {f"{name}, own": at for name, at in OPENED.items()})
    rest, behind = costs_of(place, place.cookies(full), _others(place))
    return Outcome(
        name=f"tool shelf, {kind}",
        unit="ms of processor time",
        figures={**figures, **more, **rest},
        target=f"≤ {MOST[kind]:g} ms for the shelf and a tool, with own numbers and without",
        met=all(each["cpu"].median <= MOST[kind] for each in (figures | more).values()),
        references=references | beside | behind,
        note="WSGI calls in one warm process, log and metrics on"
        + ("" if kind == "sqlite" else "; the client's side only"),
    )


def _others(place: Site) -> dict[str, Any]:
    mine = select(Scenario.id).join(Person, Person.id == Scenario.person_id).where(Person.email == COLLEAGUE)
    name = TOOL.rpartition("/")[2]
    of_tool = select(CalculatorVersion.calculator_id).where(CalculatorVersion.name == name)
    with place.database.reading() as session:
        ids = list(session.scalars(mine.where(Scenario.calculator_id.in_(of_tool)).order_by(Scenario.created_at)))
    compared = "&".join(f"ids={each}" for each in ids)
    return {
        "fact book": "/me/facts",
        "scenario": f"/tools/scenarios/{ids[-1]}",
        f"{len(ids)} scenarios side by side": f"/tools/scenarios/compare?{compared}",
    }
