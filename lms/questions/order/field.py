"""The form field of an order item: for each part, which place it takes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from markupsafe import Markup, escape
from wtforms.fields import Field
from wtforms.fields.core import UnboundField
from wtforms.widgets import html_params

from lms.questions.order.kind import OrderItem
from lms.questions.text import N_, Text, in_language

TWICE = N_("Two lines have the same place. Give each line a place of its own.")
NO_PLACE = N_("Choose one of the places shown.")


class Placeable(Protocol):
    """Something that can be given a place."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def text(self) -> Text:
        """Its words."""


class Arrangeable(Protocol):
    """An item whose parts can be put in order; they stand as they are shown."""

    @property
    def parts(self) -> Sequence[Placeable]:
        """All of them."""


class PlacesField(Field):  # type: ignore[misc]  # wtforms carries no types
    """One select a part, called `<name>:<part id>`, with the places 1 to n; `data` is the list of ids or None.

    Parts without a place follow those that have one, in the order shown; when no part has a place nothing is answered.
    """

    def __init__(
        self, label: str, *, item: Arrangeable, language: str, translate: Callable[[str], str], **options: Any
    ) -> None:
        super().__init__(label, **options)
        self.item, self.language, self.translate = item, language, translate
        self.places: dict[str, str] = {}
        """{part id: the place chosen for it, "" for none}."""

    def process(self, formdata: Any, data: Any = None, extra_filters: Sequence[Any] | None = None) -> None:
        """Read the places sent, or those of the saved answer."""
        super().process(None, data, extra_filters)
        names = {part.id: f"{self.name}:{part.id}" for part in self.item.parts}
        if formdata is not None and any(name in formdata for name in names.values()):
            self.places = {id: formdata.get(name, "") for id, name in names.items()}
            self.raw_data = list(self.places.values())
            self.data = None
            try:
                self.data = self._read()
            except ValueError as problem:
                self.process_errors = [str(problem)]
        elif isinstance(self.data, list):
            self.places = {id: str(number) for number, id in enumerate(self.data, 1)}

    @property
    def parts(self) -> list[Placeable]:
        """The parts as they are shown: in the places they have, those without one after them."""
        order = [*self._all_places(), ""]
        return sorted(self.item.parts, key=lambda part: order.index(self._place(part.id)))

    def _place(self, id: str) -> str:
        place = self.places.get(id, "")
        return place if place in self._all_places() else ""

    def _all_places(self) -> list[str]:
        return [str(number) for number in range(1, len(self.item.parts) + 1)]

    def _read(self) -> list[str] | None:
        if not any(self.places.values()):
            return None
        all_places = self._all_places()
        taken = [place for place in self.places.values() if place]
        if not set(taken) <= set(all_places):
            raise ValueError(self.translate(NO_PLACE))
        if len(set(taken)) < len(taken):
            raise ValueError(self.translate(TWICE))
        left = iter([place for place in all_places if place not in taken])
        full: Mapping[str, str] = {id: place or next(left) for id, place in self.places.items()}
        return sorted(full, key=lambda id: int(full[id]))

    def widget(self, field: "PlacesField", **options: Any) -> Markup:
        """Return a plain list of selects."""
        lines = [self._line(part.id, in_language(part.text, self.language)) for part in self.parts]
        return Markup("<ol>{}</ol>").format(Markup().join(lines))

    def _line(self, id: str, text: str) -> Markup:
        places = ["", *self._all_places()]
        chosen = self.places.get(id, "")
        choices = [Markup("<option {}>{}</option>").format(_value(p, p == chosen), escape(p)) for p in places]
        return Markup('<li><label>{} <select name="{}:{}">{}</select></label></li>').format(
            text, self.name, id, Markup().join(choices)
        )


def _value(place: str, selected: bool) -> Markup:
    return Markup(html_params(value=place, selected=selected))  # noqa: S704  -- made by wtforms, which escapes


def field(
    item: OrderItem, language: str, label: str | None = None, gettext: Callable[[str], str] = str
) -> UnboundField:
    """Return the field; `label` defaults to the question itself."""
    shown = label if label is not None else in_language(item.stem, language)
    return PlacesField(shown, item=item, language=language, translate=gettext)
