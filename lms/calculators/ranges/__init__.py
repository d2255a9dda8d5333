"""Ranges for the numbers of a declared calculator: what the headline becomes when its inputs are not known exactly.

One mechanism for every calculator, an author's own included. NumPy and SciPy are loaded only when ranges are run.
"""

from lms.calculators.ranges.breaking_even import break_even
from lms.calculators.ranges.results import BreakEven, Ranges
from lms.calculators.ranges.running import run_ranges

__all__ = ["BreakEven", "Ranges", "break_even", "run_ranges"]
