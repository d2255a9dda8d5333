"""How many people a told group takes: an organisation may ask for more than five, never for fewer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from lms.assigning.group_results.models import GroupRule
from lms.assigning.group_results.suppression import FEWEST
from lms.kernel import audit
from lms.kernel.permissions import Actor

MOST = 1_000
"""The highest number that makes sense to ask for."""


def ask_for(session: Session, actor: Actor, fewest: int, now: datetime) -> None:
    """Have groups of `fewest` people or more told from the next quarter on; ValueError outside FEWEST to MOST.

    What has been told stays as it is.
    """
    if not FEWEST <= fewest <= MOST:
        raise ValueError(f"between {FEWEST} and {MOST}")
    rule = session.get(GroupRule, actor.organisation_id, with_for_update=True)
    if rule is None:
        rule = GroupRule(organisation_id=actor.organisation_id, fewest=FEWEST)
        session.add(rule)
    if rule.fewest != fewest:
        audit.note(session, actor, "group_results.change_fewest", now, detail=f"{rule.fewest} → {fewest}")
        rule.fewest = fewest
    session.flush()
