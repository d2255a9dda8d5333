"""A question as the learner sees it, with what the trainer has tried as an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask_babel import gettext
from wtforms import Form

from lms.questions.kinds import BadResponse, Item, Score, field_of, kind_of
from lms.questions.scoring import score_item
from lms.questions.text import Text

NAME = "item-"


@dataclass
class Preview:
    """What the learner's templates show of one item. `score`: how the answer did, once it was asked for.

    `drawn`: the address of a picture by its name, of one that lies in a draft and not in the version `home`.
    """

    items: tuple[Item]
    form: Any
    score: Score | None = None
    home: UUID | None = None
    pages: dict[str, Text] = field(default_factory=dict)
    drawn: Callable[[str], str] | None = None

    @property
    def item(self) -> Item:
        """The item."""
        return self.items[0]

    @property
    def field(self) -> Any:
        """Its form field."""
        return self.form[NAME + self.item.id]


def preview(
    item: Item,
    language: str,
    home: UUID | None,
    sent: Mapping[str, str] | None,
    *,
    tried: bool,
    drawn: Callable[[str], str] | None = None,
) -> Preview:
    """Return the item as it is shown, with the answer that was sent in it; scored where it was `tried`."""
    kind = kind_of(item.kind)
    shown = kind.arranged(item, "")
    name = NAME + item.id
    form = type("Preview", (Form,), {name: field_of(item.kind)(shown, language, gettext=gettext)})(sent)
    found = Preview((shown,), form, home=home, drawn=drawn)
    if sent is None or not form.validate():
        return found
    try:
        response = kind.response(shown, form[name].data or None)
    except BadResponse as refused:
        form[name].errors = [f"{gettext(refused.reason)} {gettext(refused.remedy)}"]
        return found
    if tried:
        found.score = score_item(shown, response)
    return found
