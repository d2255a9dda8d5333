"""Browsers that are trusted for thirty days: asked for the password, not for the second factor."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.people.second_factor.models import TrustedBrowser
from lms.people.sessions import token_hash

LIFE: Final = timedelta(days=30)
_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS: Final = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)  # fmt: skip


def trust(session: Session, account: UUID, name: str, now: datetime) -> str:
    """Trust the browser in hand and return its token (256 random bits)."""
    token = secrets.token_urlsafe(32)
    session.add(TrustedBrowser(account_id=account, token_hash=token_hash(token), name=name[:60], made_at=now))
    return token


def trusted(session: Session, account: UUID, token: str | None, now: datetime) -> TrustedBrowser | None:
    """Return the trusted browser of this account that holds `token`; None where there is none, or no longer."""
    if not token:
        return None
    mine = (TrustedBrowser.account_id == account, TrustedBrowser.token_hash == token_hash(token))
    return session.scalar(select(TrustedBrowser).where(*mine, TrustedBrowser.made_at > now - LIFE))


def forget(session: Session, account: UUID) -> None:
    """Trust no browser of an account any more."""
    session.execute(delete(TrustedBrowser).where(TrustedBrowser.account_id == account))


def forget_old(session: Session, now: datetime) -> None:
    """Delete what has run out."""
    session.execute(delete(TrustedBrowser).where(TrustedBrowser.made_at <= now - LIFE))


def browser_name(agent: str) -> str:
    """Return what a browser calls itself, in a few words: "Firefox, Windows"; "" where it does not say."""
    found = [next((name for sign, name in known if re.search(sign, agent)), "") for known in (_BROWSERS, _SYSTEMS)]
    return ", ".join(filter(None, found))
