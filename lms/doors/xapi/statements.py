"""Statements: what somebody did as xAPI 1.0.3 says it (the data part of the specification, section 2).

The same happening is the same statement under the same id, however often it is made, so that an LRS that hears it twice
keeps it once. It says what `Told` allows and nothing else: who did it (an opaque account unless the connection wants
mail addresses), what, when, and in which version; the score only where the connection wants it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from lms.learning.happenings import Happening, Kind, Place
from lms.questions.text import Text

CURRICULUM: Final = "curriculum-completed"
KINDS: Final = (
    Kind.BEGUN.value, Kind.COMPLETED.value, Kind.PASSED.value, CURRICULUM, Kind.ASSESSED.value, Kind.PLAYED.value,
)  # fmt: skip
"""Everything that can be told, in the order pages show it."""

Statement = dict[str, Any]

_ADL: Final = "http://adlnet.gov/expapi"
_VERBS: Final[dict[str, tuple[str, Text]]] = {
    "initialized": (f"{_ADL}/verbs/initialized", {"en": "began", "da": "begyndte på", "sv": "började med"}),
    "completed": (f"{_ADL}/verbs/completed", {"en": "completed", "da": "gennemførte", "sv": "slutförde"}),
    "passed": (f"{_ADL}/verbs/passed", {"en": "passed", "da": "bestod", "sv": "klarade"}),
}
_TYPES: Final = {
    "module": f"{_ADL}/activities/module",
    "course": f"{_ADL}/activities/course",
    "assessment": f"{_ADL}/activities/assessment",
    "simulation": f"{_ADL}/activities/simulation",
    "survey": "http://id.tincanapi.com/activitytype/survey",
}
_SAID: Final = {
    Kind.BEGUN.value: ("initialized", "module"),
    Kind.COMPLETED.value: ("completed", "module"),
    Kind.PASSED.value: ("passed", "assessment"),
    Kind.ASSESSED.value: ("completed", "survey"),
    Kind.PLAYED.value: ("completed", "simulation"),
    CURRICULUM: ("completed", "course"),
}
PLATFORM: Final = "Outside-In"


@dataclass(frozen=True, slots=True)
class Who:
    """The person a statement is about: their id here, their address, and the language they read."""

    id: UUID
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a connection is told: below which address we stand, mail addresses or not, scores or not."""

    base_url: str
    by_mail: bool
    scores: bool


@dataclass(frozen=True, slots=True)
class Finished:
    """A curriculum that somebody has finished. `row`: the id of what says so."""

    row: UUID
    at: datetime
    person: UUID
    curriculum: UUID
    title: Text

    @property
    def place(self) -> Place:
        """Return where to go on reading after it."""
        return Place(self.at, self.row)


def statement_id(organisation: UUID, kind: str, row: UUID) -> UUID:
    """Return the id a happening's statement has for ever, wherever it is sent."""
    return uuid5(organisation, f"{kind}:{row}")


def of_happening(organisation: UUID, happening: Happening, who: Who, told: Told) -> Statement:
    """Return the statement of what somebody did in a module."""
    module = _activity(told, "module", happening.module, happening.title, f"/learn/{happening.slug}")
    about, context = module, _context(who, revision=happening.version)
    if happening.thing is not None:
        _verb, sort = _SAID[happening.kind]
        about = _activity(told, sort, happening.thing, happening.thing_title)
        context["contextActivities"] = {"parent": [module]}
    if happening.enrolment is not None:
        context["registration"] = str(happening.enrolment)
    made = _statement(organisation, happening.kind, happening.row, happening.at, who, told)
    return {**made, "object": about, **_result(happening, told), "context": context}


def of_curriculum(organisation: UUID, finished: Finished, who: Who, told: Told) -> Statement:
    """Return the statement of a finished curriculum."""
    about = _activity(told, "course", finished.curriculum, finished.title)
    made = _statement(organisation, CURRICULUM, finished.row, finished.at, who, told)
    return {**made, "object": about, "result": {"completion": True}, "context": _context(who)}


def _statement(organisation: UUID, kind: str, row: UUID, at: datetime, who: Who, told: Told) -> Statement:
    verb, display = _VERBS[_SAID[kind][0]]
    return {
        "id": str(statement_id(organisation, kind, row)),
        "actor": _actor(who, told),
        "verb": {"id": verb, "display": dict(display)},
        "timestamp": at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }


def _actor(who: Who, told: Told) -> dict[str, Any]:
    if told.by_mail:
        return {"objectType": "Agent", "mbox": f"mailto:{who.email}"}
    return {"objectType": "Agent", "account": {"homePage": told.base_url, "name": str(who.id)}}


def _activity(told: Told, sort: str, identity: UUID, title: Text, path: str | None = None) -> dict[str, Any]:
    """Return an activity under an address of ours that holds its lasting identity, whatever it is called by then."""
    about: dict[str, Any] = {"name": dict(title), "type": _TYPES[sort]}
    if path is not None:
        about["moreInfo"] = f"{told.base_url}{path}"
    address = f"{told.base_url}/xapi/{sort}/{identity}"
    return {"objectType": "Activity", "id": address, "definition": about}


def _context(who: Who, **more: str) -> dict[str, Any]:
    return {"platform": PLATFORM, "language": who.language, **more}


def _result(happening: Happening, told: Told) -> dict[str, Any]:
    if happening.kind is Kind.BEGUN:
        return {}
    result: dict[str, Any] = {"completion": True}
    if happening.kind is Kind.PASSED:
        result["success"] = True
        if told.scores and happening.score is not None:
            scaled = round(min(max(happening.score, 0.0), 1.0), 4)
            result["score"] = {"scaled": scaled, "raw": round(100 * scaled, 2), "min": 0, "max": 100}
    if happening.kind is Kind.COMPLETED and happening.began_at is not None:
        result["duration"] = duration(happening.at - happening.began_at)
    return {"result": result}


def duration(length: timedelta) -> str:
    """Return a length of time as ISO 8601 writes it, to the second: P3DT4H0M12S; nothing negative."""
    seconds = max(int(length.total_seconds()), 0)
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, rest = divmod(rest, 60)
    return f"P{days}DT{hours}H{minutes}M{rest}S"
