"""Arrays that are used again, and the sign that a formula cannot be computed straight through."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray


class AsideError(Exception):
    """Something is out of the ordinary: the long way has to be gone."""


GIVES_UP: Final = (AsideError, ArithmeticError, TypeError, KeyError, IndexError, ValueError, RecursionError)
"""What running a chain may raise; NumPy's floating-point exceptions must be raised (`sampled.raising`)."""


class Shelf:
    """Arrays nobody needs any more, of shape (samples,), to be written over."""

    def __init__(self) -> None:
        """Start empty; `samples` is set for each run."""
        self.samples = 0
        self.free: list[NDArray[np.float64]] = []

    def lay_out(self, samples: int) -> None:
        """Make ready for a run of so many samples."""
        if samples != self.samples:
            self.samples, self.free = samples, []

    def put(self, value: Any) -> None:
        """Take back a value that nothing else holds: an array, or a series with arrays in it."""
        for each in value if value.__class__ is list else (value,):
            if each.__class__ is np.ndarray and each.shape == (self.samples,) and each.dtype == np.float64:
                self.free.append(each)
