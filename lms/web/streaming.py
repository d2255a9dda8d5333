"""Files made while they are sent, for readers of any speed: so many at once, and none of them in anybody's way.

The server writes a body in the thread that made it and waits there for its reader. So each process keeps `MOST` threads
beside those that answer pages (`lms.serving.web`), and here are the turns to them: whoever finds none free is told to
come back. Pieces are made one at a time in a process, each in its own short transaction: a reader who stops reading
holds a thread, and neither a connection nor a lock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from threading import Lock
from time import sleep
from typing import Final, cast
from uuid import UUID

from flask import Response, current_app, render_template
from flask.typing import ResponseReturnValue

MOST: Final = 4
"""Files sent by one process at the same time."""
MOST_OF_ONE: Final = 2
"""Of these, so many to one person."""
RETRY_AFTER: Final = 20
"""Seconds after which somebody who found no turn may ask again."""
REST: Final = 0.002
"""Seconds between two pieces in which pages have the processor to themselves."""
KEY: Final = "lms.streaming"
"""Where an application keeps its turns."""


class NoTurn(RuntimeError):
    """As many files are being sent as may be. `own`: it is the person's own that are too many."""

    def __init__(self, *, own: bool) -> None:
        """Keep whose files are in the way."""
        super().__init__()
        self.own = own


@dataclass
class Turns:
    """The turns of one process."""

    most: int = MOST
    most_of_one: int = MOST_OF_ONE
    making: Lock = field(default_factory=Lock)
    _taken: Counter[UUID] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def take(self, person: UUID) -> Callable[[], None]:
        """Take a turn; return what gives it back, which may be called more than once. Raises NoTurn."""
        with self._lock:
            if self._taken[person] >= self.most_of_one:
                raise NoTurn(own=True)
            if self._taken.total() >= self.most:
                raise NoTurn(own=False)
            self._taken[person] += 1
        given = [person]

        def give_back() -> None:
            with self._lock:
                if given:
                    self._taken[given.pop()] -= 1

        return give_back

    @property
    def taken(self) -> int:
        """Return how many files are being sent."""
        with self._lock:
            return self._taken.total()


def turns() -> Turns:
    """Return the turns of this process's application."""
    return cast(Turns, current_app.extensions.setdefault(KEY, Turns()))


def sent_in_pieces(pieces: Iterable[bytes], person: UUID, name: str, mimetype: str = "text/csv") -> Response:
    """Return a response that makes its body while it is sent, as the file `name`. Raises NoTurn.

    `pieces` are made outside the request: each opens a session of its own and closes it, and no word is translated,
    unless they come through `stream_with_context`.
    """
    mine = turns()
    try:
        give_back = mine.take(person)
    except NoTurn:
        if isinstance(pieces, Generator):
            pieces.close()  # one that keeps the request's context lets go of it
        raise
    response = Response(_made_in_turn(iter(pieces), mine.making, give_back), mimetype=mimetype)
    response.call_on_close(give_back)  # a body that nobody begins to read never comes to its own end
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"  # a proxy hands on what there is; the first rows come at once
    return response


def _made_in_turn(pieces: Iterator[bytes], making: Lock, give_back: Callable[[], None]) -> Iterator[bytes]:
    try:
        while True:
            with making:
                piece = next(pieces, None)
            if piece is None:
                return
            yield piece
            sleep(REST)
    finally:
        give_back()


def come_back(refused: NoTurn, back: str) -> ResponseReturnValue:
    """Return the page that says why there is no file now and when to ask again; `back`: the address it leads to."""
    page = render_template("web/no_turn.html", own=refused.own, seconds=RETRY_AFTER, back=back, most=MOST_OF_ONE)
    return page, 503, {"Retry-After": str(RETRY_AFTER)}
