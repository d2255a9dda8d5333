"""What a connection would be told, shown as it is sent: one statement of each kind, about the one who looks."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from lms.doors.xapi.statements import CURRICULUM, KINDS, Finished, Statement, Told, Who, of_curriculum, of_happening
from lms.learning.happenings import Happening, Kind
from lms.questions.text import Text

_MODULE: Final = UUID("00000000-0000-4000-8000-000000000001")
_THING: Final = UUID("00000000-0000-4000-8000-000000000002")
_ROW: Final = UUID("00000000-0000-4000-8000-000000000003")
_TITLE: Final[Text] = {"en": "Loyalty economics", "da": "Loyalitetsøkonomi", "sv": "Lojalitetsekonomi"}
_THINGS: Final[dict[str, Text]] = {
    Kind.PASSED.value: {"en": "What loyalty is worth", "da": "Hvad loyalitet er værd", "sv": "Vad lojalitet är värd"},
    Kind.ASSESSED.value: {"en": "Where I stand", "da": "Hvor jeg står", "sv": "Var jag står"},
    Kind.PLAYED.value: {"en": "Save the year", "da": "Red året", "sv": "Rädda året"},
}
_CURRICULUM: Final[Text] = {"en": "The first year", "da": "Det første år", "sv": "Det första året"}


def examples(organisation: UUID, who: Who, told: Told, now: datetime, kinds: Collection[str]) -> dict[str, str]:
    """Return {kind: statement as JSON text}, in the order pages show kinds; titles and ids in it are made up."""
    return {
        kind: json.dumps(_example(organisation, kind, who, told, now), ensure_ascii=False, indent=2)
        for kind in KINDS
        if kind in kinds
    }


def _example(organisation: UUID, kind: str, who: Who, told: Told, now: datetime) -> Statement:
    if kind == CURRICULUM:
        return of_curriculum(organisation, Finished(_ROW, now, who.id, _MODULE, _CURRICULUM), who, told)
    title = _THINGS.get(kind)
    happening = Happening(
        kind=Kind(kind),
        row=_ROW,
        at=now,
        began_at=now - timedelta(days=3, hours=2) if kind == Kind.COMPLETED else None,
        person=who.id,
        enrolment=_ROW if kind in (Kind.BEGUN, Kind.COMPLETED, Kind.PASSED) else None,
        module=_MODULE,
        slug="loyalty-economics",
        title=_TITLE,
        version="1.2",
        thing=_THING if title else None,
        thing_title=title or {},
        score=0.85 if kind == Kind.PASSED else None,
    )
    return of_happening(organisation, happening, who, told)
