"""A PDF from a template and words: tagged, in our type, the same file every time."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from lms.web.paper.children import Maker

TYPESETTER: Final = Maker(Path(__file__).with_name("typeset.py"), seconds=10, wait=5)


def typeset(template: Path, words: dict[str, Any], at: int) -> bytes:
    """Return the PDF. Raises NotMade.

    `template`: a typst file, which may read only its own folder; it finds `words` (plain JSON, typeset as it is) as
    `json(bytes(sys.inputs.given))`. `at`: the date of the document, in seconds since 1970.
    """
    return TYPESETTER.make({"template": str(template), "words": words, "at": at})
