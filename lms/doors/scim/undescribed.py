"""The library's models, made without a search for words about their attributes.

Its base class has pydantic describe each attribute by the text that follows it in the source. For every model pydantic
then looks through all that is loaded; for those made as the program runs there is nothing to find, and it is more than
two seconds of each process's start. What a directory is told of attributes stands in the schemas.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pydantic._internal import _fields


@contextmanager
def undescribed() -> Iterator[None]:
    """Have models made within it searched for no descriptions."""
    fields: Any = _fields
    before = fields.extract_docstrings_from_cls
    fields.extract_docstrings_from_cls = lambda _cls, use_inspect=False: {}  # noqa: ARG005 - as it is called
    try:
        yield
    finally:
        fields.extract_docstrings_from_cls = before


with undescribed():
    import scim2_flask  # noqa: F401
    import scim2_models  # noqa: F401
    import scim2_server  # noqa: F401
