"""Keyed hashes that only this installation computes, a key of their own for each purpose."""

from __future__ import annotations

import hashlib
import hmac

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def keyed(secret: bytes, purpose: str, *parts: bytes) -> bytes:
    """Return 32 bytes that nobody computes without `secret`, the installation's key. The parts keep their borders."""
    said = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return hmac.new(_key(secret, purpose), said, hashlib.sha256).digest()


def _key(secret: bytes, purpose: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=f"outside-in:second factor {purpose}".encode()).derive(secret)
