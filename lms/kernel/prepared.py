"""Queries built once: putting a statement together costs more than running it, and a page asks the same ones each time.

The actor's ids become parameters; the rest of an actor, its roles, decides the shape of scope rules, so one statement
is kept for each set of roles.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from sqlalchemy import Uuid, bindparam
from sqlalchemy.orm import Session

from lms.kernel.ids import AccountId, OrganisationId, PersonId
from lms.kernel.permissions import Actor, Role

PERSON, ACCOUNT, ORGANISATION = "actor_person", "actor_account", "actor_organisation"


class Prepared:
    """A query as a function of who asks: `build` is called once for each set of roles, with parameters for ids."""

    def __init__(self, build: Callable[[Actor], Any]) -> None:
        """`build` may use `bindparam` for parameters of its own."""
        self._build = build
        self._made: dict[frozenset[Role], Any] = {}

    def run(self, session: Session, actor: Actor, **parameters: Any) -> Any:
        """Run the query for `actor`."""
        query = self._made.get(actor.roles)
        if query is None:
            query = self._made.setdefault(actor.roles, self._build(_anybody(actor.roles)))
        ids = {PERSON: actor.person_id, ACCOUNT: actor.account_id, ORGANISATION: actor.organisation_id}
        return session.execute(query, ids | parameters)


def _anybody(roles: frozenset[Role]) -> Actor:
    """Return an actor whose ids are parameters: what a scope rule makes of it fits every actor with these roles."""
    return Actor(
        cast(PersonId, bindparam(PERSON, type_=Uuid())),
        cast(AccountId, bindparam(ACCOUNT, type_=Uuid())),
        cast(OrganisationId, bindparam(ORGANISATION, type_=Uuid())),
        roles,
    )
