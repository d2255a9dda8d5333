"""Doing the same thing from several threads at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")
PATIENCE = 60


def at_once(*functions: Callable[[], Result]) -> list[Result]:
    """Start all functions together, each in a thread of its own, and return their results in order."""
    gate = threading.Barrier(len(functions), timeout=PATIENCE)

    def after_the_gate(function: Callable[[], Result]) -> Result:
        gate.wait()
        return function()

    with ThreadPoolExecutor(len(functions)) as pool:
        return [each.result(PATIENCE) for each in [pool.submit(after_the_gate, one) for one in functions]]
