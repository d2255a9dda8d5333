"""Dynamic registration: a platform that was given a one-time address makes itself known, and us to it.

The address is taken before anybody is asked and given back where it came to nothing, so that it is used once. Nobody is
asked inside a transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from pylti1p3.dynamic_registration import DynamicRegistration
from sqlalchemy import select, update

from lms.config import Config
from lms.doors.lti import keys, platforms
from lms.doors.lti.claims import DEEP_LINKING, address
from lms.doors.lti.models import FIRST_DEPLOYMENT, NAME, LtiInvitation, LtiPlatform
from lms.doors.lti.refusing import Refused
from lms.doors.lti.service_calls import LINE_ITEM, MEMBERS, SCORE
from lms.doors.partners import log
from lms.doors.partners.models import FAILED, IN
from lms.kernel.audit import AuditEntry
from lms.kernel.calling import CallError, CallFailed, call
from lms.kernel.database import Database

TOOL: Final = "https://purl.imsglobal.org/spec/lti-tool-configuration"
PLATFORM: Final = "https://purl.imsglobal.org/spec/lti-platform-configuration"
LONGEST_TOKEN: Final = 10_000


class _Told(DynamicRegistration):
    """What a platform is told of us, put together by the library."""

    client_name = "Outside-In"

    def __init__(self, base_url: str) -> None:
        self._base = base_url

    def get_initiate_login_uri(self) -> str:
        return f"{self._base}/lti/login"

    def get_jwks_uri(self) -> str:
        return f"{self._base}/lti/jwks"

    def get_redirect_uris(self) -> list[str]:
        return [self.get_target_link_uri()]

    def get_scopes(self) -> list[str]:
        return [LINE_ITEM, SCORE, MEMBERS]

    def get_domain(self) -> str:
        return urlsplit(self._base).netloc

    def get_target_link_uri(self) -> str:
        return f"{self._base}/lti/launch"

    def get_claims(self) -> list[str]:
        return ["iss", "sub", "name", "given_name", "family_name", "email"]

    def get_messages(self) -> list[dict[str, str]]:
        return [{"type": DEEP_LINKING, "target_link_uri": self.get_target_link_uri(), "label": self.client_name}]

    def get_description(self) -> str:
        return "Customer-centric leadership: modules, calculators with your own numbers, self-assessments."

    def get_logo_uri(self) -> str:
        return f"{self._base}/lti/icon.svg"


def told_of_us(base_url: str) -> dict[str, Any]:
    """Return what a platform is told when it registers us."""
    return _Told(base_url).lti_registration_data()


def is_open(database: Database, token: str, now: datetime) -> bool:
    """Return whether an address can still be used."""
    with database.reading() as session:
        return session.scalar(select(LtiInvitation.id).where(*_open(token, now))) is not None


def register(  # noqa: PLR0913 - what the platform sent, and what we work with
    database: Database, config: Config, secret: bytes, token: str, configuration_url: str, bearer: str, now: datetime
) -> LtiPlatform:
    """Let a platform register us and itself. Raises Refused; then the address can be tried again."""
    keys.ensure_key(database, secret, now)
    organisation = _take(database, token, now)
    try:
        configuration = _configuration(config, configuration_url)
        registered = _registered(config, configuration, bearer)
        return _keep(database, organisation, configuration, registered, now)
    except (CallError, Refused) as problem:
        told = problem.told if isinstance(problem, Refused) else str(problem)
        _give_back(database, token, organisation, told, now)
        if isinstance(problem, Refused):
            raise
        raise Refused("configuration", told, status=502) from problem


def _open(token: str, now: datetime) -> tuple[Any, ...]:
    mine = LtiInvitation.token_hash == platforms.hashed(token)
    return mine, LtiInvitation.used_at.is_(None), LtiInvitation.expires_at > now


def _take(database: Database, token: str, now: datetime) -> UUID:
    with database.writing() as session:
        taken = update(LtiInvitation).where(*_open(token, now)).values(used_at=now)
        organisation: UUID | None = session.scalar(taken.returning(LtiInvitation.organisation_id))
    if organisation is None:
        raise Refused("registration", "The address is unknown, used, or older than a day.", status=410)
    return organisation


def _give_back(database: Database, token: str, organisation: UUID, told: str, now: datetime) -> None:
    mine = LtiInvitation.token_hash == platforms.hashed(token)
    with database.writing() as session:
        session.execute(update(LtiInvitation).where(mine).values(used_at=None))
        log.note(session, organisation, "lti", IN, "registration", now, outcome=FAILED, told=told)


def _configuration(config: Config, url: str) -> Mapping[str, Any]:
    answer = call("GET", url, config=config, headers={"Accept": "application/json"})
    if not answer.is_ok:
        raise CallFailed("status", f"openid_configuration: the platform answers {answer.status}.")
    found = answer.json()
    if not isinstance(found, dict) or PLATFORM not in found:
        raise Refused("configuration", "openid_configuration: it is no LTI platform's configuration.")
    for name in ("authorization_endpoint", "registration_endpoint", "jwks_uri", "token_endpoint"):
        if address(found.get(name)) is None:
            raise Refused("configuration", f"{name}: it is missing, or no web address.")
    _name("issuer", found.get("issuer"))
    return found


def _registered(config: Config, configuration: Mapping[str, Any], bearer: str) -> Mapping[str, Any]:
    headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {bearer}"} if bearer else {})
    url = configuration["registration_endpoint"]
    answer = call("POST", url, config=config, headers=headers, json=told_of_us(config.base_url))
    if not answer.is_ok:
        raise CallFailed("status", f"registration_endpoint: the platform answers {answer.status}. Begin again there.")
    found = answer.json()
    if not isinstance(found, dict):
        raise Refused("configuration", "registration_endpoint: what it answers is no registration.")
    _name("client_id", found.get("client_id"))
    return found


def _keep(
    database: Database,
    organisation: UUID,
    configuration: Mapping[str, Any],
    registered: Mapping[str, Any],
    now: datetime,
) -> LtiPlatform:
    tool, about = registered.get(TOOL), configuration[PLATFORM]
    given = tool.get("deployment_id") if isinstance(tool, dict) else registered.get("deployment_id")
    deployments = [given] if isinstance(given, str) and 0 < len(given) <= NAME else []
    product = about.get("product_family_code") if isinstance(about, dict) else None
    host = urlsplit(configuration["issuer"]).hostname or configuration["issuer"]
    values = {
        "name": f"{str(product).capitalize()} · {host}"[:120] if isinstance(product, str) and product else host[:120],
        "issuer": configuration["issuer"],
        "client_id": registered["client_id"],
        "login_url": configuration["authorization_endpoint"],
        "token_url": configuration["token_endpoint"],
        "token_audience": address(configuration.get("authorization_server")),
        "key_set_url": configuration["jwks_uri"],
        "new_deployments": FIRST_DEPLOYMENT,
        "registered": "dynamic",
    }
    with database.writing() as session:
        try:
            made = platforms.add(session, organisation, values, deployments, now)
        except platforms.Taken:
            raise Refused("configuration", "This issuer and client id are connected already.", status=409) from None
        session.add(AuditEntry(organisation_id=organisation, action="lti.registered", detail=made.name, at=now))
        log.note(session, organisation, "lti", IN, "registration", now, partner=made.id, told=made.issuer)
    return made


def _name(what: str, value: object) -> None:
    if not isinstance(value, str) or not value or len(value) > NAME or not value.isprintable():
        raise Refused("configuration", f"{what}: it is missing, or cannot be kept.")
