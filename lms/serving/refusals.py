"""Why an installation does not start: always one clear line, never a traceback."""

from __future__ import annotations


class CannotStart(RuntimeError):
    """The installation cannot start; the message says what is wrong and what to do."""
