"""The form field of a hotspot item: its regions as radio buttons or check boxes; the picture comes on top."""

from collections.abc import Callable

from wtforms import Form
from wtforms.fields import RadioField, SelectChoice, SelectMultipleField
from wtforms.fields.core import UnboundField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from lms.questions.hotspot.kind import KIND, HotspotItem
from lms.questions.kinds import BadResponse
from lms.questions.text import Json, in_language


class OneRegionField(RadioField):  # type: ignore[misc]  # wtforms carries no types
    """Radio buttons that may be left alone."""

    def __init__(self, label: str, *, item: HotspotItem, translate: Callable[[str], str], **options: object) -> None:
        super().__init__(label, **options)
        self.item, self.translate = item, translate

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the button pressed; an empty text says that they were shown and none was."""
        self.data: Json = next((value for value in valuelist if value), None)

    def pre_validate(self, form: Form) -> None:
        """Refuse what is no response to the item, in its own words."""
        self.data = _response(self.item, self.data, self.translate)


class RegionsField(SelectMultipleField):  # type: ignore[misc]  # wtforms carries no types
    """Check boxes that may be left alone."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, *, item: HotspotItem, translate: Callable[[str], str], **options: object) -> None:
        super().__init__(label, **options)
        self.item, self.translate = item, translate

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the boxes ticked; an empty text says that they were shown and none was."""
        self.data: Json = [value for value in valuelist if value] or None

    def pre_validate(self, form: Form) -> None:
        """Refuse what is no response to the item, in its own words."""
        self.data = _response(self.item, self.data, self.translate)


def _response(item: HotspotItem, value: Json, translate: Callable[[str], str]) -> Json:
    try:
        return KIND.response(item, value)
    except BadResponse as bad:
        raise ValidationError(f"{translate(bad.reason)} {translate(bad.remedy)}") from bad


def field(
    item: HotspotItem, language: str, label: str | None = None, gettext: Callable[[str], str] = str
) -> UnboundField:
    """Return the field with the regions in `language`; `label` defaults to the question itself."""
    made = RegionsField if item.several else OneRegionField
    return made(
        label if label is not None else in_language(item.stem, language),
        item=item,
        translate=gettext,
        choices=[SelectChoice(region.id, in_language(region.label, language)) for region in item.regions],
    )
