"""Language service: what an editor of formulas asks while somebody types.

`diagnose` tells errors and unit hints with their places, `complete` proposes, `dependencies` and `costs` look at a
whole calculator, `review` reads its formulas once more for hints. Pure: text and declarations in, plain objects out.
"""

from lms.calculators.service.completing import Completion, complete
from lms.calculators.service.costing import cost, costs
from lms.calculators.service.diagnosing import Diagnostic, diagnose
from lms.calculators.service.graph import Dependencies, dependencies
from lms.calculators.service.names import Known, before, names_of
from lms.calculators.service.reviewing import Remark, review

__all__ = [
    "Completion",
    "Dependencies",
    "Diagnostic",
    "Known",
    "Remark",
    "before",
    "complete",
    "cost",
    "costs",
    "dependencies",
    "diagnose",
    "names_of",
    "review",
]
