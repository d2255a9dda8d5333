"""What is refused at this door, in words: they stand in the directory's own log and in ours."""

from __future__ import annotations

from typing import Final

from flask import g, has_request_context
from flask_babel import lazy_gettext as _l

TEXTS: Final = {
    "protected": _l(
        "%(name)s has a role here besides learning and was not put here by your directory. An administrator can let "
        "the directory look after such people on the page Directory (SCIM); until then it changes nothing of them."
    ),
    "address": _l(
        "%(name)s has a role here besides learning, so the directory does not change the address they sign in with. "
        "Change it here, or let the directory look after people with roles on the page Directory (SCIM)."
    ),
    "taken-name": _l("Somebody else here has the userName %(said)s."),
    "taken-address": _l("Somebody else here has the address %(said)s."),
    "reused": _l(
        "The userName %(said)s belonged to somebody who has left, and your directory now gives it to another object. "
        "If it is the same person, send their former externalId; if not, have them erased here first."
    ),
    "manager": _l(
        "There is nobody here with the id %(said)s, so they cannot be the line manager. Send that person first."
    ),
    "members": _l("Nobody here has the id %(said)s, so they cannot be in the group. Send that person first."),
    "nested": _l("%(said)s is a group. Groups here hold people, not groups."),
    "rule": _l("The group %(said)s follows a rule, so the directory only reads it. Change its rule here."),
    "group-name": _l("A group needs a displayName of at most 120 characters."),
    "group-taken": _l("There is a group called %(said)s already."),
    "group-used": _l("The group %(said)s is used by an assignment or by another group. End that first."),
    "too-many": _l(
        "This would read more than %(said)s people one by one, because of: %(why)s. Leave that out, or ask for a "
        "userName, externalId, id or address too."
    ),
    "long": _l("%(said)s is too long."),
    "too-much": _l("This is more than is kept of one person. Map fewer attributes."),
    "token": _l("Send Authorization: Bearer and a token that an administrator made on the page Directory (SCIM)."),
    "guesses": _l("Too many wrong tokens came from this address. Wait a quarter of an hour."),
    "quicker": _l("Somebody else wrote the same at the same moment. Send it again."),
    "away": _l("The database does not answer just now. Nothing was stored; send it again in a moment."),
    "ours": _l("This is our mistake; nothing was stored. Give your administrator the number %(said)s."),
}


def words(code: str, **given: str) -> str:
    """Return why something is refused and what to do, in the language of the organisation."""
    if has_request_context() and code != "too-many":  # that names attributes, and nobody
        g.setdefault("scim_said", set()).update(given.values())
    return str(TEXTS[code]) % given
