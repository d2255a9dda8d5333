"""The worst formulas an author may write: every limit used up.

Each is read, checked and computed once, and once more read for what an editor says about it.
"""

from collections.abc import Iterator
from contextlib import suppress
from functools import partial

from bench.formula import best
from bench.outcome import Outcome
from lms.calculators.codes import TOO_MANY_STEPS
from lms.calculators.formula.kinds import check
from lms.calculators.formula.language import MAXIMUM_BYTES, MAXIMUM_NODES, MAXIMUM_STEPS
from lms.calculators.formula.parser import FormulaError, parse
from lms.calculators.formula.scalar import Failure, evaluate_tree
from lms.calculators.service import Known, diagnose
from lms.calculators.statistics.survivors import fit

WORST = {
    "normal_quantile of every period": " + ".join(["sum(normal_quantile(x^years(200)))"] * 24),
    "powers of every period": " + ".join(["sum(x^years(200))"] * 32),
    "running totals": " + ".join(["last(cumulative(x * years(200)))"] * 28),
    "Student's quantile of every period": "sum(student_quantile(0.0359 + 0 * x^years(100), 9999))",
    "queues of ten thousand": "sum(erlang_c(9000 * x, 10000 - years(24)))",
    "fits of survivors": " + ".join(f"sbg_alpha({at} * (1 + 1 / ({at + 1} + years(200))) * x)" for at in range(1, 5)),
    "as many parts as there may be": "(" * 19 + " + ".join(["x"] * 99) + ")" * 19,
    "a mistake at the very bottom": "(1 / 0) + " + " + ".join(["x"] * 97),
}


def once(text: str) -> None:
    """Read, check and compute one formula, or see it refused."""
    fit.cache_clear()
    tree = parse(text)
    with suppress(FormulaError):
        check(tree, {"x": "number"})
        evaluate_tree(tree, {"x": 0.999})


def measure() -> Iterator[Outcome]:
    """Yield the time of each of the worst formulas, and of the remarks an editor asks for."""
    names = {"x": Known()}
    figures = {}
    ended = 0
    for name, text in WORST.items():
        assert len(text) <= MAXIMUM_BYTES
        ended += evaluate_tree(parse(text), {"x": 0.999}) == Failure(TOO_MANY_STEPS)
        figures[name] = round(best(partial(once, text), 3) / 1000, 2)
        figures[f"{name}, diagnosed"] = round(best(partial(diagnose, text, names), 3) / 1000, 2)
    yield Outcome(
        name="the worst legal formula",
        unit="ms",
        figures=figures,
        target="≤ 50 ms",
        met=max(figures.values()) <= 50,
        references={"parts at most": MAXIMUM_NODES, "steps at most": MAXIMUM_STEPS},
        note=f"read, checked and computed once; {ended} of {len(WORST)} end with TOO_MANY_STEPS",
    )
