"""No act of HR, a trainer or an administrator stays unnoted: what its own room does not note is noted here.

A room says more than this can (about whom, what was changed) and goes first. An unsafe request of theirs that
wrote something and left no entry gets one, under the name of its route and in the same transaction.
"""

from __future__ import annotations

from typing import Any, Final

from flask import Flask, Response, current_app, g, request
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from lms.kernel import audit
from lms.kernel.permissions import Role, allowed_of
from lms.web.context import SAFE_METHODS, actor, now

WROTE: Final = "wrote"
"""What a session's `info` holds while its transaction has changed something."""
LINE_MANAGERS: Final = frozenset({"team"})
"""Rooms that are open to all members and whose acts concern others: a line manager's."""


def install(app: Flask) -> None:
    """Look at every response just before the shell commits."""
    app.after_request(leave_a_trace)


def is_watched(app: Flask, endpoint: str) -> bool:
    """Return whether a route is one of HR, trainers, administrators or line managers, and of nobody else."""
    allowed = allowed_of(app.view_functions[endpoint]) or frozenset()
    of_staff = not allowed & {Role.EVERYONE, Role.LEARNER}
    return of_staff or endpoint.partition(".")[0] in LINE_MANAGERS


def leave_a_trace(response: Response) -> Response:
    """Note an act that wrote something and that nobody has noted."""
    session: Session | None = g.get("session")
    endpoint = request.endpoint
    if session is None or endpoint is None or request.method in SAFE_METHODS or response.status_code >= 400:
        return response
    if not is_watched(current_app, endpoint):
        return response
    session.flush()
    if session.info.get(WROTE) and not session.info.get(audit.NOTED):
        audit.note(session, actor(), endpoint, now())
    return response


@event.listens_for(Session, "after_flush")
def _flushed(session: Session, _context: Any) -> None:
    session.info[WROTE] = True


@event.listens_for(Session, "do_orm_execute")
def _executed(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        state.session.info[WROTE] = True


@event.listens_for(Session, "after_rollback")
def _rolled_back(session: Session) -> None:
    session.info.pop(WROTE, None)
    session.info.pop(audit.NOTED, None)
