"""The providers we know: how their issuer is written, what is asked for, and whose addresses they vouch for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l

ENTRA, GOOGLE, KEYCLOAK, OTHER = "entra", "google", "keycloak", "other"
GOOGLE_ISSUER: Final = "https://accounts.google.com"
MICROSOFT: Final = "https://login.microsoftonline.com"
SHARED_TENANTS: Final = ("common", "organizations", "consumers", "9188040d-6c67-4c5b-b112-36a304b66dad")
"""Microsoft's issuers for everybody: whoever has any account there would get in, so none of them is taken."""
_GUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DOMAIN: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
Claims = Mapping[str, Any]


class WrongPlace(ValueError):
    """What was typed names no provider that can be used; `field`: "tenant" or "issuer", `text`: what to do."""

    def __init__(self, field: str, text: object) -> None:
        """Keep both; the text is translated late."""
        self.field, self.text = field, text
        super().__init__(field)


@dataclass(frozen=True, slots=True)
class Preset:
    """A kind of provider.

    `place`: from what was typed (tenant, issuer) to (tenant, issuer), or raises WrongPlace. `belongs`: whether claims
    come from that tenant at all. `vouched`: the mail address that the provider vouches for in claims, else None.
    """

    name: str
    label: str
    tenant: object
    place: Callable[[str, str], tuple[str, str]]
    belongs: Callable[[str, Claims], bool]
    vouched: Callable[[Claims], str | None]
    asks_for: Callable[[str], Mapping[str, str]] = lambda _tenant: {}


def is_domain(text: str) -> bool:
    """Return whether a text is a mail domain in small letters."""
    return len(text) <= 190 and _DOMAIN.fullmatch(text) is not None  # noqa: PLR2004 - the column's width


def _entra(tenant: str, _issuer: str) -> tuple[str, str]:
    named = tenant.strip().casefold()
    if named in SHARED_TENANTS:
        raise WrongPlace(
            "tenant",
            _l(
                "That one is open to everybody with a Microsoft account. "
                "Copy the Directory (tenant) ID of your company."
            ),
        )
    if not _GUID.fullmatch(named):
        raise WrongPlace("tenant", _l("Copy the Directory (tenant) ID: 32 letters and digits with four hyphens."))
    return named, f"{MICROSOFT}/{named}/v2.0"


def _google(tenant: str, _issuer: str) -> tuple[str, str]:
    domain = tenant.strip().casefold()
    if not is_domain(domain):
        raise WrongPlace("tenant", _l("Write your company's Google domain, as in example.com."))
    return domain, GOOGLE_ISSUER


def _any(_tenant: str, issuer: str) -> tuple[str, str]:
    address = issuer.strip()
    parts = urlsplit(address)
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.query or parts.fragment or "@" in address:
        raise WrongPlace(
            "issuer", _l("Write the issuer as the provider shows it, as in https://login.example.com/realms/staff.")
        )
    if parts.hostname == "login.microsoftonline.com" or address.rstrip("/") == GOOGLE_ISSUER:
        raise WrongPlace("issuer", _l("There is a form of its own for this provider. Go back and choose it."))
    return "", address


def _vouched(claims: Claims) -> str | None:
    mail = claims.get("email")
    said = claims.get("email_verified")
    return mail if (said is True or said == "true") and isinstance(mail, str) else None


def _vouched_by_entra(claims: Claims) -> str | None:
    """Return an address whose domain the tenant has proved to own.

    `email` is free text in Entra ID unless `xms_edov` says that the domain's owner was checked. The user principal name
    always ends in a domain of the tenant; that of a guest names their home, so a guest is vouched for by nobody.
    """
    if claims.get("idp") not in (None, claims.get("iss")) or claims.get("acct") in (1, "1"):
        return None
    mail, name = claims.get("email"), claims.get("preferred_username")
    if isinstance(mail, str) and claims.get("xms_edov") in (True, 1, "1", "true"):
        return mail
    return name if isinstance(name, str) and "@" in name and "#ext#" not in name.casefold() else None


def _vouched_by_google(claims: Claims) -> str | None:
    """Return a checked address of a Workspace; of a private account Google knows only that it was right once."""
    return _vouched(claims) if isinstance(claims.get("hd"), str) else None


PRESETS: Final = {
    each.name: each
    for each in (
        Preset(
            ENTRA,
            "Microsoft Entra ID",
            _l("Directory (tenant) ID"),
            _entra,
            lambda tenant, claims: claims.get("tid") == tenant,
            _vouched_by_entra,
        ),
        Preset(
            GOOGLE,
            "Google Workspace",
            _l("Google domain"),
            _google,
            lambda tenant, claims: claims.get("hd") == tenant,
            _vouched_by_google,
            lambda tenant: {"hd": tenant},
        ),
        Preset(KEYCLOAK, "Keycloak", None, _any, lambda _tenant, _claims: True, _vouched),
        Preset(OTHER, "OpenID Connect", None, _any, lambda _tenant, _claims: True, _vouched),
    )
}
