"""A passkey in software: answers as a security key does, and as one that lies would."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url as b64

PRESENT, VERIFIED, SYNCED, COPIED, WITH_KEY = 0x01, 0x04, 0x08, 0x10, 0x40


@dataclass
class Device:
    """One credential on one device. `count` grows with each answer unless it is set back."""

    origin: str = "http://localhost"
    host: str = "localhost"
    count: int = 0
    flags: int = PRESENT | VERIFIED
    id: bytes = field(default_factory=lambda: uuid4().bytes)
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def made(self, options: dict[str, Any], **said: Any) -> str:
        """Return the answer to the options for a new passkey."""
        point = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        about = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(public)
        attested = {"fmt": "none", "attStmt": {}, "authData": self._data(self.flags | WITH_KEY) + about}
        parts = {"clientDataJSON": self._client("webauthn.create", options, said)}
        return self._answer({**parts, "attestationObject": b64(cbor2.dumps(attested))})

    def used(self, options: dict[str, Any], *, owner: bytes = b"", **said: Any) -> str:
        """Return the answer to the options for using it."""
        self.count += 1
        client, data = self._client("webauthn.get", options, said), self._data(self.flags)
        hashed = hashlib.sha256(self._raw).digest()
        signature = self.key.sign(data + hashed, ec.ECDSA(hashes.SHA256()))
        parts = {"clientDataJSON": client, "authenticatorData": b64(data), "signature": b64(signature)}
        return self._answer({**parts, **({"userHandle": b64(owner)} if owner else {})})

    def _client(self, kind: str, options: dict[str, Any], said: dict[str, Any]) -> str:
        data = {"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False, **said}
        self._raw = json.dumps(data).encode()
        return b64(self._raw)

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _answer(self, response: dict[str, Any]) -> str:
        named = {"id": b64(self.id), "rawId": b64(self.id), "type": "public-key", "clientExtensionResults": {}}
        return json.dumps({**named, "response": response})
