"""A store of things that cannot change: what is read of version rows is kept in the process, a bounded number."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Frozen(Generic[Key, Value]):
    """A bounded store of things that cannot change, the least recently used leaving first."""

    def __init__(self, most: int) -> None:
        """Keep at most `most` values."""
        self._most, self._kept, self._lock = most, OrderedDict[Key, Value](), Lock()

    def get(self, key: Key, read: Callable[[], Value | None]) -> Value | None:
        """Return the value of `key`, read when it is not kept; None is not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = read()
        if found is not None:
            with self._lock:
                self._kept[key] = found
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
        return found
