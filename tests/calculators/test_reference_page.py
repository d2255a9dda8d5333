"""docs/calculators.md names everything an author can write."""

from lms.calculators.codes import FAILABLE
from lms.calculators.declared_parts import TEXT
from lms.calculators.formula.language import FUNCTIONS
from lms.calculators.reading import INPUT_KEYS, INPUT_UNITS, KEYS
from lms.calculators.reading_chart import FORBIDDEN, PLACEHOLDERS
from lms.calculators.reading_tables import COLUMN_KEYS, TABLE_KEYS
from lms.calculators.reading_words import WORDS_KEYS

from .material import ROOT

PAGE = (ROOT / "docs" / "calculators.md").read_text()


def test_every_key_unit_function_code_and_placeholder_is_described() -> None:
    words = [*KEYS, *INPUT_KEYS, *TABLE_KEYS, *COLUMN_KEYS, *WORDS_KEYS, *INPUT_UNITS, TEXT, *FAILABLE, *FORBIDDEN]
    missing = [each for each in words if f"`{each}`" not in PAGE]
    missing += [each for each in PLACEHOLDERS if f"`${each}`" not in PAGE]
    missing += [each for each in FUNCTIONS if f"`{each}`" not in PAGE and f"`{each}(" not in PAGE]
    assert missing == []
