"""One `lms run` to a data folder: a lock that the operating system lets go of however its holder dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lms.serving.refusals import CannotStart

LOCK_FILE = "lms.lock"


@contextmanager
def locked(data: Path) -> Iterator[None]:
    """Hold the lock of a data folder; raise `CannotStart` where another process does or the folder cannot be written.

    The descriptor is not inherited, so a child that outlives us never keeps the folder locked.
    """
    check_writable(data)
    descriptor = os.open(data / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip() or "unknown"
            raise CannotStart(
                f"Already running on {data} (process {holder}). Stop it first, or set LMS_DATA to another folder."
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode("ascii"), 0)
        yield
    finally:
        os.close(descriptor)


def check_writable(data: Path) -> None:
    """Make the data folder where there is none; raise `CannotStart` where it cannot be written."""
    probe = data / f".writable-{os.getpid()}"
    try:
        data.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as problem:
        raise CannotStart(
            f"Cannot write to {data} ({problem.strerror}). Give this user the right to, or set LMS_DATA."
        ) from problem
