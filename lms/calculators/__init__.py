"""Calculators: operations, the formula language, declared calculators, and numbers as people write them.

Pure: no Flask, no database; NumPy is loaded only where arrays of samples are computed.
"""

from lms.calculators import (
    anonymity,
    churn,
    clv,
    clv_uncertainty,
    damage,
    journey,
    kano,
    nps,
    ownership,
    priorities,
    profit_chain,
    reliability,
    segments,
    survival,
    tenure,
    uncertainty,
    waiting,
)
from lms.calculators.operations import OPERATIONS, evaluate

__all__ = [
    "OPERATIONS",
    "anonymity",
    "churn",
    "clv",
    "clv_uncertainty",
    "damage",
    "evaluate",
    "journey",
    "kano",
    "nps",
    "ownership",
    "priorities",
    "profit_chain",
    "reliability",
    "segments",
    "survival",
    "tenure",
    "uncertainty",
    "waiting",
]
