"""T15 Which groups may be shown: none with fewer than k people, and none that could be found by subtraction.

Rules of the domain reference, section T15: a hidden group must not follow from the total and the others.
"""

from lms.calculators.operations import Parameter, operation
from lms.calculators.parameters import Counts


@operation(
    "k_anon", "Which groups are large enough to be shown",
    Counts(name="groups", unit="count", help="how many answered in each group", minimum=0, whole=True, required=True),
    Parameter("k", "people", "the fewest in a group that is shown", minimum=2, maximum=1000, default=5.0, whole=True),
)  # fmt: skip
def k_anon(*, groups: dict[str, float], k: float) -> dict[str, object]:
    """Return the names that are published and suppressed, in their order, and whether the total may be shown.

    Where the hidden groups together have fewer than k people, the smallest published one is hidden too (the first by
    name of several), since it could be found by subtracting from the total.
    """
    published = {name for name, size in groups.items() if size >= k}
    hidden = groups.keys() - published
    if hidden and published and sum(groups[name] for name in hidden) < k:
        published.discard(min(published, key=lambda name: (groups[name], name)))
    return {
        "published": sorted(published),
        "suppressed": sorted(groups.keys() - published),
        "total_published": sum(groups.values()) >= k,
    }
