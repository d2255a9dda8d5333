"""What a SCORM package costs: time and size, in one language and in all; beside zipping the same files alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial

from flask import Flask

from bench.outcome import Outcome, Spread
from bench.site import Site, site
from lms.doors.scorm.choice import Choice, Standard
from lms.doors.scorm.packaging import files, package
from lms.doors.scorm.taking import Published, published, versions
from lms.kernel.ids import AccountId, OrganisationId, PersonId, new_id
from lms.kernel.permissions import Actor
from lms.packs.archive import write_archive

MODULE = "loyalty-economics"
HOME = "https://learn.example.com"
ROUNDS = 5
MOST_SECONDS = 2.0
MOST_MB = 1.5


def measure() -> Iterator[Outcome]:
    """Yield time and weight of the module with most calculators; the first package of a process counts too."""
    with site("sqlite") as place:
        what = _module(place)
        choices = [
            Choice(standard, languages, "DKK", HOME)
            for languages in (["en"], [*what.languages])
            for standard in Standard
        ]
        found = {f"{each.standard.label}, {'+'.join(each.languages)}": _one(place.app, what, each) for each in choices}
        made = files(place.app, what, choices[-1])
        zipping = Spread.of([_seconds(partial(write_archive, made)) for _ in range(ROUNDS)])
    yield Outcome(
        name="a SCORM package",
        unit="s",
        figures={name: {"time": times, "MB": size} for name, (times, size) in found.items()},
        target=f"≤ {MOST_SECONDS:g} s and ≤ {MOST_MB:g} MB",
        met=all(times.median <= MOST_SECONDS and size <= MOST_MB for times, size in found.values()),
        references={"only zipping the files of the last one": zipping},
        note=f"{MODULE} as it is taught, made anew each time; nothing is kept",
    )


def _one(app: Flask, what: Published, choice: Choice) -> tuple[Spread, float]:
    """Return the seconds one kind of package takes, and its size in megabytes."""
    times = Spread.of([_seconds(partial(package, app, what, choice)) for _ in range(ROUNDS)])
    return times, round(len(package(app, what, choice)) / 1e6, 3)


def _module(place: Site) -> Published:
    reader = Actor(PersonId(new_id()), AccountId(new_id()), OrganisationId(new_id()), frozenset())
    with place.database.reading() as session:
        version = next(version for module, version in versions(session, reader) if module.slug == MODULE)
        what = published(session, reader, version.id)
        session.expunge_all()
    return what


def _seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun
