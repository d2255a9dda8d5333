"""The listening socket: bound once by the supervisor and inherited by every web process.

The kernel's queue of new connections therefore outlives a web process that is killed: whoever knocks meanwhile waits a
moment instead of being refused, and no second installation can slip onto the same port.
"""

from __future__ import annotations

import errno
import socket
import time

from lms.serving.refusals import CannotStart

BACKLOG = 1024
PATIENCE = 3.0
PAUSE = 0.1


def listen(host: str, port: int, *, patience: float = PATIENCE) -> socket.socket:
    """Return the listening socket; raise `CannotStart` where the port stays busy for `patience` seconds.

    The wait is for the children of an installation that was killed a moment ago.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    until = time.monotonic() + patience
    while True:
        listener = socket.socket(family, socket.SOCK_STREAM)
        # lets us bind while old connections linger in TIME_WAIT; a port somebody listens on stays refused
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # connections inherit it: else the rest of an answer may wait 40 ms for the other side to confirm its beginning
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            listener.bind((host, port))
            listener.listen(BACKLOG)
        except OSError as problem:
            listener.close()
            if problem.errno != errno.EADDRINUSE:
                raise CannotStart(f"Cannot listen on {host}:{port} ({problem.strerror}). Check LMS_BIND.") from problem
            if time.monotonic() >= until:
                raise CannotStart(
                    f"Port {port} on {host} is busy. Stop what uses it, or choose another: make run PORT={port + 1}, "
                    f"or LMS_BIND={host}:{port + 1}."
                ) from None
            time.sleep(PAUSE)
        else:
            listener.setblocking(False)
            return listener
