"""What a changed fact costs before it is accepted: fifty scenarios weighed, beside the bare computing of the same."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial

from bench.outcome import Outcome, Spread
from bench.site import DATABASES, ROOT, TOOL, Site, site, taken
from lms.calculators.computing import compute
from lms.calculators.declared import Calculator
from lms.calculators.reading import read_calculator
from tests.support.company import Browser, answer

MANY, ROUNDS, WARM = 50, 15, 3
MOST_MS = 300.0
PAGE = "/me/facts"
FACT = {"low": None, "high": None, "source": "guess", "date": "2026-11-20", "note": ""}
NUMBERS = {"customers": 25_000.0, "churn_rate": 0.12, "annual_margin": 900.0}


def measure() -> Iterator[Outcome]:
    """Yield the preview of one change on each database."""
    for kind in DATABASES:
        with site(kind) as place:
            yield change_on(place, kind)


def change_on(place: Site, kind: str) -> Outcome:
    """Return what it takes to show what a change of one fact does to a tool and fifty scenarios of it."""
    browser, _quiz, _number = place.learner()
    for number in range(MANY):
        _scenario(browser, number)
    known = answer("facts:mine", "facts", "acquisition_cost", {"likely": 800, **FACT})
    taken(browser.save(known).status_code)
    change = partial(_change, browser)
    for _ in range(WARM):
        change()
    wall, processor = _timed(change)
    page, _processor = _timed(lambda: taken(browser.get(PAGE).status_code))
    return Outcome(
        name=f"a changed fact, {kind}",
        unit="ms",
        figures={"wall": wall, "processor": processor, "the fact book, wall": page},
        target=f"a change weighed across {MANY} scenarios ≤ {MOST_MS:g} ms",
        met=wall.median <= MOST_MS,
        references={"as many headlines computed twice, nothing else": _timed(_computed())[0]},
        note="one request of the person: everything read, opened with their key, computed before and after, and shown",
    )


def _scenario(browser: Browser, number: int) -> None:
    made = browser.post(f"{TOOL}/scenarios", {"name": f"Plan {number}"})
    context = f"scenario:{made.location.rpartition('/')[2]}"
    taken(browser.save(answer(context, "inputs", "churn_rate", 0.1 + number / 1000, base=1)).status_code)


def _change(browser: Browser) -> None:
    shown = browser.post(f"{PAGE}/acquisition_cost", {"likely": "900", "source": "guess", "base": "1"})
    taken(shown.status_code)
    if not all(f"Plan {number}<" in shown.text for number in range(MANY)):
        raise RuntimeError("the change does not move what it should")


def _computed() -> Callable[[], None]:
    name = TOOL.rpartition("/")[2]
    text = (ROOT / "modules" / "loyalty-economics" / f"{name}.calc.toml").read_text(encoding="utf-8")
    return partial(_all_of, read_calculator(text, name))


def _all_of(calculator: Calculator) -> None:
    for number in range(MANY + 1):
        for cost in (800.0, 900.0):
            compute(calculator, {**NUMBERS, "churn_rate": 0.1 + number / 1000, "cac": cost}, whole=False)


def _timed(act: Callable[[], object]) -> tuple[Spread, Spread]:
    """Return milliseconds on the clock and of this process's processor time."""
    wall, processor = [], []
    for _ in range(ROUNDS):
        begun, used = time.perf_counter(), time.process_time()
        act()
        wall.append((time.perf_counter() - begun) * 1000)
        processor.append((time.process_time() - used) * 1000)
    return Spread.of(wall), Spread.of(processor)
