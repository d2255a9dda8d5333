"""The form field of a ranking item: for each option which place it takes, as in an order."""

from collections.abc import Callable

from wtforms.fields.core import UnboundField

from lms.questions.order.field import PlacesField
from lms.questions.ranking.kind import RankingItem
from lms.questions.text import in_language


def field(
    item: RankingItem, language: str, label: str | None = None, gettext: Callable[[str], str] = str
) -> UnboundField:
    """Return the field; `label` defaults to the question itself."""
    shown = label if label is not None else in_language(item.stem, language)
    return PlacesField(shown, item=item, language=language, translate=gettext)
