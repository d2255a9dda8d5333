"""Who is asking. The only module that touches Flask-Login; how a browser is recognised is registered by `people`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Flask, Request
from flask_login import LoginManager, UserMixin, current_user

from lms.kernel.permissions import Actor, Role


@dataclass(frozen=True)
class Visitor(UserMixin):  # type: ignore[misc]  # flask_login is untyped
    """The person a browser is signed in as, and what every page shows of them. `time_zone`: theirs, or where they have
    none their organisation's, which is `company_zone`. `leads`: whether anybody reports to them. `door` and
    `context_id`: how the session was opened where not by our own sign-in, see `lms.people.models.SignIn`."""

    actor: Actor
    name: str
    language: str | None
    organisation: str
    organisation_language: str
    currency: str
    time_zone: str
    company_zone: str
    demo: bool
    token_hash: str
    last_seen: datetime
    leads: bool
    door: str = ""
    context_id: UUID | None = None

    def get_id(self) -> str:
        """Return the person's id as Flask-Login wants it."""
        return str(self.actor.person_id)

    @property
    def initials(self) -> str:
        """Return one or two letters for the round face in the bar."""
        words = self.name.split()
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()

    def has(self, *roles: Role) -> bool:
        """Return whether the visitor has one of these roles."""
        return self.actor.may(roles)


Recogniser = Callable[[Request], Visitor | None]


def install(app: Flask, recognise: Recogniser) -> None:
    """Let Flask-Login ask `recognise` once a request."""
    manager = LoginManager()
    manager.session_protection = None  # the database row is the session; there is nothing in the cookie to protect
    manager.request_loader(recognise)
    manager.init_app(app, add_context_processor=False)  # templates ask `visitor()`; a failure page must ask nobody


def visitor() -> Visitor | None:
    """Return who is asking, or None when nobody has signed in."""
    found = current_user._get_current_object()
    return found if isinstance(found, Visitor) else None


def signed_in_visitor() -> Visitor:
    """Return who is asking, in a view that only members reach."""
    found = visitor()
    if found is None:
        raise RuntimeError("this view is declared for members; the shell lets nobody else in")
    return found
