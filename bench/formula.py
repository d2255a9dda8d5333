"""What a calculation costs: one evaluation in Python and JavaScript, 10,000 samples against hand-written NumPy.

Every figure stands beside its reference from the same run. Times are the best of several.
"""

import json
import re
import timeit
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from py_mini_racer import MiniRacer

from bench.outcome import Outcome
from lms.calculators.computing import compute
from lms.calculators.declared import Calculator, in_language
from lms.calculators.formula.parser import parse
from lms.calculators.formula.sampled import evaluate_samples
from lms.calculators.reading import read_calculator

ROOT = Path(__file__).parents[1]
SCRIPTS = ROOT / "lms" / "calculators" / "static" / "calculators"
SAMPLES = 10_000
TOTAL = (
    "lost * share * (winning + onboarding + margin * months / 12) + lost * (1 - share) * margin / (discount + churn)"
    " + lost * reach * deterrence * max(0, margin / (discount + churn) - winning)"
)
MODULES = (
    "stopping.js", "normal.js", "student.js", "survivors.js", "queue.js", "charges.js", "series.js", "formula.js",
    "judging.js", "tables.js", "interpreter.js",
)  # fmt: skip
GUARDED = "if(step >= 1 + discount, fail(DIVERGES), margin / (1 + discount - step)) - winning"


def best(function: Callable[[], Any], number: int) -> float:
    """Return the best time of one call in microseconds."""
    return min(timeit.repeat(function, number=number, repeat=7)) / number * 1e6


def browser(calculator: Calculator) -> float:
    """Return microseconds per whole evaluation in V8: outputs, series, table, notes and moves."""
    engine = MiniRacer()
    engine.eval("const modules = {};")
    for name in MODULES:
        text = (SCRIPTS / name).read_text()
        names = re.findall(r"^export (?:function|class|const) (\w+)", text, re.M)
        text = re.sub(r'^import (\{.*?\}) from "\./(.*?)";', r'const \1 = modules["\2"];', text, flags=re.M)
        text = re.sub(r"^export \{.*\};$", "", text, flags=re.M)
        text = re.sub(r"^export (?=function|class|const)", "", text, flags=re.M)
        engine.eval(f'modules["{name}"] = (() => {{ {text}\nreturn {{ {", ".join(names)} }}; }})();')
    engine.eval(f"const page = {json.dumps(in_language(calculator.document(), 'en'))};")
    run = "(() => { for (let at = 0; at < 2000; at += 1) modules['interpreter.js'].compute(page, {}); })()"
    engine.eval(run)
    return best(lambda: engine.eval(run), 1) / 2000


def samples() -> dict[str, Any]:
    """Return 10,000 samples of two formulas beside the same written by hand."""
    chance = np.random.default_rng(20261121)
    values: dict[str, Any] = {
        "lost": chance.uniform(100, 2000, SAMPLES), "share": chance.uniform(0, 1, SAMPLES),
        "winning": chance.uniform(100, 2000, SAMPLES), "margin": chance.uniform(500, 2000, SAMPLES),
        "churn": chance.uniform(0.05, 0.3, SAMPLES), "step": chance.uniform(0.5, 1.05, SAMPLES),
        "onboarding": 200.0, "months": 3.0, "discount": 0.08, "reach": 2.0, "deterrence": 0.02,
    }  # fmt: skip
    v = values

    def total() -> Any:
        gone = v["lost"] * (1 - v["share"]) * v["margin"] / (v["discount"] + v["churn"])
        heard = np.maximum(0, v["margin"] / (v["discount"] + v["churn"]) - v["winning"])
        replaced = v["lost"] * v["share"] * (v["winning"] + v["onboarding"] + v["margin"] * v["months"] / 12)
        return replaced + gone + v["lost"] * v["reach"] * v["deterrence"] * heard

    def guarded() -> Any:
        endless = v["step"] >= 1 + v["discount"]
        return np.where(endless, np.nan, v["margin"] / (1 + v["discount"] - v["step"])) - v["winning"]

    found = {}
    for name, text, by_hand in (("cost_of_churn", TOTAL, total), ("guarded_lifetime_value", GUARDED, guarded)):
        tree = parse(text)
        assert np.allclose(evaluate_samples(tree, values, SAMPLES).values, by_hand(), rtol=1e-12, equal_nan=True)
        ours, reference = best(partial(evaluate_samples, tree, values, SAMPLES), 100), best(by_hand, 100)
        found[name] = {"us": round(ours, 1), "by_hand_us": round(reference, 1), "ratio": round(ours / reference, 2)}
    return found


def measure() -> Iterator[Outcome]:
    """Yield one evaluation of each declared calculator, and the samples."""
    figures: dict[str, Any] = {}
    references: dict[str, Any] = {}
    for path in sorted((ROOT / "modules" / "loyalty-economics").glob("*.calc.toml")):
        calculator = read_calculator(path.read_text(encoding="utf-8"), path.name)
        figures[calculator.name] = round(browser(calculator))
        references[f"{calculator.name}, Python"] = round(best(partial(compute, calculator, {}), 50))
    yield Outcome(
        name="one evaluation in V8",
        unit="µs",
        figures=figures,
        target="≤ 1,000 µs",
        met=max(figures.values()) <= 1_000,
        references=references,
        note="every output, series, table, notes and moves; without a browser around it",
    )
    found = samples()
    yield Outcome(
        name="10,000 samples of a formula",
        unit="times as long as hand-written NumPy; µs",
        figures={name: {"ratio": each["ratio"], "us": each["us"]} for name, each in found.items()},
        target="≤ 2 times",
        met=all(each["ratio"] <= 2 for each in found.values()),
        references={f"{name}, NumPy by hand, µs": each["by_hand_us"] for name, each in found.items()},
    )
