"""As many pages at once as a process has threads for them. Files that are being sent have threads of their own.

The server keeps a thread as long as a reader takes over a body that is made while it is sent, so it has more threads
than pages may have: `lms.web.streaming.MOST` of them wait for slow readers and do next to nothing. Without the
turnstile pages would take all of them, and get in one another's way.
"""

from __future__ import annotations

from collections.abc import Iterable
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def turnstile(application: WSGIApplication, places: int) -> WSGIApplication:
    """Return `application`, answering at most `places` requests at once; bodies are sent outside."""
    free = BoundedSemaphore(places)

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with free:
            return application(environ, start_response)

    return answer
