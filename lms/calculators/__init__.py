"""Calculators: operations, the formula language, declared calculators, and numbers as people write them.

Pure: no Flask, no database; NumPy is loaded only where arrays of samples are computed.
"""

from lms.calculators import churn, clv
from lms.calculators.operations import OPERATIONS, evaluate

__all__ = ["OPERATIONS", "churn", "clv", "evaluate"]
