"""The public keys of a platform: kept in its row for every worker, and read anew when a key is met that is not known.

Read outside any transaction, and not more often than every `PAUSE`, so that made-up key ids cannot make us call.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import update

from lms.config import Config
from lms.doors.lti.checking import ALGORITHM
from lms.doors.lti.models import LtiPlatform
from lms.doors.lti.refusing import Refused
from lms.kernel.calling import CallError, CallFailed, call
from lms.kernel.database import Database

PAUSE: Final = timedelta(seconds=30)
GOOD_FOR: Final = timedelta(hours=6)
"""After this long they are read again, so that a key the platform withdrew stops counting."""
LEAST_BITS: Final = 2048


def with_key(database: Database, config: Config, platform: LtiPlatform, kid: str, now: datetime) -> None:
    """See to it that `platform` holds the key `kid`, reading its key set where it has to. Raises Refused."""
    age = None if platform.key_set_at is None else now - platform.key_set_at
    known = kid in {each["kid"] for each in kept(platform)}
    if known and age is not None and age < GOOD_FOR:
        return
    if age is not None and age < PAUSE:
        if known:
            return
        raise Refused(
            "keys", f"kid: {kid[:60]!r} is not among the keys that were read {round(age.total_seconds())} s ago."
        )
    problem = refresh(database, config, platform, now)
    if kid not in {each["kid"] for each in kept(platform)}:
        told = problem or f"kid: {kid[:60]!r} is not among the keys of {platform.key_set_url}."
        raise Refused("keys", told, status=502 if problem else 400)


def refresh(database: Database, config: Config, platform: LtiPlatform, now: datetime) -> str:
    """Read the key set anew; return "" or what went wrong. Then the keys that were known stay."""
    problem, keys = "", None
    try:
        keys = json.dumps({"keys": read(config, platform.key_set_url)})
    except CallError as failed:
        problem = f"{platform.key_set_url}: {failed}"
    values: dict[str, Any] = {"key_set_at": now} if keys is None else {"key_set_at": now, "key_set": keys}
    with database.writing() as session:
        session.execute(update(LtiPlatform).where(LtiPlatform.id == platform.id).values(values))
    platform.key_set_at = now
    platform.key_set = keys or platform.key_set
    return problem


def read(config: Config, url: str) -> list[dict[str, Any]]:
    """Return the keys at an address that can sign for us: RSA, long enough, named. Raises CallError."""
    answer = call("GET", url, config=config, headers={"Accept": "application/json"})
    if not answer.is_ok:
        raise CallFailed("status", f"It answers {answer.status} instead of its keys.")
    found = answer.json()
    keys = found.get("keys") if isinstance(found, dict) else None
    if not isinstance(keys, list):
        raise CallFailed("no-keys", "What it answers is no key set.")
    return [each for each in keys if isinstance(each, dict) and _signs(each)]


def kept(platform: LtiPlatform) -> list[dict[str, Any]]:
    """Return the keys that were read last."""
    return list(json.loads(platform.key_set)["keys"]) if platform.key_set else []


def _signs(key: dict[str, Any]) -> bool:
    named = isinstance(key.get("kid"), str) and key.get("kty") == "RSA"
    used = key.get("alg", ALGORITHM) == ALGORITHM and key.get("use", "sig") == "sig"
    return named and used and "d" not in key and _bits(key.get("n")) >= LEAST_BITS


def _bits(number: object) -> int:
    if not isinstance(number, str):
        return 0
    try:
        raw = urlsafe_b64decode(number + "=" * (-len(number) % 4))
    except ValueError:
        return 0
    return int.from_bytes(raw, "big").bit_length()
