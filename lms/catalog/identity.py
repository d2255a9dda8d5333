"""The lasting identity of an organisation's module: two organisations may have taken in the same pack."""

from __future__ import annotations

from uuid import UUID, uuid5


def module_id_of(organisation_id: UUID | None, uuid: UUID | str) -> UUID:
    """Return the id under which the module with that uuid in its file is kept.

    In the shared library (no organisation) it is the uuid itself. An organisation's is made of both, so that nobody can
    tell from it whether another organisation has the same pack.
    """
    own = uuid if isinstance(uuid, UUID) else UUID(uuid)
    return own if organisation_id is None else uuid5(organisation_id, str(own))
