"""The columns of every file: a name that stays, the words a reader sees, and what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from lms.assigning.assignments.models import COMPLETED, EXEMPT, OPEN
from lms.kernel.permissions import Actor, Role
from lms.learning.models import State


class Kind(Enum):
    """What stands in a column: a text somebody wrote, a word of ours by its code, a number, a day, yes or no."""

    TEXT = "text"
    WORD = "word"
    WHOLE = "whole"
    DAY = "day"
    YES = "yes"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Head:
    """One column. `code`: its name for programs, which never changes; `label` is translated late."""

    code: str
    label: Any
    kind: Kind = Kind.TEXT


PERSON: Final[Sequence[Head]] = (
    Head("name", _l("Name")),
    Head("email", _l("E-mail")),
    Head("department", _l("Department")),
    Head("job", _l("Job")),
    Head("line_manager", _l("Line manager")),
    Head("location", _l("Location")),
    Head("hire_date", _l("Hire date"), Kind.DAY),
    Head("cost_centre", _l("Cost centre")),
)
_FOR_OTHERS: Final = 4
"""So many of these columns have line managers and facilitators in their lists: the rest is HR's to know."""
OF_CURRICULUM: Final = (
    Head("curriculum", _l("Curriculum")),
    Head("cycle", _l("Round"), Kind.WHOLE),
    Head("state", _l("State"), Kind.WORD),
    Head("modules_done", _l("Modules finished"), Kind.WHOLE),
    Head("modules", _l("Modules required"), Kind.WHOLE),
    Head("given", _l("Given on"), Kind.DAY),
    Head("due", _l("Due"), Kind.DAY),
    Head("days_late", _l("Days late"), Kind.WHOLE),
    Head("completed", _l("Finished on"), Kind.DAY),
)
OF_MODULE: Final = (
    Head("module_code", _l("Module code")),
    Head("module", _l("Module")),
    Head("state", _l("State"), Kind.WORD),
    Head("required", _l("Required"), Kind.YES),
    Head("due", _l("Due"), Kind.DAY),
    Head("days_late", _l("Days late"), Kind.WHOLE),
    Head("pages_read", _l("Pages read"), Kind.WHOLE),
    Head("pages", _l("Pages to read"), Kind.WHOLE),
    Head("quiz_passed", _l("Quiz passed"), Kind.YES),
    Head("completed", _l("Finished on"), Kind.DAY),
)
OF_REPORT: Final = (
    Head("row", ""),
    Head("people", _l("People"), Kind.WHOLE),
    Head("not_started", _l("Not started"), Kind.WHOLE),
    Head("under_way", _l("Under way"), Kind.WHOLE),
    Head("finished", _l("Finished"), Kind.WHOLE),
    Head("late", _l("Late"), Kind.WHOLE),
    Head("exempt", _l("Exempt"), Kind.WHOLE),
    Head("per_cent_finished", _l("Finished, per cent"), Kind.WHOLE),
    Head("as_of", _l("As of"), Kind.MOMENT),
)
"""The first column's words are the report's own heading."""
OF_NAMES: Final = (
    Head("name", _l("Name")),
    Head("email", _l("E-mail")),
    Head("department", _l("Department")),
    Head("about", _l("Curriculum or module")),
    Head("state", _l("State"), Kind.WORD),
    Head("late", _l("Late"), Kind.YES),
    Head("modules_done", _l("Modules finished"), Kind.WHOLE),
    Head("modules", _l("Modules required"), Kind.WHOLE),
    Head("due", _l("Due"), Kind.DAY),
)
WORDS: Final = {
    "not-started": _l("Not started"),
    "under-way": _l("Under way"),
    "completed": _l("Finished"),
    "finished": _l("Finished"),
    EXEMPT: _l("Exempt"),
    "yes": _l("yes"),
    "no": _l("no"),
}
"""The words of what a file says by code."""


def labelled(of: Sequence[Head]) -> list[Head]:
    """Return columns with their words in the language of the request, as they can leave it."""
    return [replace(head, label=str(head.label)) for head in of]


def words() -> dict[str, str]:
    """Return `WORDS` in the language of the request."""
    return {code: str(word) for code, word in WORDS.items()}


def state_of_curriculum(state: str, done: int) -> str:
    """Return the code of how somebody stands with a curriculum; withdrawn ones are not listed."""
    if state == OPEN:
        return State.UNDER_WAY.value if done else State.NOT_STARTED.value
    return State.COMPLETED.value if state == COMPLETED else state


def of_people(actor: Actor) -> Sequence[Head]:
    """Return the columns that say who somebody is, in a list of this actor's."""
    return PERSON if Role.HR in actor.roles else PERSON[:_FOR_OTHERS]
