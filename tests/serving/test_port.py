"""The listening socket."""

from __future__ import annotations

import socket

from lms.serving import port


def test_no_part_of_an_answer_waits_until_the_part_before_it_is_confirmed() -> None:
    with port.listen("127.0.0.1", 0) as listener:
        listener.setblocking(True)
        with socket.create_connection(listener.getsockname()) as _visitor:
            accepted, _address = listener.accept()
            with accepted:
                assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
