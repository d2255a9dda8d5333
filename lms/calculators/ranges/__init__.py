"""Ranges for the numbers of a declared calculator: what the headline becomes when its inputs are not known exactly.

One mechanism for every calculator, an author's own included. NumPy is loaded only when ranges are run, SciPy never.
"""

from lms.calculators.ranges.breaking_even import break_even
from lms.calculators.ranges.report import ranges_report
from lms.calculators.ranges.results import BreakEven, Ranges
from lms.calculators.ranges.running import middle, run_ranges

__all__ = ["BreakEven", "Ranges", "break_even", "middle", "ranges_report", "run_ranges"]
