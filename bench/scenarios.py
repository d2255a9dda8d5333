"""What scenarios cost: a list of fifty and four side by side, beside the bare computing of the same numbers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from bench.outcome import Outcome, Spread
from bench.pages import CALLS, ROUNDS, WARM, processor_ms, requested
from bench.queries import collected
from bench.site import DATABASES, ROOT, TOOL, Site, site, taken
from lms.calculators.computing import compute
from lms.calculators.declared import Calculator
from lms.calculators.reading import read_calculator
from tests.support.company import Browser, answer

MANY, SIDE_BY_SIDE = 50, 4
MOST = {"list": 60.0, "compare": 150.0}
RANGE = {"shape": "triangular", "low": 0.05, "high": 0.25}


def measure() -> Iterator[Outcome]:
    """Yield both pages on each database."""
    for kind in DATABASES:
        with site(kind) as place:
            yield scenarios_on(place, kind)


def scenarios_on(place: Site, kind: str) -> Outcome:
    """Return processor time and queries of a list of fifty scenarios, and of four with ranges side by side."""
    browser, _quiz, _number = place.learner()
    ids = [_scenario(browser, number) for number in range(MANY)]
    chosen = "&".join(f"ids={each}" for each in ids[:SIDE_BY_SIDE])
    paths = {"list": f"{TOOL}/scenarios", "compare": f"/tools/scenarios/compare?{chosen}"}
    found: dict[str, Any] = {}
    for name, path in paths.items():
        ask = requested(place.app, path, place.cookies(browser))
        for _ in range(WARM):
            ask()
        with collected(place.database) as queries:
            ask()
        calls = max(1, CALLS // 10)
        found[name] = {
            "cpu": Spread.of([processor_ms(ask, calls) for _ in range(ROUNDS)]),
            "queries": len(queries),
        }
    return Outcome(
        name=f"scenarios, {kind}",
        unit="ms of processor time",
        figures=found,
        target=f"fifty listed ≤ {MOST['list']:g} ms, four compared with ranges ≤ {MOST['compare']:g} ms",
        met=all(found[name]["cpu"].median <= most for name, most in MOST.items()),
        references={"fifty headlines computed, nothing else": _computed()},
        note="four compared: 20,000 runs for each of the four, their chart and table included",
    )


def _scenario(browser: Browser, number: int) -> str:
    made = browser.post(f"{TOOL}/scenarios", {"name": f"Plan {number}"})
    identity = made.location.rpartition("/")[2]
    context = f"scenario:{identity}"
    rate = answer(context, "inputs", "churn_rate", 0.1 + number / 1000, base=1)
    taken(browser.save(rate, answer(context, "ranges", "churn_rate", RANGE)).status_code)
    return str(identity)


def _computed() -> Spread:
    name = TOOL.rpartition("/")[2]
    text = (ROOT / "modules" / "loyalty-economics" / f"{name}.calc.toml").read_text(encoding="utf-8")
    every = partial(_all_of, read_calculator(text, name))
    return Spread.of([processor_ms(every, 1) for _ in range(ROUNDS)])


def _all_of(calculator: Calculator) -> None:
    for number in range(MANY):
        compute(calculator, {"churn_rate": 0.1 + number / 1000}, whole=False)
