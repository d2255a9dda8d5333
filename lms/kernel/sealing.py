"""Secrets that must be read again, such as a partner's password: sealed with a key made of the installation's own.

Each purpose has a key of its own (HKDF-SHA-256), so that what was sealed for one cannot be opened as another. The seal
is AES-256-GCM with a random nonce: nonce and sealed text, as URL-safe Base64. The database alone tells none of them.
"""

from __future__ import annotations

import base64
import binascii
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


class SealBroken(ValueError):
    """What was sealed cannot be opened: with another installation's key, for another purpose, or damaged."""


def seal(secret: bytes, purpose: str, text: str) -> str:
    """Return `text` sealed. `secret`: the installation's key; `purpose`: what for, the same words for ever."""
    nonce = os.urandom(_NONCE)
    sealed = _cipher(secret, purpose).encrypt(nonce, text.encode(), None)
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(secret: bytes, purpose: str, sealed: str) -> str:
    """Return what was sealed; raise SealBroken."""
    try:
        raw = base64.urlsafe_b64decode(sealed)
        return _cipher(secret, purpose).decrypt(raw[:_NONCE], raw[_NONCE:], None).decode()
    except (InvalidTag, binascii.Error, ValueError) as problem:
        raise SealBroken("What was sealed cannot be opened with this installation's key.") from problem


def _cipher(secret: bytes, purpose: str) -> AESGCM:
    derived = HKDF(SHA256(), length=32, salt=None, info=f"outside-in:{purpose}".encode()).derive(secret)
    return AESGCM(derived)
