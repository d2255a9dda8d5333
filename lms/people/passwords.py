"""Passwords: argon2id at the OWASP minimum or better, checked in constant work, re-hashed when the cost rises."""

from __future__ import annotations

from threading import BoundedSemaphore

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 200
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, type=Type.ID)
_at_once = BoundedSemaphore(2)  # 19 MiB and a core each: a rush at nine must not starve the saves


def cheap_for_tests() -> None:
    """Lower the cost for the test suite; never called by the product."""
    global _hasher, _nobody  # noqa: PLW0603 - one module-wide hasher, replaced once before the tests run
    _hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1, type=Type.ID)
    _nobody = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """Return the argon2id hash of `password`. ValueError names the remedy when it is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise ValueError(f"a password has {SHORTEST} to {LONGEST} characters")
    with _at_once:
        return _hasher.hash(password)


def password_fits(password: str, stored: str | None) -> bool:
    """Return whether `password` belongs to `stored`; an unknown account costs the same work as a known one."""
    with _at_once:
        try:
            return _hasher.verify(stored or _nobody, password[:LONGEST]) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(stored: str) -> bool:
    """Return whether a stored hash was made with a lower cost than today's."""
    return _hasher.check_needs_rehash(stored)


_nobody = _hasher.hash("nobody has this password")
