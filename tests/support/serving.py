"""An application served on loopback by threads of the test's own process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from threading import Thread
from typing import TYPE_CHECKING

from werkzeug.serving import make_server
from werkzeug.wsgi import ClosingIterator

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


@contextmanager
def served(app: WSGIApplication) -> Iterator[str]:
    """Yield the address under which `app` answers; its threads have ended when the block ends."""
    server = make_server("127.0.0.1", 0, read_whole(app), threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def read_whole(app: WSGIApplication) -> WSGIApplication:
    """Return `app` with each body read and closed before the first byte of it is sent.

    A browser that turns to the next page drops what it was loading. Werkzeug's server then reads from the broken
    connection before it closes the body, fails there, and leaves a static file open.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with closing(ClosingIterator(app(environ, start_response))) as body:
            return [b"".join(body)]

    return answer
