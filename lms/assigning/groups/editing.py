"""A group's name and rule while somebody edits them: what was sent, what is wrong with it, and who would fit."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from flask import request
from sqlalchemy.orm import Session

from lms.assigning.groups import drafts, rules, trying
from lms.assigning.groups.choices import TICKED, Choices
from lms.assigning.groups.drafts import DraftGroup, DraftLeaf
from lms.assigning.groups.models import PeopleGroup
from lms.assigning.groups.offers import offered
from lms.assigning.groups.rules import FIELDS, Rule
from lms.assigning.groups.trying import Tried
from lms.assigning.groups.wording import PROBLEMS
from lms.kernel.permissions import Actor
from lms.web.context import now

SAVE = "save"


@dataclass
class Editing:
    """One rule being edited; `group` is the one it belongs to, None while it is new."""

    session: Session
    actor: Actor
    draft: DraftGroup
    group: PeopleGroup | None = None
    whole: bool = False
    sound: bool = True
    seen: str = ""
    left_out: int = field(default=0, init=False)

    @cached_property
    def choices(self) -> Choices:
        """What there is to choose from."""
        return Choices(self.session, self.actor.organisation_id)

    @cached_property
    def rule(self) -> Rule | None:
        """The rule that the rows make; None, with words at the rows, where they make none."""
        rule = drafts.rule_of(self.draft, whole=self.whole)
        self.left_out = sum(not each.is_complete for each in self.draft.leaves())
        if rule is None:
            return None
        gone = trying.names_something_gone(self.session, self.actor.organisation_id, rule)
        for leaf in self.draft.leaves():
            if leaf.field in gone and not all(self.choices.called(leaf).values()):
                leaf.problem = "not-there"
        return None if gone else rule

    @cached_property
    def tried(self) -> Tried | None:
        """Who fits; None where there is no rule, or no condition is complete yet."""
        if self.rule is None or (not self.whole and self.left_out and not any(rules.leaves(self.rule))):
            return None
        return trying.try_out(self.session, self.actor.organisation_id, self.rule, now(), self.group)

    def looked_at(self) -> Editing:
        """Return the same, checked and tried out, so that what is wrong stands at its part before any is shown."""
        if self.rule is not None:
            self.tried  # noqa: B018  - asked for once, and kept
        return self

    @property
    def may_be_saved(self) -> bool:
        """Whether the rule is whole and its outcome was on the page when it was sent."""
        return self.sound and self.rule is not None and self.tried is not None and self.seen == self.tried.seen

    @staticmethod
    def problem_words(code: str) -> str:
        """Return what is wrong with a part, and what to do."""
        return str(PROBLEMS[code]) if code else ""

    @staticmethod
    def offered(leaf: DraftLeaf) -> list[tuple[str, str]]:
        """Return [(choice, words)] of what can be asked in a condition."""
        return offered(leaf)

    @staticmethod
    def control(leaf: DraftLeaf) -> str:
        """Return how its answer is given: ticked, chosen by name, or written as text, day, days; or "yes" for none."""
        if leaf.field in TICKED:
            return "ticked"
        shape = FIELDS[leaf.field][leaf.op]
        return "named" if shape in ("ids", "texts") else shape


def begun(session: Session, actor: Actor, group: PeopleGroup | None = None) -> Editing:
    """Return the editing of a new rule, or of a group's."""
    if group is None or group.rule is None:
        return Editing(session, actor, drafts.number(DraftGroup(parts=[DraftLeaf("department")]))).looked_at()
    return Editing(session, actor, drafts.of_rule(rules.read(group.rule)), group).looked_at()


def sent(session: Session, actor: Actor, group: PeopleGroup | None = None) -> Editing:
    """Return the editing as a form sent it, with what its button says done."""
    action = request.form.get("do", "")
    draft = drafts.of_form(request.form.to_dict(flat=False))
    place = action.partition(":")[2]
    drafts.act(draft, action, request.form.get(f"new:{place}", ""))
    saving = action == SAVE
    editing = Editing(session, actor, draft, group, whole=saving, seen=request.form.get("seen", "")[:64])
    editing.sound = editing.choices.resolve(draft)
    return editing.looked_at()
