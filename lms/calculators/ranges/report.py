"""Everything a page tells about ranges, in one call and as plain JSON."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypedDict, Unpack

from lms.calculators.codes import INVALID_INPUT
from lms.calculators.computing import Entered
from lms.calculators.declared import Calculator
from lms.calculators.ranges.breaking_even import break_even_of, goal_of
from lms.calculators.ranges.headline import SAMPLES
from lms.calculators.ranges.models import Declared, declared
from lms.calculators.ranges.running import Runs, finite, run, told
from lms.calculators.ranges.specs import MOST
from lms.calculators.ranges.standing import Result
from lms.calculators.ranges.together import Together

CLASSES: Final = 24
"""So many bars a histogram has on a page."""

_FIGURES: Final = ("p10", "p50", "p90", "mean", "standard_error", "below_zero")
_NAMES: Final = {"standard_error": "mc_error"}


class Asked(TypedDict, total=False):
    """What may be asked of a report, each with a default: 20,000 samples, seed 1, no threshold, target or pairs."""

    samples: int
    seed: int
    threshold: float | None
    target: float | None
    sought: Iterable[str] | None
    together: Together | None


def ranges_report(
    calculator: Calculator, values: Entered, ranges: Mapping[str, Any], **asked: Unpack[Asked]
) -> dict[str, Any]:
    """Return what ranges make of every output that is shown, and what they say about the headline; never raises.

    Arguments as for `run_ranges`. With a `target`, a break-even is searched in each number of `sought` (in each that
    has a range, when None; at most 40), all others at their likely value. Keys: `n`, `seed`, `error`, `problems`,
    `headline` (its name), `outputs` (name → unit, base, p10, p50, p90, mean, mc_error, below_zero, counted, failures),
    `histogram` (24 classes), `threshold` (value, chance of reaching it, error), `tornado`, `break_even`,
    `measure_next`. While `error` is set nothing was run, and all after `headline` is empty.
    """
    model = declared(calculator, every=True)
    threshold, target = asked.get("threshold"), asked.get("target")
    runs = Runs(SAMPLES, 1, error=INVALID_INPUT)
    sought = None if asked.get("sought") is None else list(asked["sought"] or ())
    if finite(threshold) and (target is None or goal_of(target) is not None) and len(sought or ()) <= MOST:
        settings = {"samples": asked.get("samples", SAMPLES), "seed": asked.get("seed", 1)}
        runs = run(model, values, ranges, **settings, together=asked.get("together"))
    report: dict[str, Any] = {
        "n": runs.samples, "seed": runs.seed, "error": runs.error, "problems": dict(runs.problems),
        "headline": model.headline, "outputs": {}, "histogram": None, "threshold": None, "tornado": [],
        "break_even": [], "measure_next": [],
    }  # fmt: skip
    if runs.result is None:
        return report
    report |= {"outputs": _outputs(model, runs, runs.result), **_headline(runs, runs.result, model.headline, threshold)}
    if target is not None:
        likely = {place.name: spread.likely for place, spread in runs.spreads.items() if not place.series}
        names = [place.name for place in runs.spreads] if sought is None else sought
        found = [break_even_of(model, {**values, **likely}, name, target) for name in names]
        report["break_even"] = [each.document() for each in found]
    return report


def _headline(runs: Runs, result: Result, name: str, threshold: float | None) -> dict[str, Any]:
    found = told(runs, result, name, threshold, CLASSES).document()
    chance = {"value": threshold, "chance": found["reached"], "error": found["reached_error"]}
    return {
        "histogram": found["histogram"],
        "threshold": None if threshold is None else chance,
        "tornado": found["swings"],
        "measure_next": found["worth"],
    }


def _outputs(model: Declared, runs: Runs, result: Result) -> dict[str, Any]:
    from lms.calculators.ranges.summary import figures

    base = result.all_at({place: spread.likely for place, spread in runs.spreads.items()})
    outputs = {}
    for name, found in runs.found.items():
        sound = found.sound(runs.samples)
        told = figures(sound) if len(sound) else dict.fromkeys(_FIGURES)
        outputs[name] = {
            "unit": model.calculator.output(name).unit,
            "base": base[name],
            **{_NAMES.get(each, each): value for each, value in told.items()},
            "counted": len(sound),
            "failures": {code: int(mask.sum()) for code, mask in sorted(found.failed.items())},
        }
    return outputs
