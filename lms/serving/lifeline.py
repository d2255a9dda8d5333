"""A child dies with its supervisor, however that one dies.

Two ways, because each alone has a hole: Linux kills the child when its parent is gone (`PR_SET_PDEATHSIG`), and
everywhere the child's standard input is a pipe held open by the supervisor alone, whose end is the end of the child.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading

SUPERVISOR = "LMS_SUPERVISOR"
GO = b"\n"
PR_SET_PDEATHSIG = 1
ORPHANED = 70
STDIN = 0


_go = threading.Event()


def hold_on() -> None:
    """Tie this process to the supervisor that started it; without one (a worker started by hand) do nothing."""
    parent = os.environ.get(SUPERVISOR)
    if parent is None:
        _go.set()
        return
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != int(parent):  # it died before we asked to be told
        os._exit(ORPHANED)
    threading.Thread(target=_wait_for_the_end, name="lifeline", daemon=True).start()


def wait_for_go() -> None:
    """Wait until the supervisor says that the database is ready to be used."""
    _go.wait()


def _wait_for_the_end() -> None:
    while os.read(STDIN, 1) == GO:
        _go.set()
    os._exit(ORPHANED)
