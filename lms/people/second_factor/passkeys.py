"""Passkeys (WebAuthn): options for the browser, what it answers checked, counters that only grow.

A browser gives passkeys to sites on https, and on http only to `localhost`; the site is the one in `LMS_BASE_URL`.
Checking computes and writes nothing; what was checked is used in a short transaction afterwards.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    CredentialDeviceType,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from lms.people.models import Account
from lms.people.second_factor import challenges
from lms.people.second_factor.models import Passkey

MOST: Final = 20
NAME: Final = 60
LARGEST: Final = 16_000
"""Characters of an answer; real ones have 1,000 to 4,000."""


class Wrong(ValueError):
    """What the browser sent is no answer of a passkey to what was asked."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where passkeys belong: the host they are bound to and the origin pages have."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that was checked: of which passkey, to which challenge, and what it says now."""

    passkey: Passkey
    challenge: bytes
    said: VerifiedAuthentication


def site_of(base_url: str) -> Site | None:
    """Return the site passkeys are bound to; None where browsers give none: plain http, or a number as address."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    if parts.scheme != "https" and host != "localhost":
        return None
    try:
        ip_address(host)
    except ValueError:
        return Site(host, f"{parts.scheme}://{parts.netloc}")
    return None


def options_for_new(session: Session, site: Site, account: Account, secret: bytes, now: datetime) -> dict[str, Any]:
    """Return what `navigator.credentials.create` is asked with, in the form of WebAuthn's JSON."""
    made = generate_registration_options(
        rp_id=site.host,
        rp_name="Outside-In",
        user_id=account.id.bytes,
        user_name=account.email,
        user_display_name=account.email,
        challenge=challenges.make(secret, challenges.NEW, account.id, now),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.PREFERRED
        ),
        exclude_credentials=_known(session, account.id),
    )
    return _plain(options_to_json(made))


def keep(  # noqa: PLR0913  - what was sent, by whom, under which name, and when
    session: Session, site: Site, account: UUID, sent: str, name: str, secret: bytes, now: datetime
) -> Passkey:
    """Check what a new passkey says and keep it. Raises Wrong; also for one too many and one that is known."""
    said = _read(sent)
    challenge = _challenge(said, secret, challenges.NEW, account, now)
    try:
        new = verify_registration_response(
            credential=said, expected_challenge=challenge, expected_rp_id=site.host, expected_origin=site.origin
        )
    except (WebAuthnException, ValueError, TypeError, LookupError) as wrong:
        raise Wrong(str(wrong)) from wrong
    credential = bytes_to_base64url(new.credential_id)
    known = session.scalar(select(Passkey.id).where(Passkey.credential == credential))
    count = session.scalar(select(func.count()).where(Passkey.account_id == account)) or 0
    if known is not None or count >= MOST or not challenges.use(session, challenge, now):
        raise Wrong("known, or one too many")
    passkey = Passkey(
        account_id=account,
        credential=credential,
        public_key=new.credential_public_key,
        sign_count=new.sign_count,
        synced=new.credential_device_type == CredentialDeviceType.MULTI_DEVICE,
        backed_up=new.credential_backed_up,
        name=" ".join(name.split())[:NAME],
        made_at=now,
    )
    session.add(passkey)
    session.flush()
    return passkey


def options_to_sign(
    session: Session, site: Site, purpose: str, account: UUID | None, secret: bytes, now: datetime
) -> dict[str, Any]:
    """Return what `navigator.credentials.get` is asked with: for one account's passkeys, or for whichever is chosen.

    Without an account the passkey is all there is, so its owner has to be verified by the device (PIN, finger, face).
    """
    made = generate_authentication_options(
        rp_id=site.host,
        challenge=challenges.make(secret, purpose, account, now),
        allow_credentials=_known(session, account) if account else None,
        user_verification=UserVerificationRequirement.PREFERRED if account else UserVerificationRequirement.REQUIRED,
    )
    return _plain(options_to_json(made))


def find(session: Session, sent: str, account: UUID | None) -> Passkey | None:
    """Return the passkey an answer names; None where nobody here, or not this account, has it. Raises Wrong."""
    credential = _read(sent).get("id")
    if not isinstance(credential, str):
        raise Wrong("no id")
    wanted = select(Passkey).where(Passkey.credential == credential)
    return session.scalar(wanted if account is None else wanted.where(Passkey.account_id == account))


def check(  # noqa: PLR0913  - what was sent, of which passkey, for what, and when
    site: Site, passkey: Passkey, sent: str, purpose: str, secret: bytes, now: datetime
) -> Answer:
    """Return an answer once signature, origin, site, challenge and counter are right. Raises Wrong."""
    said, alone = _read(sent), purpose == challenges.SIGN_IN
    challenge = _challenge(said, secret, purpose, None if alone else passkey.account_id, now)
    try:
        _check_owner(said, passkey)
        checked = verify_authentication_response(
            credential=said,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=alone,
        )
    except (WebAuthnException, ValueError, TypeError, LookupError) as wrong:
        raise Wrong(str(wrong)) from wrong
    return Answer(passkey, challenge, checked)


def use(session: Session, answer: Answer, now: datetime) -> bool:
    """Use an answer up and keep the new counter; False where it, or another from the same counter on, was used."""
    if not challenges.use(session, answer.challenge, now):
        return False
    said = answer.said
    mine = update(Passkey).where(Passkey.id == answer.passkey.id, Passkey.sign_count == answer.passkey.sign_count)
    mine = mine.values(sign_count=said.new_sign_count, backed_up=said.credential_backed_up, used_at=now)
    mine = mine.execution_options(synchronize_session=False)
    return session.execute(mine.returning(Passkey.id)).first() is not None


def _known(session: Session, account: UUID) -> list[PublicKeyCredentialDescriptor] | None:
    found = session.scalars(select(Passkey.credential).where(Passkey.account_id == account))
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(each)) for each in found] or None


def _challenge(said: dict[str, Any], secret: bytes, purpose: str, account: UUID | None, now: datetime) -> bytes:
    """Return the challenge that was answered, once it is known for ours; the library checks that it was signed."""
    try:
        data = json.loads(base64url_to_bytes(said["response"]["clientDataJSON"]))
        challenge = base64url_to_bytes(data["challenge"])
    except (ValueError, TypeError, KeyError, AttributeError) as wrong:
        raise Wrong("no challenge") from wrong
    if not challenges.is_ours(secret, challenge, purpose, account, now):
        raise Wrong("not our challenge, or too old")
    return challenge


def _check_owner(said: dict[str, Any], passkey: Passkey) -> None:
    handle = said["response"].get("userHandle")
    if handle and base64url_to_bytes(handle) != passkey.account_id.bytes:
        raise Wrong("another account's")


def _read(sent: str) -> dict[str, Any]:
    try:
        said = json.loads(sent) if len(sent) <= LARGEST else None
    except (ValueError, RecursionError) as wrong:
        raise Wrong("not JSON") from wrong
    if not isinstance(said, dict):
        raise Wrong("not an object")
    return said


def _plain(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)
    return found
