"""What it costs to fit the survival of cohorts, beside SciPy's minimiser called bare on the same likelihood.

The reference maximises in ln α, ln β from one start only, with the likelihood in NumPy over sums made beforehand:
Nelder–Mead, as the domain reference proposes, and L-BFGS-B. The faster that finds the same α and β counts.
"""

import timeit
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
from scipy.optimize import minimize

from bench.outcome import Outcome
from lms.calculators import evaluate
from lms.calculators.statistics.shifted_beta import Losses

COHORTS = {
    "high end, 7 years": [[1000, 869, 743, 653, 593, 551, 517, 491]],
    "regular, 7 years": [[1000, 631, 468, 382, 326, 289, 262, 241]],
    "four cohorts": [[10000, 8000, 6480, 5307, 4391], [10000, 8000, 6480, 5307], [10000, 8000, 6480], [10000, 8000]],
    "60 months": [[1000 * 3 / (3 + 0.4 * at) for at in range(61)]],
}
CLOSE = 1e-3


def bare(method: str, left: Any, stayed: Any) -> Any:
    """Return the minimiser's own result for these losses, from α = β = 1."""
    at = np.arange(len(left))

    def unlikely(point: Any) -> float:
        alpha, beta = np.exp(point)
        both = np.log(alpha + beta + at)
        return -float(left @ (point[0] - both) + stayed @ (np.log(beta + at) - both))

    options = {"xatol": 1e-6, "fatol": 1e-6} if method == "Nelder-Mead" else {}
    return minimize(unlikely, (0.0, 0.0), method=method, options=options)


def best(function: Callable[[], Any]) -> float:
    """Return the best time of one call in milliseconds."""
    return min(timeit.repeat(function, number=10, repeat=7)) / 10 * 1e3


def measure() -> Iterator[Outcome]:
    """Yield the whole operation, reading and checking its inputs included, for each set of cohorts."""
    figures: dict[str, Any] = {}
    references: dict[str, Any] = {}
    for name, cohorts in COHORTS.items():
        losses = Losses(cohorts)
        left, stayed = np.array(losses.left), np.array(losses.stayed)
        found: Any = evaluate("sbg_fit", {"cohorts": cohorts})
        ours = best(partial(evaluate, "sbg_fit", {"cohorts": cohorts}))
        times = {}
        for method in ("Nelder-Mead", "L-BFGS-B"):
            theirs = np.exp(bare(method, left, stayed).x)
            if np.allclose((found["alpha"], found["beta"]), theirs, rtol=CLOSE):
                times[method] = best(partial(bare, method, left, stayed))
                references[f"{name}, {method}, ms"] = round(times[method], 2)
            else:
                references[f"{name}, {method}"] = "stopped before the top"
        figures[name] = {"ratio": round(ours / min(times.values()), 2), "ms": round(ours, 2)}
    yield Outcome(
        name="fit of a cohort's survival",
        unit="times as long as SciPy's fastest minimiser that finds the top; ms",
        figures=figures,
        target="≤ 1.5 times",
        met=all(each["ratio"] <= 1.5 for each in figures.values()),
        references=references,
        note="ours reads and checks its inputs, and looks at the whole range of shapes; the minimiser starts once",
    )
