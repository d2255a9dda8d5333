"""The connection test: are the platform's keys where it says, and does it know us when we ask its services?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from lms.config import Config
from lms.doors.lti import key_sets
from lms.doors.lti.keys import NoKey, signing_key
from lms.doors.lti.models import LtiPlatform
from lms.doors.lti.service_calls import MEMBERS, NoService, Services, Tool
from lms.doors.partners import log
from lms.doors.partners.models import FAILED, OK, OUT
from lms.kernel.database import Database
from lms.kernel.sealing import SealBroken
from lms.web.languages import in_words


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was tried: what, whether it went well, and what to mend."""

    what: str
    is_ok: bool
    told: str


def try_out(
    database: Database, config: Config, secret: bytes, platform: LtiPlatform, now: Callable[[], datetime]
) -> list[Step]:
    """Return what came of asking for the keys and for an access token; nothing is changed at the platform."""
    problem = key_sets.refresh(database, config, platform, now())
    there = len(key_sets.kept(platform))
    if problem:
        keys = Step(_("Public keys"), is_ok=False, told=problem)
    elif not there:
        keys = Step(_("Public keys"), is_ok=False, told=_("There is a key set, but no RSA key of 2048 bits in it."))
    else:
        keys = Step(_("Public keys"), is_ok=True, told=_("%(count)s read.", count=there))
    steps = [keys, _access(database, config, secret, platform, now)]
    failed = [each for each in steps if not each.is_ok]
    told = "; ".join(f"{each.what}: {each.told}" for each in failed)
    outcome = FAILED if failed else OK
    log.note_now(
        database, platform.organisation_id, "lti", OUT, "trial", now(), outcome=outcome, partner=platform.id, told=told
    )
    return steps


def _access(database: Database, config: Config, secret: bytes, platform: LtiPlatform, now: Any) -> Step:
    what = _("Access to its services")
    try:
        with database.reading() as session:
            key = signing_key(session, secret, now())
        Services(platform, Tool(key, config, now))._token(MEMBERS)  # noqa: SLF001 - asked for and used for nothing
    except NoKey:
        return Step(what, is_ok=False, told=_("There is no key of ours yet. Save the platform once."))
    except SealBroken:
        told = _("Our key was made with another LMS_SECRET_KEY. Make a new one in the shell: lms lti renew-key")
        return Step(what, is_ok=False, told=told)
    except NoService as trouble:
        return Step(what, is_ok=False, told=str(in_words(trouble.told)))
    return Step(what, is_ok=True, told=_("Granted. Scores can be told, and members can be asked for."))
