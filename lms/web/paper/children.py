"""A process that makes one thing: JSON in, bytes out, bounded in time and number, with none of our secrets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

import structlog

log = structlog.get_logger(__name__)


class NotMade(RuntimeError):
    """It could not be made now: too many wait for one, or its process failed. Try again in a moment."""


class Maker:
    """One kind of process. At most one at a time in each web process: a hundred clicks start one after another."""

    def __init__(self, script: Path, *, seconds: float, wait: float) -> None:
        """`script` imports nothing of ours; `seconds` it may take; `wait` seconds somebody stands in line at most."""
        self.script, self.seconds, self.wait = script, seconds, wait
        self._turn = BoundedSemaphore(1)

    def make(self, given: dict[str, Any]) -> bytes:
        """Return what the process writes when it is given this JSON. Raises NotMade."""
        if not self._turn.acquire(timeout=self.wait):
            raise NotMade
        try:
            made = subprocess.run(
                [sys.executable, "-P", str(self.script)],
                input=json.dumps(given).encode(),
                capture_output=True,
                timeout=self.seconds,
                env=_surroundings(),
                check=True,
            )
        except (OSError, subprocess.SubprocessError) as error:
            log.error("not made", maker=self.script.stem, reason=_reason(error))
            raise NotMade from error
        finally:
            self._turn.release()
        return made.stdout


def _surroundings() -> dict[str, str]:
    """Return the child's environment: where modules are, one thread, and none of our secrets."""
    return {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "RAYON_NUM_THREADS": "1", "LC_ALL": "C.UTF-8"}


def _reason(error: Exception) -> str:
    """Return the last line of what the process wrote, which names the error and no person."""
    written = getattr(error, "stderr", None) or b""
    lines = written.decode(errors="replace").strip().splitlines()
    return lines[-1][:200] if lines else type(error).__name__
