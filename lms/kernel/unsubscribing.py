"""The tokens that end mails of one kind without signing in: whom and which kind, under a mark of this installation's.

A token says nothing secret and can do one thing only; it does not run out, because the mail that carries it stays in a
mailbox for years (RFC 8058). The mark is HMAC-SHA-256 under a key of its own, cut to 128 bits.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Final
from uuid import UUID

LONGEST: Final = 120
"""Characters of a token that is read at all."""
_ID, _MARK = 16, 16
_LONGEST_KIND: Final = 30


@dataclass(frozen=True, slots=True)
class Ended:
    """What a token ends: mails of `kind` to `person`."""

    person: UUID
    kind: str


def token(key: bytes, person: UUID, kind: str) -> str:
    """Return the token that ends mails of `kind` to `person`; letters, digits, - and _ only."""
    said = person.bytes + kind.encode("ascii")
    return urlsafe_b64encode(said + _mark(key, said)).rstrip(b"=").decode("ascii")


def read(key: bytes, text: str) -> Ended | None:
    """Return what a token ends, or None where it is none of ours. Compares in a time that tells nothing."""
    if not 1 <= len(text) <= LONGEST or not text.isascii():
        return None
    try:
        held = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return None
    said, mark = held[:-_MARK], held[-_MARK:]
    kind = said[_ID:]
    if not hmac.compare_digest(mark, _mark(key, said)) or not 1 <= len(kind) <= _LONGEST_KIND:
        return None
    return Ended(UUID(bytes=said[:_ID]), kind.decode("ascii"))


def _mark(key: bytes, said: bytes) -> bytes:
    own = hmac.new(key, b"unsubscribing", sha256).digest()
    return hmac.new(own, said, sha256).digest()[:_MARK]
