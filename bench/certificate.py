"""What a certificate costs: the whole request, its own process included; beside a process that does nothing."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from sqlalchemy import update

from bench.outcome import Outcome, Spread
from bench.site import MODULE, Site, site, taken
from lms.kernel.clock import SystemClock
from lms.learning.models import Enrolment, State
from tests.support.company import Browser

ROUNDS = 15
MOST_MS = 300.0
MOST_KB = 100.0
LANGUAGES = ("en", "da", "sv")


def measure() -> Iterator[Outcome]:
    """Yield time and weight, on SQLite."""
    with site("sqlite") as place:
        browser = place.browser(place.person("Mette Sørensen-Łukasiewicz"))
        here = _given(place, browser)
        sizes = {spoken: round(len(browser.get(f"{here}/{spoken}.pdf").data) / 1024, 1) for spoken in LANGUAGES}
        wall, processor = timed(lambda: taken(browser.get(f"{here}/en.pdf").status_code))
    yield Outcome(
        name="a certificate as PDF",
        unit="ms",
        figures={"wall": wall, "processor, both processes": processor, "KB": sizes},
        target=f"≤ {MOST_MS:g} ms and ≤ {MOST_KB:g} KB, so that none is kept",
        met=wall.median <= MOST_MS and max(sizes.values()) <= MOST_KB,
        references={
            "a Python process that does nothing": timed(lambda: _python("pass"))[0],
            "one that only imports typst": timed(lambda: _python("import typst"))[0],
        },
        note="the request of its holder, typeset in a process of its own, PDF/UA-1 with the module's cover",
    )


def _given(place: Site, browser: Browser) -> str:
    """Complete the module in the database, ask for the certificate and return its address."""
    taken(browser.post(f"{MODULE}/enrolment").status_code, 303)
    done = {"state": State.COMPLETED, "completed_at": SystemClock().now()}
    with place.database.writing() as session:
        session.execute(update(Enrolment).where(Enrolment.state == State.UNDER_WAY).values(done))
    asked = browser.post(f"{MODULE}/certificate")
    taken(asked.status_code, 303)
    return str(asked.location)


def _python(line: str) -> None:
    subprocess.run([sys.executable, "-c", line], check=True)


def timed(act: Callable[[], object]) -> tuple[Spread, Spread]:
    """Return milliseconds on the clock and of processor time, children included."""
    wall, processor = [], []
    for _ in range(ROUNDS):
        begun, used = time.perf_counter(), _used()
        act()
        wall.append((time.perf_counter() - begun) * 1000)
        processor.append((_used() - used) * 1000)
    return Spread.of(wall), Spread.of(processor)


def _used() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(sum(resource.getrusage(kind)[:2]) for kind in kinds)
