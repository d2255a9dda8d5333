"""Who may come in by SCIM: whoever holds a token of this door, into the token's organisation and no other.

Asked before every request of the blueprint, in one place. No cookie is looked at: a signed-in browser is nobody here.
"""

from __future__ import annotations

from typing import cast

from flask import g, request
from scim2_models import SCIMException, UnauthorizedException

from lms.doors.scim.desk import Desk, Directory
from lms.doors.scim.refusing import words
from lms.people import tokens
from lms.people.throttling import Guesses
from lms.people.tokens import Held
from lms.web.context import database, db, now, secret
from lms.web.languages import LANGUAGES, speak

DOOR = "scim"


class TooManyGuesses(SCIMException):
    """An address has shown too many wrong tokens; a right one is let in all the same."""

    status = 429


def let_in() -> None:
    """Find out whose token the request shows. Raises UnauthorizedException, TooManyGuesses."""
    with database().reading() as session:
        found = tokens.token_holder(session, DOOR, request.headers.get("Authorization"), now())
    if found is None:
        speak("en")
        _wrong()
    else:
        g.scim_held = found
        speak(found.language if found.language in LANGUAGES else "en")
        tokens.note_used(database(), found, now())


def _wrong() -> None:
    """Count a wrong token; none at all is a mistake and no guess."""
    if request.headers.get("Authorization"):
        guesses = Guesses(secret(), DOOR, request.remote_addr or "")
        with database().reading() as session:
            used_up = guesses.are_used_up(session, now())
        if used_up:
            raise TooManyGuesses(detail=words("guesses"))
        with database().writing() as session:
            guesses.count(session, now())
    raise UnauthorizedException(detail=words("token"))


def held() -> Held:
    """Return whose token it is. Raises RuntimeError where nobody was asked: no storage without a token."""
    if "scim_held" not in g:
        raise RuntimeError("a SCIM request came past the door")
    return cast(Held, g.scim_held)


def desk() -> Desk:
    """Return the place this request works at."""
    if "scim_desk" not in g:
        g.scim_desk = Desk(db(), Directory.of(held().organisation_id), now())
    return cast(Desk, g.scim_desk)
