"""The answer to a platform that asked for content (LTI Deep Linking 2.0): signed by us, sent through the browser."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from lms.doors.lti.claims import CLAIM
from lms.doors.lti.deep_linking_offers import Offer
from lms.doors.lti.grades import MOST
from lms.doors.lti.service_calls import signed
from lms.doors.lti.service_items import TAG

RESPONSE: Final = "https://purl.imsglobal.org/spec/lti-dl/claim/"
GOOD_FOR: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asked: the platform (`issuer`), as what it knows us (`client_id`), from where; `data`: what it wants back."""

    issuer: str
    client_id: str
    deployment: str
    data: str | None = None


def item(offer: Offer, launch_url: str, *, scores: bool) -> dict[str, Any]:
    """Return an offer as a content item; with a column of the gradebook where it has results and `scores` may come."""
    made: dict[str, Any] = {
        "type": "ltiResourceLink",
        "title": offer.title,
        "text": offer.text,
        "url": launch_url,
        "custom": {"target": offer.target},
    }
    if scores and offer.is_scored:
        made["lineItem"] = {"scoreMaximum": MOST, "label": offer.title, "resourceId": offer.target, "tag": TAG}
    return made


def response(asker: Asker, items: Sequence[dict[str, Any]], key: tuple[str, str], now: datetime) -> str:
    """Return the signed answer; an empty list says that nothing was chosen. `key`: (kid, private key as PEM)."""
    at = int(now.timestamp())
    claims: dict[str, Any] = {
        "iss": asker.client_id,
        "aud": [asker.issuer],
        "iat": at,
        "exp": at + int(GOOD_FOR.total_seconds()),
        "nonce": secrets.token_urlsafe(24),
        f"{CLAIM}message_type": "LtiDeepLinkingResponse",
        f"{CLAIM}version": "1.3.0",
        f"{CLAIM}deployment_id": asker.deployment,
        f"{RESPONSE}content_items": list(items),
    }
    if asker.data is not None:
        claims[f"{RESPONSE}data"] = asker.data
    return signed(claims, *key)
