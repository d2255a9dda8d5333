"""What a person's own export adds: with whom each of their scenarios is shared, and who has looked.

Names, notes and numbers of scenarios are in it with all other private answers.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.permissions import Actor, scope_of
from lms.people.export import opens
from lms.people.models import Person
from lms.tools.scenarios.models import Scenario, ScenarioLook, ScenarioShare


@opens
def sharing(session: Session, actor: Actor) -> dict[str, Any]:
    """Return {"scenarios_shared": …, "scenarios_looked_at": …} of the actor's own scenarios, by the others' names."""
    mine = scope_of(Scenario, actor)
    shares = (
        select(ScenarioShare.scenario_id, Person.name, ScenarioShare.shared_at, ScenarioShare.revoked_at)
        .join(Scenario, Scenario.id == ScenarioShare.scenario_id)
        .join(Person, Person.id == ScenarioShare.person_id)
        .where(mine)
        .order_by(ScenarioShare.shared_at, ScenarioShare.id)
    )
    looks = (
        select(ScenarioLook.scenario_id, Person.name, ScenarioLook.at)
        .join(Scenario, Scenario.id == ScenarioLook.scenario_id)
        .join(Person, Person.id == ScenarioLook.person_id)
        .where(mine)
        .order_by(ScenarioLook.at, ScenarioLook.id)
    )
    return {
        "scenarios_shared": [
            {"scenario": str(row), "with": name, "at": str(at), "ended": None if ended is None else str(ended)}
            for row, name, at, ended in session.execute(shares)
        ],
        "scenarios_looked_at": [
            {"scenario": str(row), "by": name, "at": str(at)} for row, name, at in session.execute(looks)
        ],
    }
