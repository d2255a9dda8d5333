"""A launch that has been checked: what the platform says of who comes, from where, and what they want."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from lms.doors.lti.models import ADDRESS, NAME, LtiPlatform

CLAIM: Final = "https://purl.imsglobal.org/spec/lti/claim/"
GRADES: Final = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
MEMBERS: Final = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
CHOICE: Final = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
RESOURCE_LINK, DEEP_LINKING = "LtiResourceLinkRequest", "LtiDeepLinkingRequest"
_UNKEPT: Final = re.compile("[\x00\ud800-\udfff]")
_ROLE: Final = "http://purl.imsglobal.org/vocab/lis/v2/membership"
SHAPES: Final[Mapping[str, tuple[type, ...]]] = {
    "iss": (str,),
    "aud": (str, list),
    "azp": (str,),
    "sub": (str,),
    "nonce": (str,),
    "iat": (int, float),
    "exp": (int, float),
    "nbf": (int, float),
    "name": (str,),
    "given_name": (str,),
    "family_name": (str,),
    "email": (str,),
    "locale": (str,),
    CLAIM + "message_type": (str,),
    CLAIM + "version": (str,),
    CLAIM + "deployment_id": (str,),
    CLAIM + "target_link_uri": (str,),
    CLAIM + "roles": (list,),
    CLAIM + "resource_link": (dict,),
    CLAIM + "context": (dict,),
    CLAIM + "custom": (dict,),
    CLAIM + "launch_presentation": (dict,),
    GRADES: (dict,),
    MEMBERS: (dict,),
    CHOICE: (dict,),
}
"""What each claim has to be where it is there."""


@dataclass(frozen=True, slots=True)
class Place:
    """A course or an activity there: its id, and what it is called."""

    id: str
    title: str = ""
    label: str = ""


@dataclass(frozen=True)
class Launch:
    """What a platform signed and we checked. `claims`: as they came, without those that are null; texts of them are
    cleaned of what no database keeps, and cut to what is stored."""

    platform: LtiPlatform
    claims: Mapping[str, Any]

    @property
    def message_type(self) -> str:
        """Return what is asked: RESOURCE_LINK, DEEP_LINKING."""
        return str(self.claims[CLAIM + "message_type"])

    @property
    def subject(self) -> str:
        """Return whom the platform means; the same for ever."""
        return str(self.claims["sub"])

    @property
    def nonce(self) -> str:
        """Return what makes this launch one of its kind."""
        return str(self.claims["nonce"])

    @property
    def deployment(self) -> str:
        """Return where the platform has put us."""
        return str(self.claims[CLAIM + "deployment_id"])

    @property
    def name(self) -> str:
        """Return what the person is called there; empty where the platform does not say."""
        parts = (self._text("name"), f"{self._text('given_name')} {self._text('family_name')}")
        return next((" ".join(each.split())[:200] for each in parts if each.strip()), "")

    @property
    def email(self) -> str:
        """Return the address the platform says they have, in small letters; empty where it says none."""
        return self._text("email").strip().casefold()

    @property
    def locale(self) -> str:
        """Return the two letters of the language they read there; empty where unknown."""
        shown = cleaned(self._part("launch_presentation").get("locale"))
        return (self._text("locale") or shown)[:2].casefold()

    @property
    def context(self) -> Place | None:
        """Return the course, or None where the launch names none."""
        return _place(self._part("context"))

    @property
    def link(self) -> Place | None:
        """Return the activity, or None where something is only being chosen."""
        return _place(self._part("resource_link"))

    @property
    def roles(self) -> frozenset[str]:
        """Return the roles as they came."""
        return frozenset(each for each in self.claims[CLAIM + "roles"] if isinstance(each, str))

    @property
    def is_instructor(self) -> bool:
        """Return whether they teach this course there. Roles they have elsewhere on the platform count for nothing."""
        return self._is_here("Instructor")

    @property
    def is_learner(self) -> bool:
        """Return whether they learn in this course there, and do not teach it."""
        return self._is_here("Learner") and not self.is_instructor

    @property
    def custom(self) -> Mapping[str, str]:
        """Return the custom parameters that are text."""
        return {key: cleaned(value) for key, value in self._part("custom").items() if isinstance(value, str)}

    @property
    def target(self) -> str:
        """Return what the activity leads to by its custom parameter or its address; empty where neither says so."""
        asked = parse_qs(urlsplit(self._text(CLAIM + "target_link_uri")).query).get("target", [""])[0]
        return cleaned(self.custom.get("target") or asked).strip()[:300]

    @property
    def return_url(self) -> str:
        """Return where the platform wants people back; empty where it does not say."""
        return cleaned(self._part("launch_presentation").get("return_url"))

    @property
    def document_target(self) -> str:
        """Return where the platform shows us: "iframe", "window"…; empty where it does not say."""
        return cleaned(self._part("launch_presentation").get("document_target"))

    @property
    def grades(self) -> Mapping[str, Any]:
        """Return what the grade service offers: `lineitem`, `lineitems`, `scope`; empty where there is none."""
        found = self.claims.get(GRADES)
        return found if isinstance(found, Mapping) else {}

    @property
    def memberships_url(self) -> str | None:
        """Return where the course's members are listed, or None."""
        return address(_mapping(self.claims.get(MEMBERS)).get("context_memberships_url"))

    def _is_here(self, what: str) -> bool:
        return any(role in (what, f"{_ROLE}#{what}") or role.startswith(f"{_ROLE}/{what}#") for role in self.roles)

    def _text(self, name: str) -> str:
        return cleaned(self.claims.get(name))

    def _part(self, name: str) -> Mapping[str, Any]:
        return _mapping(self.claims.get(CLAIM + name))


def cleaned(value: object) -> str:
    """Return a text without NUL and halves of characters, which neither a database keeps nor a page shows.

    What is no text is none.
    """
    return _UNKEPT.sub("", value) if isinstance(value, str) else ""


def address(value: object) -> str | None:
    """Return a web address that can be stored, or None."""
    fits = isinstance(value, str) and value.startswith(("https://", "http://")) and len(value) <= ADDRESS
    return str(value) if fits and str(value).isprintable() else None


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _place(part: Mapping[str, Any]) -> Place | None:
    identity = cleaned(part.get("id"))
    if not identity or len(identity) > NAME:
        return None
    title, label = (part.get(name) for name in ("title", "label"))
    return Place(identity, _short(title, 200), _short(label, 120))


def _short(value: object, most: int) -> str:
    return " ".join(cleaned(value).split())[:most]
