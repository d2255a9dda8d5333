"""What there is to choose from in a rule: each kind of thing is asked for once, and only where the rule needs it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.assigning.curricula.models import Curriculum
from lms.assigning.groups import names
from lms.assigning.groups.conditions import WORDS
from lms.assigning.groups.drafts import DraftGroup, DraftLeaf
from lms.assigning.groups.names import Names
from lms.assigning.groups.rules import FIELDS
from lms.assigning.groups.shapes import LANGUAGES, ROLES, TEXTS
from lms.assigning.groups.wording import ROLES as ROLE_WORDS
from lms.assigning.groups.wording import title
from lms.kernel.ids import read_id
from lms.people.models import Person
from lms.web import languages

MOST: Final = 300
"""Different jobs, locations or cost centres that are suggested, those of most people first."""
TICKED: Final = {"language", "role", "completed", "curriculum", "group"}
"""Fields whose few possible values all stand there to be ticked; of the others one writes or chooses a name."""


class Choices:
    """What can be chosen in one organisation, while a rule is being edited."""

    def __init__(self, session: Session, organisation_id: UUID) -> None:
        """Ask for nothing yet."""
        self._session, self._organisation = session, organisation_id
        self._words: dict[str, list[str]] = {}
        self._people: dict[str, str] = {}

    @cached_property
    def departments(self) -> Mapping[str, str]:
        """{id: "Sales / Nordic"} of every department."""
        return names.departments_of(self._session, self._organisation)

    def ticked(self, field: str) -> Mapping[str, str]:
        """Return {value: its name} of everything that can be ticked in a field."""
        return self._ticked[field] if field in TICKED else {}

    @cached_property
    def _ticked(self) -> _Ticked:
        return _Ticked(self._session, self._organisation)

    def words(self, field: str) -> list[str]:
        """Return what people have in a field, what most have first."""
        if field not in self._words:
            column = WORDS[field]
            ours = (Person.organisation_id == self._organisation, Person.active, column.is_not(None), column != "")
            found = select(column).where(*ours).group_by(column).order_by(func.count().desc(), column).limit(MOST)
            self._words[field] = list(self._session.scalars(found))
        return self._words[field]

    def called(self, leaf: DraftLeaf) -> dict[str, str]:
        """Return {value: its name} of what is chosen in a condition; what is not there is called by nothing."""
        if FIELDS[leaf.field][leaf.op] == TEXTS:
            return {each: each for each in leaf.values}
        known = self.known(leaf)
        return {each: known.get(each, "") for each in leaf.values}

    def known(self, leaf: DraftLeaf) -> Mapping[str, str]:
        """Return {id: name} of at least everything chosen in a condition that is there."""
        if leaf.field == "department":
            return self.departments
        if leaf.field == "manager":
            wanted = [each for each in leaf.values if read_id(each) and each not in self._people]
            self._people |= names.people_called(self._session, self._organisation, wanted)
            return self._people
        return self.ticked(leaf.field)

    def resolve(self, draft: DraftGroup) -> bool:
        """Turn each name that was written into what it names; return whether all were found, a word at those not."""
        every = True
        for leaf in draft.leaves():
            if leaf.added and leaf.field not in TICKED:
                found = self._named(leaf)
                every &= found is not None
                if found is None:
                    leaf.problem = "unknown-name"
                else:
                    leaf.values = list(dict.fromkeys([*leaf.values, found]))
                    leaf.added = ""
        return every

    def _named(self, leaf: DraftLeaf) -> str | None:
        wanted = leaf.added.casefold()
        if leaf.field == "department":
            ways = {
                each: {path.casefold(), path.rpartition(names.BELOW)[2].casefold()}
                for each, path in self.departments.items()
            }
            exact = [each for each, path in self.departments.items() if path.casefold() == wanted]
            found = exact or [each for each, called in ways.items() if wanted in called]
            return found[0] if len(found) == 1 else None
        if leaf.field == "manager":
            ours = (Person.organisation_id == self._organisation, Person.active)
            same = (Person.email == wanted) if "@" in wanted else (func.lower(Person.name) == leaf.added.lower())
            people = self._session.scalars(select(Person.id).where(*ours, same).limit(2)).all()
            return str(people[0]) if len(people) == 1 else None
        return next((each for each in self.words(leaf.field) if each.casefold() == wanted), leaf.added)

    def names(self) -> Names:
        """Return the names loaded so far, for words about a rule."""
        return Names(departments=self.departments, people=self._people)


class _Ticked(dict[str, Mapping[str, str]]):
    """The names of what can be ticked, by field, each asked for when it is first looked at."""

    def __init__(self, session: Session, organisation_id: UUID) -> None:
        super().__init__()
        self._session, self._organisation = session, organisation_id

    def __missing__(self, field: str) -> Mapping[str, str]:
        self[field] = found = self._find(field)
        return found

    def _find(self, field: str) -> Mapping[str, str]:
        if field == "language":
            return {code: languages.LANGUAGES[code] for code in LANGUAGES}
        if field == "role":
            return {code: str(ROLE_WORDS[code]) for code in ROLES}
        if field == "completed":
            found = names.every_module(self._session, self._organisation)
            return {identity: title(titles) for identity, titles in found.items()}
        if field == "group":
            return names.hand_groups(self._session, self._organisation)
        ours = (Curriculum.organisation_id == self._organisation, Curriculum.published)
        rows = self._session.execute(select(Curriculum.id, Curriculum.title).where(*ours))
        return dict(sorted(((str(i), title(t)) for i, t in rows), key=lambda pair: pair[1].casefold()))
