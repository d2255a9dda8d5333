"""Which operations can be run with ranges, and why the others cannot: told in the catalogue, and by `lms ranges`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from lms.calculators.operations import Operation

OUTPUTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "chain": "effect", "chain_rules": "effect", "churn_cost": "total", "churn_reduction_value": "saving",
        "clv": "clv_net", "clv_breakeven_retention": "retention", "clv_cohort": "npv_per_customer",
        "erlang_c": "service_level", "erlang_c_agents": "scheduled", "evc": "evc", "handoff_success": "success",
        "journey": "clean_journey_probability", "market_damage": "total_damage", "migration_value": "net_uplift",
        "nps_sample_size": "n_required", "retention_lift": "change", "sbg_del": "del_", "sbg_derl": "derl",
        "sbg_expected_lifetime": "expected_lifetime", "segment_value": "weighted_value", "tco": "tco_npv",
        "tenure_profit": "expected_npv", "wom_value": "wom_value_total",
    }
)  # fmt: skip
"""The operations that can be, and the output the figures are about where nobody names one."""

ADDING_UP: Final = frozenset(
    {("segment_value", "segments.share"), ("migration_value", "shares_before"), ("migration_value", "shares_after")}
)
"""Operation and series whose numbers must add up: one of them cannot move alone."""

_ANSWERS = "It counts answers that were given. What is uncertain in them is told by its own interval, not by a range."
_SCALE = "It describes a questionnaire and the answers to it, which are what they are."
_RANGE = "It is itself about a range, or runs one."
_VERDICT = "It gives a word or a rank, not a number that could be high or low."
_FIT = "It is fitted to customers who were counted; put a range on what it gives, in sbg_del or sbg_expected_lifetime."

UNSUITED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "alpha_items": _SCALE, "ipa": _VERDICT, "k_anon": "It hides small groups; a hidden group has no range.",
        "kano_classify": _VERDICT, "kano_summary": _ANSWERS, "lognormal_p10_p90": _RANGE, "monte_carlo_clv": _RANGE,
        "nps": _ANSWERS, "nps_change": _ANSWERS, "ols": _ANSWERS, "omega_from_loadings": _SCALE,
        "opportunity": _ANSWERS, "pert": _RANGE, "quantile7": _RANGE, "rci": _SCALE,
        "sbg_curve": "It gives a curve, not one number; sbg_del and sbg_expected_lifetime give one.",
        "sbg_fit": _FIT, "sbg_loglik": _FIT, "score_scale": _ANSWERS, "spearman_brown": _SCALE,
        "tornado_clv": _RANGE, "triangular": _RANGE,
    }
)  # fmt: skip
"""Why an operation has no ranges."""


def names_of(operation: Operation) -> list[str]:
    """Return the numbers of an operation that can have a range; N stands for a place in a list or a row, from 1."""
    names = []
    for each in operation.parameters:
        if each.sort == "number":
            names.append(each.name)
        elif each.sort == "numbers":
            names.append(f"{each.name}.N")
        elif each.sort == "rows":
            names += [f"{each.name}.{cell.name}.N" for cell in each.fields if cell.sort == "number"]
    return [each for each in names if (operation.name, each.removesuffix(".N")) not in ADDING_UP]
