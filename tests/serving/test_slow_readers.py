"""Readers who ask for a file and read nothing of it: as many as there are turns, and pages answer as before."""

from __future__ import annotations

import socket
from contextlib import ExitStack

from lms.web.streaming import MOST
from tests.serving.conftest import PATIENCE, Start


def test_pages_answer_while_every_file_waits_for_its_reader(start: Start) -> None:
    here = start(workers=1)
    here.wait_until_ready()
    with ExitStack() as stack:
        for _ in range(MOST):
            reader = stack.enter_context(socket.socket())
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            reader.settimeout(PATIENCE)
            reader.connect(("127.0.0.1", here.port))
            reader.sendall(b"GET /endless HTTP/1.1\r\nHost: here\r\n\r\n")
            assert reader.recv(12) == b"HTTP/1.1 200"
        assert [here.get().isdigit() for _ in range(5)] == [True] * 5
