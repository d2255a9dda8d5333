"""What `pylti1p3` asks about platforms, answered from the database in a session that only reads."""

from __future__ import annotations

import json
from typing import Any

from pylti1p3.deployment import Deployment
from pylti1p3.registration import Registration
from pylti1p3.tool_config.abstract import ToolConfAbstract
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from lms.doors.lti.models import ANY_DEPLOYMENT, FIRST_DEPLOYMENT, LtiDeployment, LtiPlatform


class ToolConf(ToolConfAbstract[Any]):
    """Platforms by issuer and client id. Services are asked elsewhere, with our own key."""

    def __init__(self, session: Session) -> None:
        """Hold the session."""
        self._session = session

    def check_iss_has_one_client(self, iss: str) -> bool:
        """Return False: an issuer may have any number of clients."""
        return False

    def check_iss_has_many_clients(self, iss: str) -> bool:
        """Return True."""
        return True

    def find_registration_by_issuer(self, iss: str, *args: Any, **kwargs: Any) -> Registration:
        """Return the registration of an issuer with one client; the login of some platforms names no client id."""
        return self._registration(self.platform(iss, None))

    def find_registration_by_params(self, iss: str, client_id: str, *args: Any, **kwargs: Any) -> Registration:
        """Return the registration, or None (as the library wants it) where there is none that is switched on."""
        return self._registration(self.platform(iss, client_id or None))

    def find_deployment(self, iss: str, deployment_id: str) -> Deployment | None:
        """Return None: a deployment is only known together with its client id."""
        return None

    def find_deployment_by_params(
        self, iss: str, deployment_id: str, client_id: str, *args: Any, **kwargs: Any
    ) -> Deployment | None:
        """Return the deployment where it is known, or where the administrator lets a launch add it."""
        platform = self.platform(iss, client_id)
        if platform is None or not may_launch(self._session, platform, deployment_id):
            return None
        return Deployment().set_deployment_id(deployment_id)

    def platform(self, issuer: str, client_id: str | None) -> LtiPlatform | None:
        """Return the platform that is switched on; without a client id only where it is clear which.

        That is the only one of the organisation that named the issuer first: an organisation that names it later must
        not keep the first one's people out.
        """
        wanted = [LtiPlatform.issuer == issuer, LtiPlatform.active]
        if client_id is not None:
            wanted.append(LtiPlatform.client_id == client_id)
        ordered = select(LtiPlatform).where(*wanted).order_by(LtiPlatform.created_at, LtiPlatform.id)
        found = self._session.scalars(ordered).all()
        first = [each for each in found if each.organisation_id == found[0].organisation_id]
        return first[0] if len(first) == 1 else None

    def _registration(self, platform: LtiPlatform | None) -> Registration:
        if platform is None:
            return None  # type: ignore[return-value]  # what the library checks for
        return registration_of(platform)


def registration_of(platform: LtiPlatform) -> Registration:
    """Return a platform as the library wants it."""
    made = Registration()
    made.set_issuer(platform.issuer).set_client_id(platform.client_id)
    made.set_auth_login_url(platform.login_url).set_auth_token_url(platform.token_url)
    made.set_key_set_url(platform.key_set_url)
    made.set_key_set(json.loads(platform.key_set) if platform.key_set else {"keys": []})
    if platform.token_audience:
        made.set_auth_audience(platform.token_audience)
    return made


def may_launch(session: Session, platform: LtiPlatform, deployment: str) -> bool:
    """Return whether a deployment is known, or may become known by a launch."""
    mine = LtiDeployment.platform_id == platform.id
    if session.scalar(select(exists().where(mine, LtiDeployment.deployment == deployment))):
        return True
    if platform.new_deployments == FIRST_DEPLOYMENT:
        return not session.scalar(select(exists().where(mine)))
    return platform.new_deployments == ANY_DEPLOYMENT
