"""T06 Cohort survival: those likely to leave leave first, so the retention of a cohort rises with its age.

The shifted beta-geometric model; formulas of the domain reference, section T06 (Fader & Hardie 2007, J. Interactive
Marketing 21(1), 76–90; 2010, Marketing Science 29(1), 85–93). α and β describe how the chance to leave is spread over
the customers: both below 1 most are either very loyal or gone soon, both above 1 most are alike.
"""

from itertools import accumulate, islice
from typing import Final

from lms.calculators.clv import DISCOUNT
from lms.calculators.codes import DIVERGES
from lms.calculators.lists import Cohorts, Numbers
from lms.calculators.operations import Invalid, Parameter, operation
from lms.calculators.statistics.shifted_beta import Fit, Losses, discounted, hazards

NOT_ESTIMABLE: Final = "NOT_ESTIMABLE"
INFINITE_MEAN: Final = "INFINITE_MEAN"
ALIKE: Final = 1e4
"""When α and β are both above this, all customers may be taken to be alike."""

ALPHA: Final = Parameter(
    "alpha", "number", "first parameter of how the chance to leave is spread, above zero", minimum=0, required=True
)
BETA: Final = Parameter(
    "beta", "number", "second parameter of how the chance to leave is spread, above zero", minimum=0, required=True
)


@operation(
    "sbg_fit", "How the chance to leave is spread over customers, from cohorts of survivors",
    Cohorts(name="cohorts", unit="count", help="one list per cohort: those who started, then those left each period",
            minimum=0, required=True),
)  # fmt: skip
def sbg_fit(*, cohorts: list[list[float]]) -> dict[str, object]:
    """Return the most likely α and β, the log-likelihood, the mean chance to leave α/(α + β), and the shape.

    The shape is U_SHAPED (both below 1), BELL_SHAPED (both above 1) or ONE_SIDED. Where α and β grow beyond 10⁴ the
    customers are alike: α and β are None, and `constant_retention` is the retention they share (None otherwise).
    Cohorts may differ in length, at most 10,000 counts in all. NOT_ESTIMABLE: fewer than two periods, no losses at all,
    or everyone gone in the first.
    """
    largest = max(each[0] for each in cohorts)
    losses = Losses([count / largest for count in each] for each in cohorts)
    if not losses.estimable:
        return {"error": NOT_ESTIMABLE}
    fit = losses.fit()
    alike = fit.alpha > ALIKE and fit.beta > ALIKE
    return {
        "alpha": None if alike else fit.alpha,
        "beta": None if alike else fit.beta,
        "loglik": fit.loglik * largest,
        "mean_theta": fit.mean,
        "shape": None if alike else _shape(fit),
        "homogeneous": alike,
        "constant_retention": 1 - fit.mean if alike else None,
    }


@operation(
    "sbg_loglik", "How well two parameters fit a cohort: the logarithm of its likelihood",
    ALPHA, BETA,
    Numbers(name="survivors", unit="count or share", help="those who started, then those left after each period",
            minimum=0, required=True),
)  # fmt: skip
def sbg_loglik(*, alpha: float, beta: float, survivors: list[float]) -> dict[str, object]:
    """Return Σ (n_{t−1} − n_t)·ln P(t) + n_T·ln S(T), 0 or less. At most 10,000 counts, never rising."""
    _positive(alpha, beta)
    (cohort,) = Cohorts(name="survivors", unit="count", help="", minimum=0).read([survivors])
    return {"loglik": Losses([cohort]).loglik(hazards(alpha, beta))}


@operation(
    "sbg_curve", "Survival and retention of a cohort, period by period",
    ALPHA, BETA,
    Parameter("periods", "periods", "how many periods to project", minimum=1, maximum=10_000, default=12.0, whole=True),
)  # fmt: skip
def sbg_curve(*, alpha: float, beta: float, periods: float) -> dict[str, object]:
    """Return S(t), r_t = (β+t−1)/(α+β+t−1), P(t), who leaves in period t, for t = 1 … periods; and the mean loss."""
    _positive(alpha, beta)
    retention = [(beta + at) / (alpha + beta + at) for at in range(int(periods))]
    survival = list(accumulate(retention, float.__mul__))
    return {
        "survival": survival,
        "retention": retention,
        "leaving": [
            before * hazard
            for before, hazard in zip([1.0, *survival[:-1]], islice(hazards(alpha, beta), int(periods)), strict=True)
        ],
        "mean_theta": alpha / (alpha + beta),
    }


@operation("sbg_del", "Discounted lifetime of a new customer, first payment now", ALPHA, BETA, DISCOUNT)
def sbg_del(*, alpha: float, beta: float, discount: float) -> dict[str, object]:
    """Return Σ_{t≥0} S(t)/(1+d)ᵗ, in payments (ADV); DIVERGES where d = 0 and α ≤ 1."""
    _positive(alpha, beta)
    found = _lifetime(alpha, beta, discount)
    return {"error": DIVERGES, "del_": None} if found is None else {"del_": found}


@operation(
    "sbg_derl", "Discounted remaining lifetime of a customer just before the next renewal",
    ALPHA, BETA, DISCOUNT,
    Parameter("periods_active", "periods", "periods the customer has been active: one more than renewals made",
              minimum=1, maximum=10_000, required=True, whole=True),
)  # fmt: skip
def sbg_derl(*, alpha: float, beta: float, discount: float, periods_active: float) -> dict[str, object]:
    """Return Σ_{t≥n} S(t)/S(n−1)/(1+d)ᵗ⁻ⁿ, in payments, for a customer active n periods, before the n-th renewal.

    (β+n−1)/(α+β+n−1)·₂F₁(1, β+n; α+β+n; 1/(1+d)), Fader & Hardie 2010, eq. 6. Some publications count renewals made:
    their n is one less. DIVERGES where d = 0 and α ≤ 1.
    """
    _positive(alpha, beta)
    stay = (beta + periods_active - 1) / (alpha + beta + periods_active - 1)
    found = _lifetime(alpha, beta + periods_active, discount)
    return {"error": DIVERGES, "derl": None} if found is None else {"derl": stay * found}


@operation("sbg_expected_lifetime", "Expected lifetime of a new customer, not discounted", ALPHA, BETA)
def sbg_expected_lifetime(*, alpha: float, beta: float) -> dict[str, object]:
    """Return (α + β − 1)/(α − 1) periods; INFINITE_MEAN where α ≤ 1: use a discounted value or a horizon."""
    _positive(alpha, beta)
    found = _lifetime(alpha, beta, 0.0)
    return {"error": INFINITE_MEAN, "expected_lifetime": None} if found is None else {"expected_lifetime": found}


def _positive(alpha: float, beta: float) -> None:
    for name, value in (("alpha", alpha), ("beta", beta)):
        if value == 0:
            raise Invalid(name, "must be above zero")


def _lifetime(alpha: float, beta: float, discount: float) -> float | None:
    """Return the discounted sum of S(t) from t = 0 on; None where it has no end."""
    if discount > 0:
        return discounted(alpha, beta, discount)
    return 1 + beta / (alpha - 1) if alpha > 1 else None


def _shape(fit: Fit) -> str:
    if fit.alpha < 1 and fit.beta < 1:
        return "U_SHAPED"
    return "BELL_SHAPED" if fit.alpha > 1 and fit.beta > 1 else "ONE_SIDED"
