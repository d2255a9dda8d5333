"""Things that register by name under an entry point group: question kinds, page blocks."""

from importlib.metadata import EntryPoint, entry_points
from typing import Any


class NotInstalled(LookupError):
    """Nothing of that name is installed."""


class EntryGroup:
    """The entry points of one group.

    Ours come in like everybody else's; they are handed in as well so that a source tree which is not installed has
    them. Two different things under one name are refused, or a plug-in could quietly replace what a published quiz
    relies on.
    """

    def __init__(self, group: str, ours: dict[str, str]) -> None:
        self.group = group
        self._ours = [EntryPoint(name, value, group) for name, value in ours.items()]
        self._points: dict[str, EntryPoint] | None = None
        self._loaded: dict[str, Any] = {}

    def names(self) -> tuple[str, ...]:
        """Return all names, sorted."""
        return tuple(sorted(self._announced()))

    def point(self, name: str) -> EntryPoint:
        """Return the entry point of that name; raise `NotInstalled`."""
        try:
            return self._announced()[name]
        except KeyError:
            raise NotInstalled(f'"{name}" is not installed under {self.group}.') from None

    def load(self, name: str) -> Any:
        """Return the object of that name, loaded once; raise `NotInstalled`."""
        if name not in self._loaded:
            self._loaded[name] = self.point(name).load()
        return self._loaded[name]

    def _announced(self) -> dict[str, EntryPoint]:
        if self._points is None:
            self._points = merged(self._ours, entry_points(group=self.group))
        return self._points


def merged(ours: list[EntryPoint], others: Any) -> dict[str, EntryPoint]:
    """Return the entry points by name; raise `RuntimeError` where one name stands for two things."""
    points = {point.name: point for point in ours}
    for point in others:
        known = points.setdefault(point.name, point)
        if known.value != point.value:
            raise RuntimeError(f'Two things are called "{point.name}": {known.value} and {point.value}.')
    return points
