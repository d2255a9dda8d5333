"""Private answers at rest: AES-256-GCM under one key a person, that key wrapped by the installation's.

Someone who runs the server has both the wrapped keys and the installation's key and can open everything; sealing keeps
private answers out of backups, reports, dumps and other rooms, and makes erasing final. `docs/privacy.md` says so.
"""

from __future__ import annotations

import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12


class Unreadable(RuntimeError):
    """A sealed value does not open: another installation's key, or a damaged row."""


class PersonSeal:
    """Seals and opens one person's private answers."""

    def __init__(self, key: bytes, person: UUID) -> None:
        """Hold the person's own key."""
        self._cipher = AESGCM(key)
        self._person = person

    def seal(self, text: str, field: str) -> bytes:
        """Return `text` sealed to this person and to `field`: it opens nowhere else."""
        return self.seal_bytes(text.encode(), field)

    def open(self, sealed: bytes, field: str) -> str:
        """Return the text. Unreadable when it was sealed elsewhere or altered."""
        return self.open_bytes(sealed, field).decode()

    def seal_bytes(self, content: bytes, field: str) -> bytes:
        """Return `content`, a photograph for instance, sealed to this person and to `field`."""
        nonce = os.urandom(NONCE)
        return nonce + self._cipher.encrypt(nonce, content, self._bound(field))

    def open_bytes(self, sealed: bytes, field: str) -> bytes:
        """Return the content. Unreadable when it was sealed elsewhere or altered."""
        try:
            return self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], self._bound(field))
        except InvalidTag as wrong:
            raise Unreadable("a private answer cannot be opened with this installation's LMS_SECRET_KEY") from wrong

    def _bound(self, field: str) -> bytes:
        return f"{self._person}:{field}".encode()


def new_wrapped_key(secret: bytes, person: UUID) -> bytes:
    """Make a key for `person` and return it wrapped."""
    nonce = os.urandom(NONCE)
    return nonce + _installation(secret).encrypt(nonce, AESGCM.generate_key(256), person.bytes)


def unwrap(secret: bytes, person: UUID, wrapped: bytes) -> PersonSeal:
    """Return the seal of `person`. Unreadable when the installation's key is another one."""
    try:
        key = _installation(secret).decrypt(wrapped[:NONCE], wrapped[NONCE:], person.bytes)
    except InvalidTag as wrong:
        raise Unreadable("a person's key cannot be opened with this LMS_SECRET_KEY") from wrong
    return PersonSeal(key, person)


def _installation(secret: bytes) -> AESGCM:
    return AESGCM(HKDF(hashes.SHA256(), 32, salt=None, info=b"lms person keys 1").derive(secret))
