"""The tests' own server: a body is closed before its first byte leaves, whatever the browser does then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tests.support.serving import read_whole

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class Opened:
    """A body that knows whether it was closed, as an open file does."""

    closed = False

    def __iter__(self) -> Iterator[bytes]:
        yield b"first "
        yield b"second"

    def close(self) -> None:
        self.closed = True


def test_a_body_is_whole_and_closed_when_the_server_gets_it() -> None:
    body = Opened()

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return body

    sent = read_whole(app)({}, lambda *_given: lambda _data: None)
    assert body.closed
    assert list(sent) == [b"first second"]
